"""What the command line says about a file that cannot be read: vanban's own sentences."""

from vanban.unreadable import MESSAGES, describe_unreadable

__all__ = ["MESSAGES", "describe_unreadable"]
