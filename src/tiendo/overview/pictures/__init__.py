"""Pictures of figures and money: one specification for page and files, a table behind it."""
