"""Where tasks, money and indicators meet: figures taken from registers, and links between them."""
