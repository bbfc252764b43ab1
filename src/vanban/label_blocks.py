"""Labelled lines of clauses ("Cơ quan chủ trì: …") and the clauses they speak of."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from vanban.clauses import Clause
from vanban.labels import read_label
from vanban.models import Span, UnitKind


def read_label_blocks(content: str, clauses: Sequence[Clause]) -> None:
    """Take the labelled lines out of the clauses and give them to those they describe.

    One block below a numbered clause describes all of it; of several, each describes the bullets
    since the block before.
    """
    for clause in clauses:
        _read_labels(content, clause)
    for clause in clauses:
        if clause.unit.kind is not UnitKind.BULLET and clause.children:
            _place_blocks(content, clause)


def _read_labels(content: str, clause: Clause) -> None:
    span = clause.unit.own_span
    if content.find(":", span.start, span.end) < 0:
        # Every label ends with a colon.
        clause.text_span = Span(span.start, span.start + len(span.of(content).rstrip("\n")))
        return
    kept_end = span.start
    for line in _pieces_of(content, span):
        label = read_label(line.of(content))
        if label is None:
            kept_end = kept_end if clause.labels else line.end
            continue
        clause.labels.setdefault(label[0], Span(line.start + label[1], line.end))
    clause.text_span = Span(span.start, kept_end)


def _place_blocks(content: str, clause: Clause) -> None:
    bullets = [child for child in clause.children if _may_hold_labels(child)]
    for bullet in bullets:
        _gather(bullet)
    named = [bullet for bullet in bullets if "lead" in bullet.labels]
    if len(named) + ("lead" in clause.labels) > 1 or any(_is_inline(content, it) for it in named):
        _share(content, bullets)
        return
    for bullet in bullets:
        _hand_over(bullet, clause)


def _may_hold_labels(child: Clause) -> bool:
    """Whether the labels of a clause may speak of the one above: a bullet, or a lettered point
    that is nothing but a label ("a) Chủ trì: …")."""
    if child.unit.kind is UnitKind.BULLET:
        return True
    return bool(child.labels) and child.text_span.start >= child.text_span.end


def _gather(bullet: Clause) -> None:
    """Labels below a bullet are those of the bullet."""
    for child in bullet.children:
        _gather(child)
        _hand_over(child, bullet)


def _hand_over(giver: Clause, taker: Clause) -> None:
    for name, span in giver.labels.items():
        taker.labels.setdefault(name, span)
    giver.labels.clear()


def _is_inline(content: str, bullet: Clause) -> bool:
    """Whether the labels stand in the sentence of the bullet, as in brackets after it."""
    words = bullet.text_span
    first = min(span.start for span in bullet.labels.values())
    return words.start < words.end and "\n" not in content[words.start : first]


def _share(content: str, bullets: Sequence[Clause]) -> None:
    """Give each block to the bullets since the one before."""
    run: list[Clause] = []
    for bullet in bullets:
        is_block = bool(bullet.labels) and bullet.text_span.start >= bullet.text_span.end
        if is_block:
            for earlier in run:
                _lend(bullet, earlier)
            bullet.labels.clear()
            continue
        if run and "lead" in run[-1].labels:
            run = []
        run.append(bullet)
        if "lead" in bullet.labels and not _is_inline(content, bullet):
            for earlier in run[:-1]:
                _lend(bullet, earlier)


def _lend(giver: Clause, taker: Clause) -> None:
    for name, span in giver.labels.items():
        taker.labels.setdefault(name, span)


_INLINE = re.compile(
    r"(?:[(;.,]|\s[-–])\s*(?=(?i:(?:(?:cơ quan|đơn vị)\s+)?(?:chủ trì|phối hợp|thực hiện|phân công)"
    r"|thời gian|thời hạn|tiến độ|hoàn thành|sản phẩm|kết quả)(?:\s[^\W\d]+){0,4}\s*:)"
)
_CLOSES = re.compile(r"\)\s*[.;]?\s*\Z")
_WHO_FIRST = re.compile(r"(?i:(?:(?:cơ quan|đơn vị)\s+)?(?:chủ trì|phối hợp|thực hiện|phân công))")


def _pieces_of(content: str, span: Span) -> Iterator[Span]:
    for line in re.finditer(r"[^\n]+", span.of(content)):
        yield from _pieces(content, Span(span.start + line.start(), span.start + line.end()))


def _pieces(content: str, line: Span) -> list[Span]:
    """A line parted where labels follow one another: "Chủ trì: …; phối hợp: …; thời gian: …".

    Inside a sentence only labels that name bodies begin such a row.
    """
    if content.find(":", line.start, line.end) < 0:
        return [line]
    cuts = list(_INLINE.finditer(content, line.start, line.end))
    if not cuts:
        return [line]
    is_labelled = read_label(line.of(content)) is not None
    if not is_labelled and not _names_a_body(content, cuts):
        return [line]
    closed = _CLOSES.search(content, cuts[-1].end(), line.end) if "(" in cuts[0][0] else None
    starts = [line.start, *(cut.end() for cut in cuts)]
    ends = [*(cut.start() for cut in cuts), closed.start() if closed else line.end]
    pieces = [_trimmed(content, start, end) for start, end in zip(starts, ends, strict=True)]
    return [piece for piece in pieces if piece.start < piece.end]


def _names_a_body(content: str, cuts: Sequence[re.Match[str]]) -> bool:
    """Whether the first label of a row, or a further one of it, names bodies."""
    named = [bool(_WHO_FIRST.match(content, cut.end())) for cut in cuts]
    return named[0] or (len(cuts) > 1 and any(named))


def _trimmed(content: str, start: int, end: int) -> Span:
    return Span(start, start + len(content[start:end].rstrip()))
