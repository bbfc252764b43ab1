"""What goes out of the house."""
