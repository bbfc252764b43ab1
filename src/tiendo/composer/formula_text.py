"""Text that a spreadsheet would run as a formula, made harmless and read back.

Source: OWASP, CSV injection.
"""

from __future__ import annotations

# The wide forms are read as the plain ones where a spreadsheet is set to an East Asian language.
_RUN = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
_GUARD = "'"
# What some programs leave out before they read.
_BEFORE = _GUARD + " \u00a0\ufeff"
# A text that begins otherwise is as harmless as it stands.
STARTS = frozenset((*_RUN, *_BEFORE))


def neutral(text: str) -> str:
    """The text with an apostrophe in front where its start would make it a formula.

    A text that already begins with such an apostrophe gets one more, so that ``told`` gives every
    text back as it was.
    """
    return _GUARD + text if text.lstrip(_BEFORE).startswith(_RUN) else text


def told(text: str) -> str:
    """The text that ``neutral`` made harmless, as it was."""
    if text.startswith(_GUARD) and text.lstrip(_BEFORE).startswith(_RUN):
        return text[1:]
    return text
