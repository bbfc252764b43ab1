"""The report model and its writers. No Django: values in, bytes or specifications out."""
