"""The end of a document: the list of recipients and the signature block."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from vanban.letters import LOWER, UPPER, is_upper_case
from vanban.models import Block, Recipient, Signer, Span

_RECIPIENTS = re.compile(r"(?:Nơi nhận|NƠI NHẬN)\s*:?\s*")
_BULLET = re.compile(r"[-–—+•*]\s*")
_CODE = r"(?:(?:TM|KT|TL|TUQ|Q)\s?[./]|[TK]/[MTL])"
_AUTHORITY = re.compile(rf"{_CODE}\s?[{UPPER}]")
_NAME = re.compile(
    rf"(?:[{UPPER}][{LOWER}]*[’'.]?(?:\s+|\Z)){{2,6}}\Z|(?:[{UPPER}]\.\s*)?(?:[{UPPER}][{LOWER}]+\s*){{2,6}}\Z"
)
_SIGNED = re.compile(r"[\[(]\s*(?i:đã ký)\s*[\])]|(?i:đã ký)\Z")
_TITLES = re.compile(
    r"(?i:(?:GS|PGS|TS|ThS|BS|KS|CN|Thượng tá|Đại tá|Thiếu tướng|Trung tướng)\.?\s*)+"
)


def read_recipients(content: str, tail: Sequence[Block]) -> tuple[Recipient, ...]:
    """The lines under "Nơi nhận", without dash and end mark, wrapped lines joined."""
    spans = [Span(*_trimmed(content, span)) for span in _recipient_spans(content, tail)]
    return tuple(
        Recipient(span, text=" ".join(span.of(content).split()))
        for span in spans
        if span.end > span.start
    )


def _recipient_spans(content: str, tail: Sequence[Block]) -> Iterator[Span]:
    pending: Span | None = None
    is_open = False
    for block in tail:
        words = block.span.of(content)
        heading = _RECIPIENTS.match(words)
        if heading:
            is_open = True
            if heading.end() < len(words):
                pending = Span(block.span.start + heading.end(), block.span.end)
        elif is_open and _BULLET.match(words):
            if pending:
                yield pending
            pending = block.span
        elif is_open and pending and _continues(content, pending, words):
            pending = Span(pending.start, block.span.end)
        elif is_open and pending and is_upper_case(words):
            # The signature, set beside the list: no line behind it goes on with this recipient.
            yield pending
            pending = None
    if pending:
        yield pending


def _continues(content: str, pending: Span, words: str) -> bool:
    """Whether a line goes on with a recipient: the line before was not ended by ";" or "."."""
    ended = content[: pending.end].rstrip().endswith((";", "."))
    return not ended and not (is_upper_case(words) and ":" not in words)


def _trimmed(content: str, span: Span) -> tuple[int, int]:
    words = span.of(content)
    bullet = _BULLET.match(words)
    start = span.start + (bullet.end() if bullet else 0)
    end = span.start + len(words.rstrip(" ;.,\n"))
    return start, max(start, end)


def read_signer(content: str, tail: Sequence[Block]) -> Signer | None:
    """Who signs: the authority lines as printed, the position, the name."""
    lines = list(_signature_lines(content, tail))
    upper: list[Span] = []
    name: Span | None = None
    for index, span in enumerate(lines):
        if is_upper_case(span.of(content)):
            upper.append(span)
        elif upper and not _SIGNED.match(span.of(content)):
            name = _name_at(content, lines[index : index + 2])
            break
    if not upper:
        return None
    printed = tuple(" ".join(span.of(content).split()) for span in upper)
    return Signer(
        Span(upper[0].start, name.end if name else upper[-1].end),
        confidence=0.95 if name else 0.6,
        authority=tuple(line for line in printed if _AUTHORITY.match(line)),
        position=_position(printed),
        name=_plain_name(name.of(content)) if name else None,
    )


def _signature_lines(content: str, tail: Sequence[Block]) -> Iterator[Span]:
    """The lines of the tail from the first in upper case on that are no recipients."""
    started = False
    for block in tail:
        for line in re.finditer(r"[^\n]+", block.span.of(content)):
            span = Span(block.span.start + line.start(), block.span.start + line.end())
            words = line[0].strip()
            if _RECIPIENTS.match(words) or _BULLET.match(words):
                continue
            # "Các Vụ: KGVX, PL, TH" is a recipient of many initials.
            started = started or (is_upper_case(words) and ":" not in words)
            if started:
                yield span


def _position(printed: Sequence[str]) -> str | None:
    """The signer's own title: the last line in upper case, without its authority code."""
    return re.sub(rf"^{_CODE}\s?", "", printed[-1]) if printed else None


def _name_at(content: str, lines: Sequence[Span]) -> Span | None:
    """The name on the first of some lines, also where it is broken over two."""
    single, joined = lines[0], Span(lines[0].start, lines[-1].end)
    if len(single.of(content).split()) > 1 and _NAME.match(_plain_name(single.of(content))):
        return single
    return joined if _NAME.match(_plain_name(joined.of(content))) else None


def _plain_name(words: str) -> str:
    return _TITLES.sub("", " ".join(words.split())).strip()
