"""Words beside a reported figure: what was measured, and for which place or body."""

from __future__ import annotations

import re

from vanban.figures import Figure, FigureKind
from vanban.letters import LOWER, UPPER
from vanban.models import Span

_NAME = rf"[{UPPER}][{UPPER}{LOWER}]*"
_PLACE = re.compile(
    rf"(?:tỉnh|thành phố|TP\.?|huyện|thị xã|xã|phường|thị trấn)\s+{_NAME}(?:[\s-]{_NAME}){{0,3}}"
)
# A body right before its figure: "Đại học Tây Nguyên (30 bài)".
_BODY = re.compile(
    r"(?:Trường|Đại học|Viện|Bệnh viện|Sở|Bộ|Cục|Công ty|Tập đoàn|Trung tâm|Ban|Hội)"
    rf"(?=\s[{UPPER}])(?:\s(?!(?:đã|có|được|là|đạt|với|cho|trong|tại|đang)(?!\w))\w+){{1,9}}\Z"
)
_OPENING = re.compile(
    r"(?i)\A[\s,;:.\-–+*•()]*(?:(?:và|trong đó|cụ thể|tỉnh đã|đã|đạt|là|có|được|khoảng|ước|với|gồm"
    r"|hiện nay|hiện|bao gồm|tính đến|đến nay)(?!\w)[\s,:]*)*"
)
_CLOSING = re.compile(
    r"(?i)[\s,:;(\-–]*(?:(?<!\w)(?:đạt|là|có|được|khoảng|ước đạt|ước|chiếm|hơn|gần|trên|với|còn|cả"
    r"|đã|gồm|bằng|tới|xấp xỉ|bị)[\s,:]*)*\Z"
)
_STOP = re.compile(r"[;.](?:\s|\Z)|\s\(|,?\s\d|,\s(?:trong đó|gồm|đạt|tăng|giảm|chiếm|các)(?!\w)")
_CLAUSE = re.compile(r"[;.]\s|\(\d{1,2}\)\s")
_UP_TO = re.compile(
    r"(?i)\A\W*(?:tính\s+)?(?:đến|lũy kế đến|luỹ kế đến|trong|năm|tại)\s[^,]{0,60},\s"
)
# What the figure before was compared with: "… 45,2% kế hoạch, tăng 4,9%".
_BASED = re.compile(
    r"(?i)\A\s*(?:so\s(?:với\s)?)?(?:kế hoạch|dự toán|cùng kỳ|GRDP|GDP)[^,;]{0,60},\s"
)
_LABEL = re.compile(r":\s")
_LONGEST = 200
_SHORT = 6
_LONG = 120


def metric_of(content: str, within: Span, figure: Figure, before: str = "") -> str:
    """What was measured, from the words before a figure and, of counts, those after it.

    ``before`` is the metric of the last figure of the sentence: a share without words of its own
    is a share of that.
    """
    after = _STOP.split(content[figure.span.end : within.end][:_LONGEST])[0]
    if figure.kind is FigureKind.COUNT:
        return _folded(f"{content[figure.number.end : figure.span.end]} {after}")
    words = _words_before(content[within.start : figure.span.start])
    if len(words) >= _SHORT:
        takes_after = figure.kind is FigureKind.SHARE and not figure.base
        return _folded(f"{words} {after}" if takes_after and _CONTINUES.match(after) else words)
    if _folded(after) and figure.kind is FigureKind.SHARE and not figure.base:
        return _folded(f"{words} {after}")
    return _folded(f"{before} {words} {after}") or _folded(after)


_CONTINUES = re.compile(rf"\s(?!so\s|và\s|trở\s|của\s)[{LOWER}]")


def _words_before(raw: str) -> str:
    """The words of the last clause before a figure, a label before ":" included."""
    clause = _UP_TO.sub("", _BASED.sub("", _CLAUSE.split(raw)[-1]))
    words = _CLOSING.sub("", _OPENING.sub("", clause))
    labelled = _LABEL.split(words)
    words = labelled[-1] if len(labelled[-1]) >= _SHORT else words
    if len(words) > _LONG:
        words = _CLOSING.sub("", _OPENING.sub("", words.rsplit(", ", 1)[-1]))
    return words


def _folded(words: str) -> str:
    return " ".join(words.split()).strip(" ,:;-–.()")[:_LONGEST]


def scope_in(content: str, start: int, figure: Span, issuer: str | None) -> str | None:
    """The place or body a figure is of: the last one named before it in its sentence, else the
    place of the issuer."""
    before = content[start : figure.start]
    clause = re.split(r"[;]\s", before)[-1]
    body = _BODY.search(clause[-_LONGEST:].rstrip(" (:"))
    if body:
        return " ".join(body[0].split())
    places = [match[0] for match in _PLACE.finditer(before)]
    if places:
        return " ".join(places[-1].split())
    place = _PLACE.search(issuer or "")
    return place[0] if place else None
