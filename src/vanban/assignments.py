"""Who is to do something: leads and coordinating bodies as a clause states them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import zip_longest

from vanban.assignees import has_subject_form, named_on
from vanban.assignment_rules import (
    ASSIGNED,
    ASSIGNMENT_RULES,
    CLOSING,
    FURTHER,
    GROUND,
    HAS_GROUND,
    LEADS,
    LEADS_IT,
    LONGEST_GROUND,
    SUBJECT,
    AssignmentRule,
)
from vanban.body_lists import body_list_end, names_in
from vanban.letters import UPPER
from vanban.models import Span


@dataclass(frozen=True, slots=True)
class Assignment:
    """Bodies that lead and bodies that coordinate, with the words that say so."""

    leads: tuple[str, ...]
    coordinating: tuple[str, ...]
    span: Span
    coordinating_span: Span | None
    confidence: float
    rule: str


@dataclass(frozen=True, slots=True)
class _Match:
    """Where a rule's list of bodies stands, and up to where its words reach."""

    begins: int
    ends: int
    until: int
    rule: AssignmentRule


def find_assignments(
    content: str, start: int, end: int, subjects: bool = True, is_closing: bool = False
) -> Iterator[Assignment]:
    """The assignments of a clause, in order; ``subjects`` admits a bare subject as lead, and
    ``is_closing`` one that stands inside the last paragraph of a document."""
    words = content[start:end]
    taken = -1
    kept: list[_Match] = []
    for match in sorted(
        _all_matches(words, subjects, is_closing), key=lambda item: (item.begins, -item.ends)
    ):
        if match.begins >= taken:
            taken = match.until
            kept.append(match)
    for match, following in zip_longest(kept, kept[1:]):
        yield _assignment(words, start, match, following.begins if following else len(words))


_FIRST_SENTENCE = re.compile(r"[.;\n](?:(?<=\n)|\s)")
# Where the list of bodies at a place ends, with and without groups in small letters.
_Ends = dict[tuple[int, bool], int | None]


def _all_matches(words: str, subjects: bool, is_closing: bool) -> list[_Match]:
    found: list[_Match] = []
    known: _Ends = {}
    for rule in ASSIGNMENT_RULES:
        if rule is not SUBJECT:
            found.extend(_matches(rule, words, known))
        elif subjects:
            ends = _FIRST_SENTENCE.search(words) if found else None
            opened = any(item.begins < (ends.start() if ends else len(words)) for item in found)
            subjects_of = _matches(rule, words, known)
            found.extend(item for item in subjects_of if item.begins > 0 or not opened)
    if subjects and not found and HAS_GROUND.match(words):
        found.extend(list(_matches(GROUND, words[:LONGEST_GROUND], {}))[:1])
    if subjects:
        found.extend(_matches(FURTHER, words, known))
    if is_closing:
        found.extend(_matches(CLOSING, words, known))
    return found


def _matches(rule: AssignmentRule, words: str, known: _Ends) -> Iterator[_Match]:
    """The matches of a rule; ``known`` keeps the lists that several rules look at."""
    positions = _leading_positions(words) if rule.name == "leads it" else _openings(rule, words)
    small = rule in (ASSIGNED, CLOSING, FURTHER)
    reached = -1
    for position in positions:
        # What begins inside a list ends with it: one look at each list is enough.
        if position < reached:
            continue
        if (position, small) not in known:
            known[position, small] = body_list_end(words, position, small)
        ends = known[position, small]
        reached = ends or position
        if ends is None or not _may_open(rule, words, position, ends):
            continue
        match = _followed(rule, words, position, ends)
        if match:
            yield match


# "phân công cán bộ, công chức": who is in a body is no body.
_PERSONS = re.compile(
    r"(?:các\s+)?(?:cán bộ|công chức|viên chức|đảng viên|người(?! đứng đầu)|cá nhân)(?!\w)"
)


def _may_open(rule: AssignmentRule, words: str, position: int, ends: int) -> bool:
    if rule is ASSIGNED:
        return is_order(words, position) and not _PERSONS.match(words, position)
    if rule not in (FURTHER, CLOSING):
        return True
    return has_subject_form(words, position, ends) and not _HELP.match(words, ends)


def _followed(rule: AssignmentRule, words: str, position: int, ends: int) -> _Match | None:
    """The match of a rule whose list of bodies reaches up to ``ends``, or further where its last
    name goes on."""
    longer = named_on(words, position, ends, rule.name == "heading")
    for stop in (longer, ends):
        followed = rule.follows.match(words, stop)
        if followed:
            return _Match(position, stop, max(stop, followed.end() - 1), rule)
    given = _GIVEN.match(words, ends)
    followed = rule.follows.match(words, given.end()) if given else None
    return _Match(position, ends, max(ends, followed.end() - 1), rule) if followed else None


# "Các sở được phân công …, có trách nhiệm": what was given to a group is no part of its name.
_GIVEN = re.compile(
    r"\s+(?:được|bị|theo)[^.;:\n]{1,140}?(?=\s*:|,?\s+(?:có trách nhiệm|có nhiệm vụ"
    r"|chịu trách nhiệm"
    r"|chủ trì|chủ động|căn cứ|khẩn trương|phối hợp|tiếp tục|triển khai)(?!\w))"
)
_ASKS = re.compile(r"(?:[Yy]êu cầu|[Đđ]ề nghị|[Kk]iến nghị)\s+(?:cho\s+)?\Z")
_GIVES_ORDERS = re.compile(
    r"(?:\A|[.;:\n]\s*|[-–+]\s*|\)\s*|(?:[Tt]rân trọng|[Kk]ính|nghiêm túc)\s+"
    r"|(?:UBND|Ủy ban nhân dân|Uỷ ban nhân dân|Chủ tịch|Thủ tướng|Chính phủ|Bộ trưởng"
    r"|Ban Chỉ đạo|Ban Thường vụ|Tỉnh ủy|Thành ủy|Đảng ủy|Thường trực|Sở|Bộ|Văn phòng|Giám đốc)"
    r"[^.;,:]{0,70}[\s,]+)\Z"
)


def is_order(words: str, position: int, start: int = 0) -> bool:
    """Whether "yêu cầu" or "đề nghị" opens a sentence or is said by an authority; elsewhere it is
    part of what somebody does ("lập hồ sơ, đề nghị Sở Xây dựng")."""
    asks = _ASKS.search(words, max(start, position - 30), position)
    if asks is None:
        return True
    begins = max(start, asks.start() - 110)
    if not words[begins : asks.start()].strip():
        return True
    return bool(_GIVES_ORDERS.search(words, begins, asks.start()))


def _openings(rule: AssignmentRule, words: str) -> Iterator[int]:
    started = rule.starts.match(words) if rule.starts else None
    if started and started.end() > 0 and rule is SUBJECT:
        yield 0
    if started:
        yield started.end()
    if rule.opens:
        yield from (match.end() for match in rule.opens.finditer(words))


_LEADING = re.compile(LEADS)
_LOOK_BACK = 260
_BODY_START = re.compile(rf"(?<!\w)(?=[{UPPER}]|các\s)")


def _leading_positions(words: str) -> Iterator[int]:
    """Where the list of bodies before each "chủ trì" may begin, the longest list first."""
    for leading in _LEADING.finditer(words):
        window = max(0, leading.start() - _LOOK_BACK)
        for begin in _BODY_START.finditer(words, window, leading.start()):
            ends = body_list_end(words, begin.start())
            if ends and LEADS_IT.match(words, ends) and ends <= leading.start():
                yield begin.start()
                break


def _assignment(words: str, offset: int, match: _Match, stop: int) -> Assignment:
    coordinating = list(_coordinating_spans(words, match.ends, stop))
    first = coordinating[0] if coordinating else None
    return Assignment(
        names_in(words[match.begins : match.ends]),
        _names_at(words, coordinating),
        Span(offset + match.begins, offset + match.ends),
        Span(offset + first.start, offset + first.end) if first else None,
        match.rule.confidence,
        match.rule.name,
    )


_COORDINATES = re.compile(
    r"(?:[Pp]hối hợp(?:\s+(?:chặt chẽ|cùng|với|tốt|thường xuyên|hiệu quả))*|chủ trì,?\s+cùng"
    r"(?:\s+với)?)\s+(?=\w)"
)
# "Sở A chủ trì, Sở B phối hợp": who helps stands before the word.
_HELPERS = re.compile(r"(?:chủ trì|thực hiện)\s*[,;]\s+(?:và\s+)?(?=\w)")
_HELP = re.compile(
    r"\s+(?:cùng\s+)?phối hợp(?:\s+(?:thực hiện|triển khai|tham gia))?"
    r"(?=\s*(?:[.,;:)]|\Z|\n)|\s+(?:trước|trong|hoàn thành|từ|theo)(?!\w))"
)
_SENTENCE = re.compile(r"\.\s|\n")
_LONGEST_SENTENCE = 1200


def find_coordinating(words: str) -> tuple[str, ...]:
    """The bodies a clause is to be done with, where its lead stands elsewhere."""
    return _names_at(words, list(_coordinating_spans(words, 0, len(words))))


def _names_at(words: str, spans: Sequence[Span]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for span in spans for name in names_in(span.of(words))))


def _coordinating_spans(words: str, start: int, stop: int) -> Iterator[Span]:
    """The bodies after each "phối hợp với" of the sentence, up to the next assignment."""
    limit = min(stop, start + _LONGEST_SENTENCE)
    begins = start + len(words[start:limit]) - len(words[start:limit].lstrip(" :\n"))
    ends = _SENTENCE.search(words, begins, limit)
    for match in _COORDINATES.finditer(words, begins, ends.start() if ends else limit):
        end = body_list_end(words, match.end(), small=True)
        if end:
            yield Span(match.end(), named_on(words, match.end(), end, is_heading=False))
    for match in _HELPERS.finditer(words, begins, ends.start() if ends else limit):
        end = body_list_end(words, match.end(), small=True)
        if end and _HELP.match(words, end):
            yield Span(match.end(), end)
