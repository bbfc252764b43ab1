"""The few forms of Markdown that the reference pages use."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

NOTE = "Written by `python -m tests.spec.write_reference`; a test compares. Do not edit by hand."


def page(title: str, *blocks: str) -> str:
    """A whole page: title, where it comes from, its blocks."""
    return "\n\n".join([f"# {title}", NOTE, *blocks]) + "\n"


def section(title: str, *blocks: str) -> str:
    """A heading of the second level with its blocks."""
    return "\n\n".join([f"## {title}", *blocks])


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table; what a cell holds cannot break it."""
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(_cell(cell) for cell in line)} |" for line in lines)


def code(words: object) -> str:
    """Words as code; nothing for nothing."""
    return f"`{words}`" if str(words) else ""


def _cell(words: str) -> str:
    return " ".join(words.split()).replace("|", "\\|")
