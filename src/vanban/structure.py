"""The outline of a document: article style (Phần … điểm) and plan style (I, 1, 1.1, a, -, +)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from vanban.letters import LETTERS_IN_ORDER, is_upper_case
from vanban.markers import Heading, read_marker
from vanban.models import Block, Span, Unit, UnitKind


def find_units(content: str, blocks: Sequence[Block], part: str = "body") -> tuple[Unit, ...]:
    """The units of the paragraphs of one part, in order, with paths and spans."""
    headings = _consistent(content, [(block, read_marker(content, block)) for block in blocks])
    if not any(heading for _, heading in headings):
        return ()
    return tuple(_build(content, headings, part))


def _consistent(
    content: str, pairs: list[tuple[Block, Heading | None]]
) -> list[tuple[Block, Heading | None]]:
    """Headings without those that cannot be meant: a decimal whose parent was never seen, and a
    single letter that follows no letter before it."""
    seen_arabic: set[str] = set()
    letter = ""
    result: list[tuple[Block, Heading | None]] = []
    for block, heading in pairs:
        kept = heading
        if heading is not None:
            name = heading.rule.name
            if name == "decimal" and not _follows(heading.marker, seen_arabic):
                kept = None
            if name == "roman" and heading.marker in ("C", "D", "L"):
                kept = None
            if name.startswith("letter") and not _letter_follows(letter, heading.marker):
                kept = None
        if kept is not None:
            letter = _letter_state(letter, kept)
            if kept.rule.name in ("arabic", "decimal"):
                seen_arabic.add(kept.marker)
        result.append((block, kept))
    return result


def _follows(marker: str, seen: set[str]) -> bool:
    """Whether "2.1" has its parent "2" before it, or opens or continues a numbering itself."""
    parent, _, last = marker.rpartition(".")
    before = f"{parent}.{int(last) - 1}"
    return parent in seen or before in seen or last == "1" or "." in parent


def _letter_state(letter: str, heading: Heading) -> str:
    if heading.rule.kind is UnitKind.DIEM:
        return heading.marker
    return letter if heading.rule.kind is UnitKind.BULLET else ""


# Real lists skip some letters ("d)", then "g)"); a stray "k)" after "a)" is none of the list.
_WIDEST_GAP = 6


def _letter_follows(before: str, letter: str) -> bool:
    """Whether a lettered point can follow the last one: in order, with gaps allowed."""
    if not before or before not in LETTERS_IN_ORDER:
        return LETTERS_IN_ORDER.index(letter) <= 2
    gap = LETTERS_IN_ORDER.index(letter) - LETTERS_IN_ORDER.index(before)
    return 1 <= gap <= _WIDEST_GAP or letter == "a"


@dataclass(slots=True)
class _Open:
    """A unit still being read."""

    heading: Heading
    level: int
    rank: int
    path: str
    own_end: int
    end: int
    has_children: bool = False
    bullets: int = 0


def _next_number(parent: _Open, marker: str) -> str:
    """Bullets are numbered under their parent ("-1", "-2"); enumerators carry their number."""
    parent.bullets += 1
    return "" if marker.isalnum() else str(parent.bullets)


_CLOSING = re.compile(
    r"(?:Trên đây là|Yêu cầu|Đề nghị|Trong quá trình|Quá trình|Căn cứ|Nhận được|Kế hoạch|Quyết định"
    r"|Chỉ thị|Chương trình|Báo cáo|Công điện|Thông báo|Nghị quyết|[^.;]{3,60} (?:trân trọng|kính)"
    r"|Giao|Các (?:cơ quan|đơn vị|sở)|Thủ trưởng|Ủy ban nhân dân|UBND|Chủ tịch|Văn phòng)(?!\w)"
)


def _closing_start(content: str, pairs: Sequence[tuple[Block, Heading | None]]) -> int:
    """Where the closing paragraphs begin: unmarked, after the last marked one, in closing words."""
    index = len(pairs)
    while index and pairs[index - 1][1] is None:
        index -= 1
    while index < len(pairs) and not _CLOSING.match(content, pairs[index][0].span.start):
        index += 1
    return index


def _closing_units(pairs: Sequence[tuple[Block, Heading | None]], part: str) -> Iterator[Unit]:
    for block, _ in pairs:
        yield Unit(block.span, part, 0.85, UnitKind.CLOSING, "", "closing", 1, None, block.span)


def _build(content: str, pairs: list[tuple[Block, Heading | None]], part: str) -> Iterator[Unit]:
    closing = _closing_start(content, pairs)
    yield from _marked_units(content, pairs[:closing], part)
    yield from _closing_units(pairs[closing:], part)


def _marked_units(
    content: str, pairs: list[tuple[Block, Heading | None]], part: str
) -> Iterator[Unit]:
    stack: list[_Open] = []
    finished: list[Unit] = []
    for block, heading in pairs:
        if heading is None:
            _extend(stack, block.span.end)
            continue
        rank = _rank_in(stack, heading)
        while stack and stack[-1].rank >= rank:
            finished.append(_close(content, stack.pop(), part))
        stack.append(_open(stack, heading, rank))
        _extend(stack[:-1], block.span.end, own=False)
    while stack:
        finished.append(_close(content, stack.pop(), part))
    yield from sorted(finished, key=lambda unit: (unit.span.start, -unit.span.end))


def _rank_in(stack: list[_Open], heading: Heading) -> int:
    """The rank of a heading among the open ones; deeper decimals and nested bullets go deeper."""
    rank = heading.rule.rank
    if heading.rule.name == "decimal":
        return rank + heading.marker.count(".")
    if heading.rule.name == "muc" and any(opened.rank == 50 for opened in stack):
        return 40
    return rank


def _open(stack: list[_Open], heading: Heading, rank: int) -> _Open:
    parent = stack[-1] if stack else None
    if parent:
        parent.has_children = True
    end = heading.block.span.end
    path = _path(stack, heading)
    if heading.rule.kind is UnitKind.BULLET and parent:
        path = f"{parent.path}.{heading.marker}{_next_number(parent, heading.marker)}"
    elif heading.rule.kind is UnitKind.NOTE and parent:
        path = f"{parent.path}.note"
    return _Open(heading, len(stack) + 1, rank, path, end, end)


def _path(stack: list[_Open], heading: Heading) -> str:
    parents = [opened.path for opened in stack if opened.path]
    return f"{parents[-1]}.{heading.marker}" if parents else heading.marker


def _extend(stack: list[_Open], end: int, own: bool = True) -> None:
    """Let the open units reach to ``end``; only the innermost without children takes the words."""
    for opened in stack:
        opened.end = end
    if own and stack and not stack[-1].has_children:
        stack[-1].own_end = end


def _close(content: str, opened: _Open, part: str) -> Unit:
    heading = opened.heading
    start = min(heading.words_start, opened.own_end)
    while start < opened.own_end and content[start].isspace():
        start += 1
    own = Span(start, opened.own_end)
    return Unit(
        Span(heading.block.span.start, opened.end),
        part,
        0.97 if heading.rule.is_listed else 0.9,
        heading.rule.kind,
        heading.marker,
        opened.path,
        opened.level,
        _title_of(content, opened, own),
        own,
    )


_TITLED = frozenset({UnitKind.PHAN, UnitKind.CHUONG, UnitKind.MUC, UnitKind.DIEU})


def _title_of(content: str, opened: _Open, own: Span) -> str | None:
    """The heading line of a unit: of the upper levels always, of others where it ends unpointed
    and something follows it."""
    lines = own.of(content).split("\n")
    first = lines[0].strip()
    if not first:
        return None
    if opened.heading.rule.kind in _TITLED:
        follows = " ".join(lines) if is_upper_case(own.of(content)) else first
        return follows.strip() if len(first) <= 400 else None
    has_more = opened.has_children or len(lines) > 1
    if has_more and first[-1] not in ".;:,…/" and len(first) <= 400:
        return first
    return None
