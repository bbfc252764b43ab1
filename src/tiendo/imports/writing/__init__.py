"""What rows bring, done by the actions people use, and taken back."""
