"""Cells that name several bodies with what each of them does: "Chủ trì: …; Phối hợp: …"."""

from __future__ import annotations

import re

from vanban.bodies import split_bodies

Roles = tuple[tuple[str, ...], tuple[str, ...]]

_LABEL = re.compile(
    r"(?:\A|(?<=[;.,\n(]))[\s\-–+•]*(?i:(?:(?:cơ quan|đơn vị)\s+)?(?P<role>chủ trì|thực hiện"
    r"|đầu mối|phối hợp)(?:\s+(?:thực hiện|tham mưu|chính|chủ trì))*)\s*:\s*"
)
_MARK = re.compile(r"\s*\(\s*(?i:(?:cơ quan |đơn vị )?(?P<role>chủ trì|phối hợp))[^()]{0,20}\)")
_SENTENCE = re.compile(
    r"(?P<lead>.+?)\s+(?:là cơ quan\s+)?chủ trì\s*[,;]?\s*(?:và\s+)?phối hợp\s+(?:cùng\s+)?"
    r"(?:với\s+|cùng\s+)?(?P<with>.+)",
    re.DOTALL,
)
_LEADS = re.compile(r"\s+chủ trì\s*\Z")


def split_roles(raw: str) -> Roles:
    """Leads and coordinating bodies of a cell of leads; all lead where nothing else is said."""
    if _LABEL.search(raw):
        return _by_labels(raw)
    if _MARK.search(raw):
        return _by_marks(raw)
    sentence = _SENTENCE.fullmatch(raw.strip())
    if sentence:
        return split_bodies(sentence["lead"]), split_bodies(sentence["with"])
    return split_bodies(_LEADS.sub("", raw)), ()


def has_role_marks(raw: str) -> bool:
    """Whether bodies have their role in brackets: "Sở A (chủ trì), Sở B (phối hợp)"."""
    return _MARK.search(raw) is not None


def _by_labels(raw: str) -> Roles:
    labels = list(_LABEL.finditer(raw))
    leads = list(split_bodies(raw[: labels[0].start()]))
    others: list[str] = []
    ends = [label.start() for label in labels[1:]] + [len(raw)]
    for label, end in zip(labels, ends, strict=True):
        names = split_bodies(raw[label.end() : end])
        (others if _coordinates(label) else leads).extend(names)
    return tuple(leads), tuple(others)


def _by_marks(raw: str) -> Roles:
    """Names with their role in brackets; one without a mark goes with the name after it."""
    leads: list[str] = []
    others: list[str] = []
    start = 0
    for mark in _MARK.finditer(raw):
        names = split_bodies(raw[start : mark.start()])
        (others if _coordinates(mark) else leads).extend(names)
        start = mark.end()
    others.extend(split_bodies(raw[start:]))
    return tuple(leads), tuple(others)


def _coordinates(match: re.Match[str]) -> bool:
    return match["role"].casefold() == "phối hợp"
