"""Finding tasks, documents, clauses, updates, difficulties and bodies by their words."""
