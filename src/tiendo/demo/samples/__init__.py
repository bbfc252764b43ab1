"""The bundled sample documents: our own writing in the official layout, and their builder."""
