"""The groups inside a table: headings by letter, numeral or number, above the rows they hold."""

from __future__ import annotations

import re
from dataclasses import dataclass, field


@dataclass(slots=True)
class Group:
    """A heading inside a table: its number and title."""

    order: str
    title: str


@dataclass(slots=True)
class Groups:
    """The groups that the row being read stands under, outermost first."""

    open: list[Group] = field(default_factory=list)

    def enter(self, order: str, title: str) -> None:
        """Begin a group; those of its rank and below end."""
        rank = _rank(order)
        self.open = [group for group in self.open if _rank(group.order) < rank]
        self.open.append(Group(bare(order), title))

    def title_for(self, order: str | None) -> str | None:
        """The title of the group of a row; a numbered parent counts only for its own sub-rows."""
        for group in reversed(self.open):
            if not group.order[:1].isdigit() or is_sub(order, group.order):
                return group.title
        return None


def bare(order: str) -> str:
    """A number without what closes it: "1." and "a)" are "1" and "a"."""
    return order.rstrip(".)")


def is_sub(order: str | None, parent: str) -> bool:
    """Whether a row belongs to a numbered parent: "1.2", "a" and unnumbered rows below "1"."""
    if not order or order in ("-", "+", "–", "*"):
        return True
    return order.startswith(bare(parent) + ".") or (len(bare(order)) == 1 and order[0].islower())


_LEADING_ORDER = re.compile(
    r"((?:(?:[IVX]{1,5}\.)?\d{1,3}(?:\.\d{1,3})*|[IVXLC]+|[A-Z])[.)]|\d{1,2}(?:\.\d{1,2})+)\s+(?=\S)"
)


def split_order(words: str) -> tuple[str, str]:
    """Number and rest of a cell that holds both ("II. Xã hội số")."""
    match = _LEADING_ORDER.match(words)
    return (bare(match[1]), words[match.end() :]) if match else ("", words)


def is_title(words: str) -> bool:
    """Whether words alone name a group: capitals, or a numeral or letter before them."""
    return words.isupper() or bool(_LEADING_ORDER.match(words) and words[:1] in "IVXABC")


_ROMAN_ORDER = re.compile(r"[IVXLC]+[.)]?\Z")
_UNDER_ROMAN = re.compile(r"[A-Z]{1,5}\.\d")


def _rank(order: str) -> int:
    """The depth of a group: letters above Roman numerals above numbers; deeper numbers below."""
    if not order:
        return 1
    if order[:1].isdigit() or _UNDER_ROMAN.match(order):
        return 3 + bare(order).count(".")
    if order[:1].islower():
        return 6
    # C, D and so on after A and B are letters, though C and D are numerals too; I, V, X are not.
    return 1 if _ROMAN_ORDER.match(order) and order[:1] in "IVX" else 0
