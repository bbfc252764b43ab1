"""One pattern for a list of words, written as a tree of their letters so that it is tried fast.

A plain alternation of hundreds of names is tried name by name at each place of a text; a tree
gives up at the first letter that none of them has.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import product

_Tree = dict[str, "_Tree"]
_END = ""
_OTHER_TONES = {"óa": "oá", "òa": "oà", "ỏa": "oả", "ủy": "uỷ", "Ủy": "Uỷ", "ỏe": "oẻ"}
_TONED = re.compile("|".join(_OTHER_TONES))


def any_of(alternatives: Iterable[str]) -> str:
    """A pattern for any of the words, the longest first, in both placements of their tones."""
    tree: _Tree = {}
    for word in alternatives:
        for spelling in _spellings(word):
            _plant(tree, spelling)
    return _pattern(tree)


def tone_tolerant(word: str) -> str:
    """A pattern for a word in both placements of its tone ("văn hóa", "văn hoá")."""
    return any_of((word,))


def _spellings(word: str) -> Iterator[str]:
    pieces = re.split(f"({_TONED.pattern})", word)
    choices = [
        (piece, _OTHER_TONES[piece]) if piece in _OTHER_TONES else (piece,) for piece in pieces
    ]
    for chosen in product(*choices):
        yield "".join(chosen)


def _plant(tree: _Tree, word: str) -> None:
    for letter in word:
        tree = tree.setdefault(letter, {})
    tree[_END] = {}


def _pattern(tree: _Tree) -> str:
    """The pattern of a tree; where a word may end inside a longer one, the longer is tried "
    "first."""
    branches = [
        re.escape(letter) + _pattern(below) for letter, below in tree.items() if letter != _END
    ]
    if not branches:
        return ""
    if len(branches) == 1 and _END not in tree:
        return branches[0]
    return f"(?:{'|'.join(branches)})" + ("?" if _END in tree else "")
