"""The root exception of the command line."""


class CommandError(Exception):
    """What went wrong and what to do, as a sentence for the person at the terminal."""
