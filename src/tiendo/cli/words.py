"""Words of the command line: Vietnamese first, through gettext, without loading Django."""

from gettext import gettext as _

__all__ = ["_"]
