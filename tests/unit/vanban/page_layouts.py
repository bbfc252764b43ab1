"""Pages built word by word: what a PDF or a recogniser gives, without a file."""

from collections.abc import Sequence
from itertools import count

from vanban.models import Box, Page, Text
from vanban.readers.page_assembly import assemble
from vanban.readers.page_layout import PageLayout, PageWord, Ruling

WIDTH, HEIGHT = 595.0, 842.0
LEFT, RIGHT, INDENT = 85.0, 545.0, 36.0
SIZE, LEAD = 14.0, 18.0
_LETTER, _SPACE = 0.48, 0.25


def width_of(text: str, size: float = SIZE) -> float:
    """How wide a text is printed: every letter is as wide as the others."""
    return sum(_SPACE if letter == " " else _LETTER for letter in text) * size


def words(
    text: str,
    left: float,
    top: float,
    *,
    size: float = SIZE,
    bold: bool = False,
    confidence: float | None = None,
) -> list[PageWord]:
    """The words of one printed line; "^" before a word raises it and glues it to the last."""
    found: list[PageWord] = []
    at = left
    for part in text.split(" "):
        for index, piece in enumerate(part.split("^")):
            raised = index > 0
            high = size * 0.6 if raised else size
            right = at + width_of(piece, high)
            if piece:
                box = Box(at, top, right, top + high)
                found.append(PageWord(piece, box, high, bold, raised, confidence))
            at = right
        at += _SPACE * size
    return found


def centred(text: str, top: float, middle: float = (LEFT + RIGHT) / 2, **how: object) -> list:
    """A line with its middle at a place."""
    size = float(how.get("size", SIZE))  # type: ignore[arg-type]
    return words(text, middle - width_of(text, size) / 2, top, **how)  # type: ignore[arg-type]


def wrapped(
    text: str,
    top: float,
    *,
    left: float = LEFT,
    right: float = RIGHT,
    indent: float = INDENT,
    size: float = SIZE,
) -> tuple[list[PageWord], float]:
    """A justified paragraph, and the top of the line after it."""
    lines: list[list[str]] = [[]]
    room = right - left - indent
    for word in text.split(" "):
        if lines[-1] and width_of(" ".join([*lines[-1], word]), size) > room:
            lines.append([])
            room = right - left
        lines[-1].append(word)
    found: list[PageWord] = []
    for number, line in enumerate(lines):
        start = left + (0 if number else indent)
        printed = words(" ".join(line), start, top, size=size)
        if number + 1 < len(lines):
            printed = _stretched(printed, right)
        found += printed
        top += LEAD * size / SIZE
    return found, top


def _stretched(line: Sequence[PageWord], right: float) -> list[PageWord]:
    spare = (right - line[-1].box.right) / max(1, len(line) - 1)
    return [_moved(word, number * spare) for number, word in enumerate(line)]


def _moved(word: PageWord, by: float) -> PageWord:
    box = Box(word.box.left + by, word.box.top, word.box.right + by, word.box.bottom)
    return PageWord(word.text, box, word.size, word.is_bold, word.is_raised, word.confidence)


def paragraphs(*texts: str, top: float = 80.0, after: float = 6.0) -> list[PageWord]:
    """Justified paragraphs one under another."""
    found: list[PageWord] = []
    for text in texts:
        printed, top = wrapped(text, top)
        found += printed
        top += after
    return found


def grid(tops: Sequence[float], lefts: Sequence[float]) -> list[Ruling]:
    """The rulings of a table without merged cells."""
    across = [Ruling(Box(lefts[0], top, lefts[-1], top)) for top in tops]
    down = [Ruling(Box(left, tops[0], left, tops[-1])) for left in lefts]
    return [*across, *down]


def page(
    *lines: Sequence[PageWord],
    number: int = 1,
    rulings: Sequence[Ruling] = (),
    width: float = WIDTH,
    height: float = HEIGHT,
) -> PageLayout:
    """A page of some lines."""
    found = tuple(word for line in lines for word in line)
    return PageLayout(Page(number, width, height), found, tuple(rulings))


def text_of(*pages: PageLayout) -> Text:
    """The text of pages, numbered in order."""
    numbers = count(1)
    numbered = [
        PageLayout(Page(next(numbers), p.page.width, p.page.height), p.words, p.rulings)
        for p in pages
    ]
    return assemble(numbered, "application/pdf", b"", "test/1")


def blocks(text: Text) -> list[str]:
    """The words of each block."""
    return [block.span.of(text.content) for block in text.blocks]
