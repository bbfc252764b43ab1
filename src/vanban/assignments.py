"""Who is to do something: leads and coordinating bodies as a clause states them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from vanban.bodies import body_list_end, names_in
from vanban.letters import LOWER, UPPER
from vanban.lexicon import words as words_of
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
class AssignmentRule:
    """One way of naming the lead: where its list of bodies begins, and what must follow it.

    ``opens`` ends where a list may begin inside a clause, ``starts`` where one may begin at its
    start.
    """

    name: str
    follows: re.Pattern[str]
    confidence: float
    examples: tuple[str, ...]
    opens: re.Pattern[str] | None = None
    starts: re.Pattern[str] | None = None


_OPENERS = "|".join(sorted(words_of("verbs", "openers"), key=len, reverse=True))
_SMALL_OPENERS = _OPENERS.lower()
# Verbs and phrases after a subject that state a duty; "đã", "được" and the like state facts.
_FACT = (
    r"(?!(?:đã|đang|được|bị|còn|vừa|từng|không|chưa|cũng|nhận thấy|thống nhất|trân trọng|kính"
    r"|điện|thông báo"
    r"|báo cáo kết quả|yêu cầu|đề nghị|giao|ban hành (?:Kế hoạch|Nghị|Quyết|Chương|Chỉ|Thông)"
    r"|hoặc|hay"
    r"|là (?!cơ quan|đơn vị|đầu mối)|có (?!trách nhiệm|nhiệm vụ|kế hoạch|văn bản|giải pháp)|và"
    r"|tại|trên|ở|về"
    r"|trong|của|với|để|theo đúng|nơi|quản lý nhà nước|khi|nếu|mà|do|nói|các|này|đó|trực thuộc"
    r"|thuộc|quy định"
    r"|chủ trì (?:cuộc|phiên|buổi|hội nghị|họp)|phê duyệt|công bố|gồm|bao gồm|ngày|số)(?!\w))"
)
_ASIDE = r"(?:\s*\([^()]{1,120}\))?(?:\s*,)?"
# Who chairs a meeting leads no task.
_LEADS = r"chủ trì(?!\s*(?:cuộc|[Pp]hiên|buổi|[Hh]ội nghị|[Hh]ọp))"
_DUTY = re.compile(
    rf"{_ASIDE}\s*(?:(?:(?:theo|căn cứ|trên cơ sở)[^.;:]{{0,160}},\s*)?(?:có (?:trách )?nhiệm"
    rf"|chịu trách nhiệm|{_LEADS}|là (?:cơ quan|đơn vị|đầu mối)[^.;]{{0,80}}chủ trì|chủ động"
    r"|làm đầu mối))(?!\w)"
)
_HEADS_LIST = re.compile(
    rf"{_ASIDE}\s*(?:có (?:trách )?nhiệm\s*)?(?::|\.?\s*\Z|\n)|{_ASIDE}\s+(?:{_OPENERS})(?!\w)"
)
_VERB = re.compile(rf"{_ASIDE}\s+{_FACT}[{LOWER}]")
_ANYTHING = re.compile(rf"{_ASIDE}\s*(?:{_FACT}[{LOWER}{UPPER}]|:|\Z|\n|[-–])")
_LEADS_IT = re.compile(
    rf"{_ASIDE}\s*(?:là (?:cơ quan|đơn vị)[^.;]{{0,60}},?\s*)?(?:làm\s+)?(?:tiếp tục\s+)?{_LEADS}"
)

# The marker of an item inside a clause.
_ITEM = r"(?:[-+–]\s*|\(\d{1,2}\)\s*|\d{1,2}\.\s*)?"

ASSIGNMENT_RULES: tuple[AssignmentRule, ...] = (
    AssignmentRule(
        "assigned",
        _ANYTHING,
        0.92,
        ("Giao Sở Xây dựng chủ trì, phối hợp với Công an tỉnh", "yêu cầu Thủ trưởng các cơ quan"),
        opens=re.compile(
            r"[GgPpỦủYyĐđ](?<!\w.)(?<!được .)(?<!đã .)(?:(?<=[Gg])iao|(?<=[Pp])hân công"
            r"|(?<=[Ủủ])y quyền|(?<=[Yy])êu cầu|(?<=[Đđ])ề nghị)\s+(?:cho\s+|đồng chí\s+)?"
        ),
    ),
    AssignmentRule(
        "subject with its duty",
        _DUTY,
        0.95,
        ("Sở Nội vụ chủ trì, phối hợp với Sở Tài chính", "Các địa phương có trách nhiệm"),
        opens=re.compile(rf"[.;:\n](?:(?<=\n)|\s){_ITEM}"),
        starts=re.compile(_ITEM),
    ),
    AssignmentRule(
        "heading",
        _HEADS_LIST,
        0.95,
        ("Sở Tài chính:", "Các sở, ban, ngành có trách nhiệm:"),
        starts=re.compile(r"(?:[Đđ]ối với |[Tt]rách nhiệm của )?"),
    ),
    AssignmentRule(
        "leads it",
        _LEADS_IT,
        0.85,
        ("trên cơ sở đó, Sở Xây dựng chủ trì",),
    ),
    AssignmentRule(
        "subject",
        _VERB,
        0.75,
        ("Sở Tài chính căn cứ nội dung Kế hoạch, tham mưu",),
        opens=re.compile(r"\(\d{1,2}\)\s+(?:[Cc]ác đồng chí\s+)?"),
        starts=re.compile(r"(?:[^.;:\n]{10,150}:\s+(?!\())?"),
    ),
)
# "Trên cơ sở đề nghị của các Bộ, Bộ Tài chính bố trí": the subject follows its ground.
_GROUND = AssignmentRule(
    "subject after its ground",
    _VERB,
    0.65,
    ("Trên cơ sở kết quả rà soát, Sở Nội vụ tổng hợp",),
    opens=re.compile(r",\s+"),
)
_HAS_GROUND = re.compile(
    r"(?:Trên cơ sở|Căn cứ|Sau khi|Trong (?:quý|tháng|năm)|Định kỳ|[Hh][ằà]ng)\s"
)
_LONGEST_GROUND = 260
_COORDINATES = re.compile(r"[Pp]hối hợp(?:\s+(?:chặt chẽ|cùng|với|tốt))*\s+(?=[\w])")


@dataclass(frozen=True, slots=True)
class _Match:
    """Where a rule's list of bodies stands, and up to where its words reach."""

    begins: int
    ends: int
    until: int
    rule: AssignmentRule


def find_assignments(
    content: str, start: int, end: int, subjects: bool = True
) -> Iterator[Assignment]:
    """The assignments of a clause, in order; ``subjects`` admits a bare subject as lead."""
    words = content[start:end]
    taken = -1
    found: list[_Match] = []
    for rule in ASSIGNMENT_RULES:
        if rule.name != "subject":
            found.extend(_matches(rule, words))
        elif subjects:
            opened = bool(found)
            found.extend(item for item in _matches(rule, words) if item.begins > 0 or not opened)
    if subjects and not found and _HAS_GROUND.match(words):
        found.extend(list(_matches(_GROUND, words[:_LONGEST_GROUND]))[:1])
    for match in sorted(found, key=lambda item: (item.begins, -item.ends)):
        if match.begins >= taken:
            taken = match.until
            yield _assignment(words, start, match)


def _matches(rule: AssignmentRule, words: str) -> Iterator[_Match]:
    positions = _leading_positions(words) if rule.name == "leads it" else _openings(rule, words)
    for position in positions:
        ends = body_list_end(words, position)
        if ends is None or (rule.name == "assigned" and not _is_order(words, position)):
            continue
        longer = _UNIT_NAME.match(words, ends) if _UNIT.match(words, position) else None
        ends = longer.end() if longer and rule.follows.match(words, longer.end()) else ends
        followed = rule.follows.match(words, ends)
        if followed is None and _GENERIC.match(words, position):
            wider = _QUALIFIED.match(words, ends)
            followed = rule.follows.match(words, wider.end()) if wider else None
            # "các sở được phân công": what was given to a group is no part of its name.
            named_on = wider is not None and not wider[0].startswith(" được")
            ends = wider.end() if wider and named_on else ends
        if followed:
            yield _Match(position, ends, max(ends, followed.end() - 1), rule)


# A unit of a department may be named on in small letters: "Phòng Quản lý giá và công sản".
_UNIT = re.compile(r"(?:Phòng|Trung tâm|Chi cục|Bộ phận|Đội|Trạm|Tổ|Bệnh viện)\s")
_UNIT_NAME = re.compile(
    rf"(?: (?!(?:{_SMALL_OPENERS}|phối hợp|là|theo|có|chịu)(?!\w))[{LOWER}]+){{1,8}}(?=[:,]| )"
)
# "Các đơn vị cấp nước trên địa bàn có trách nhiệm": the group goes up to its duty.
_GENERIC = re.compile(r"[Cc]ác\s")
_QUALIFIED = re.compile(
    r"[^.;:\n]{1,100}?(?=\s*:|\s+(?:có trách nhiệm|có nhiệm vụ|chịu trách nhiệm|chủ trì)(?!\w))"
)
_ASKS = re.compile(r"(?:[Yy]êu cầu|[Đđ]ề nghị)\s+(?:cho\s+|đồng chí\s+)?\Z")
_GIVES_ORDERS = re.compile(
    r"(?:\A|[.;:\n]\s*|[-–+]\s*|\)\s*|(?:UBND|Ủy ban nhân dân|Uỷ ban nhân dân|Chủ tịch"
    r"|Thủ tướng|Chính phủ"
    r"|Bộ trưởng|Ban Chỉ đạo)[^.;,:]{0,60}[\s,]+)\Z"
)


def _is_order(words: str, position: int) -> bool:
    """Whether "yêu cầu" or "đề nghị" opens a sentence or is said by an authority; elsewhere it is
    part of what somebody does ("lập hồ sơ, đề nghị Sở Xây dựng")."""
    asks = _ASKS.search(words, max(0, position - 30), position)
    if asks is None:
        return True
    return bool(_GIVES_ORDERS.search(words, max(0, asks.start() - 100), asks.start()))


def _openings(rule: AssignmentRule, words: str) -> Iterator[int]:
    started = rule.starts.match(words) if rule.starts else None
    if started and started.end() > 0 and rule.name == "subject":
        yield 0
    if started:
        yield started.end()
    if rule.opens:
        yield from (match.end() for match in rule.opens.finditer(words))


_LEADING = re.compile(_LEADS)
_LOOK_BACK = 260
_BODY_START = re.compile(rf"(?<!\w)(?=[{UPPER}]|các\s)")


def _leading_positions(words: str) -> Iterator[int]:
    """Where the list of bodies before each "chủ trì" may begin, the longest list first."""
    for leading in _LEADING.finditer(words):
        window = max(0, leading.start() - _LOOK_BACK)
        for begin in _BODY_START.finditer(words, window, leading.start()):
            ends = body_list_end(words, begin.start())
            if ends and _LEADS_IT.match(words, ends) and ends <= leading.start():
                yield begin.start()
                break


def _assignment(words: str, offset: int, match: _Match) -> Assignment:
    coordinating = _coordinating_after(words, match.ends)
    return Assignment(
        names_in(words[match.begins : match.ends]),
        names_in(words[slice(*coordinating)]) if coordinating else (),
        Span(offset + match.begins, offset + match.ends),
        Span(offset + coordinating[0], offset + coordinating[1]) if coordinating else None,
        match.rule.confidence,
        match.rule.name,
    )


_SENTENCE = re.compile(r"[.;]\s")
_LONGEST_SENTENCE = 1200


def find_coordinating(words: str) -> tuple[str, ...]:
    """The bodies a clause is to be done with, where its lead stands elsewhere."""
    found = _coordinating_after(words, 0)
    return names_in(words[slice(*found)]) if found else ()


def _coordinating_after(words: str, start: int) -> tuple[int, int] | None:
    """The bodies after "phối hợp với" in the same sentence."""
    stop = _SENTENCE.search(words, start, start + _LONGEST_SENTENCE)
    match = _COORDINATES.search(words, start, stop.start() if stop else start + _LONGEST_SENTENCE)
    ends = body_list_end(words, match.end()) if match else None
    return (match.end(), ends) if match and ends else None
