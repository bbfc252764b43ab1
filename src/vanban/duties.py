"""Several duties of one clause, offered as a split: each with its words, bodies and deadlines."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from vanban.assignments import Assignment, find_coordinating
from vanban.letters import LOWER
from vanban.models import Deadline, DraftTask, Span, Unit
from vanban.obligation import obligation_of
from vanban.reporting import product_of, reports_to

# "(1) …; (2) …" within a sentence
_NUMBERED = re.compile(r"\((\d{1,2})\)\s+(?=\w)")
_FURTHER = re.compile(r"[;.]\s+(?:[Đđ]ồng thời,?\s+)?\Z")
_AT_THE_SAME_TIME = re.compile(r"[;.]\s+(?=[Đđ]ồng thời,?\s+\w)")
_SENTENCE_END = re.compile(r"[;.]\s+")
_FEWEST_WORDS = 4


def find_duties(
    content: str,
    unit: Unit,
    span: Span,
    assignments: Sequence[Assignment],
    within: Callable[[Span], tuple[Deadline, ...]],
) -> tuple[DraftTask, ...]:
    """The duties of a clause, in order; empty where there is one.

    A clause is parted where its items are numbered, where another subject begins a sentence, at
    "đồng thời", between sentences that each have a deadline of their own, and where one verb has
    three or more objects of one kind: "lập quỹ A, quỹ B, quỹ C".
    """
    cuts = _cuts(content, span, assignments, within(span))
    if len(cuts) < 2:
        return tuple(
            replace(
                _duty(content, unit, piece, assignments[:1], within(piece)),
                text=" ".join(f"{verb} {piece.of(content)}".split()),
                confidence=0.5,
            )
            for verb, piece in _objects(content, span)
        )
    stops = [*cuts[1:], span.end]
    pieces = [_trimmed(content, start, stop) for start, stop in zip(cuts, stops, strict=True)]
    return tuple(
        _duty(content, unit, piece, _of_piece(piece, assignments), within(piece))
        for piece in pieces
        if len(piece.of(content).split()) >= _FEWEST_WORDS
    )


# "Xây dựng quỹ phát triển …, quỹ hỗ trợ … và quỹ đầu tư …"
_OBJECTS = re.compile(
    r"(?P<verb>\w+(?:\s+(?!\d)\w+){0,4}?)\s+(?P<first>(?P<noun>(?!(?:các|những|việc|và|về|cho|theo"
    r"|của|có|sự|công|trong|với|để|là|cơ|tổ|một|từ|phát|xây|nâng|ứng|đào|thực|hoạt|quy|chính|khoa)"
    rf"\s)[{LOWER}]{{2,}})\s[^,;.:()\n]{{4,120}})"
    r"(?P<others>(?:(?:,\s+(?:và\s+)?|\s+và\s+)(?P=noun)\s[^,;.:()\n]{4,120}){2,12})"
)
_JOINT = re.compile(r",\s+(?:và\s+)?|\s+và\s+")


def _objects(content: str, span: Span) -> list[tuple[str, Span]]:
    """The objects of one kind that the first verb of a clause has, each with that verb."""
    found = _OBJECTS.match(content, span.start, span.end)
    if found is None:
        return []
    noun, verb = found["noun"], found["verb"]
    spans = [Span(*found.span("first"))]
    at = found.start("others")
    for joint in _JOINT.finditer(content, at, found.end("others")):
        if content.startswith(noun + " ", joint.end()):
            spans.append(Span(joint.end(), found.end("others")))
    ends = [_end_before(content, following.start) for following in spans[1:]]
    stops = [*ends, found.end("others")]
    return [(verb, Span(piece.start, stop)) for piece, stop in zip(spans, stops, strict=True)]


_JOINED = re.compile(r"(?:,\s+(?:và\s+)?|\s+và\s+)\Z")


def _end_before(content: str, start: int) -> int:
    """Where the object ends that stands before the joint ahead of ``start``."""
    joined = _JOINED.search(content, max(0, start - 12), start)
    return joined.start() if joined else start


def _cuts(
    content: str, span: Span, assignments: Sequence[Assignment], deadlines: Sequence[Deadline]
) -> list[int]:
    numbered = _numbered(content, span)
    if numbered:
        return numbered
    cuts = {span.start}
    cuts.update(found.span.start for found in assignments if _opens(content, span, found))
    for match in _AT_THE_SAME_TIME.finditer(content, span.start, span.end):
        cuts.add(match.end())
    cuts.update(_between_deadlines(content, span, deadlines))
    return sorted(cuts)


def _numbered(content: str, span: Span) -> list[int]:
    """Where the items "(1)", "(2)" begin, if they count from one."""
    found = list(_NUMBERED.finditer(content, span.start, span.end))
    counts = all(int(match[1]) == place for place, match in enumerate(found, 1))
    return [match.end() for match in found] if len(found) > 1 and counts else []


def _opens(content: str, span: Span, assignment: Assignment) -> bool:
    """Whether the subject of an assignment begins a further sentence of the clause."""
    before = content[max(span.start, assignment.span.start - 40) : assignment.span.start]
    return bool(_FURTHER.search(before))


def _between_deadlines(content: str, span: Span, deadlines: Sequence[Deadline]) -> Iterator[int]:
    """The sentence ends between two deadlines."""
    for left, right in zip(deadlines, deadlines[1:], strict=False):
        ends = _SENTENCE_END.search(content, left.span.end, right.span.start)
        if ends:
            yield ends.end()


def _trimmed(content: str, start: int, end: int) -> Span:
    words = content[start:end].rstrip()
    return Span(start, start + len(words))


def _of_piece(piece: Span, assignments: Sequence[Assignment]) -> list[Assignment]:
    """The assignments inside a piece; those of the clause where it names none."""
    own = [found for found in assignments if piece.start <= found.span.start < piece.end]
    return own or list(assignments[:1])


def _duty(
    content: str,
    unit: Unit,
    piece: Span,
    assignments: Sequence[Assignment],
    deadlines: tuple[Deadline, ...],
) -> DraftTask:
    words = " ".join(piece.of(content).split())
    leads = tuple(dict.fromkeys(name for found in assignments for name in found.leads))
    return DraftTask(
        piece,
        unit.part,
        0.6,
        path=unit.path,
        text=words,
        leads=leads,
        coordinating=find_coordinating(words),
        deadline_raw="; ".join(deadline.raw for deadline in deadlines) or None,
        deadlines=deadlines,
        product=product_of(words),
        obligation=obligation_of(words),
        reports_to=reports_to(words),
    )
