"""Numbers people typed that say something else than a figure of the same report.

A number is held against a figure of the same unit that the same part of the sentence names. What
speaks of another time, of another body or of what was planned is not compared.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal

from tiendo.reporting.checking.naming import MONEY, UNKNOWN, Known, Named, bodies_in, is_named
from tiendo.reporting.checking.naming import named as named_figures
from tiendo.reporting.formulas import TOTAL
from vanban import find_dates
from vanban.quantities import parse_number

__all__ = ["Contradiction", "Known", "contradictions_in", "yardstick_of"]

_COUNTED = r"\d+(?:\.\d{3})*(?:,\d+)?"
# "37/61 nhiệm vụ", "37 trong tổng số 61 nhiệm vụ" is a number and the whole it is of; a day, a
# symbol and a range are none.
_NUMBER = re.compile(
    rf"(?<![\w/.,–-])(?P<number>{_COUNTED})"
    rf"(?:(?:\s?/\s?|\s(?:trong|trên) (?:tổng (?:số )?)?)(?P<whole>{_COUNTED})(?=\s[^\W\d]))?"
    rf"(?![\w/]|[-–]\d)"
)
_SENTENCE = re.compile(r"[^;.\n]+(?:\.(?=\d)[^;.\n]+)*")
_BETWEEN = re.compile(r":|,(?!\d)|\bvà\b")
_ELSEWHEN = re.compile(
    r"\b(?:kỳ trước|cùng kỳ|năm trước|năm ngoái|tháng trước|quý trước|đầu năm"
    r"|kế hoạch (?:giao|đề ra)|mục tiêu|chỉ tiêu (?:giao|đề ra)|phấn đấu|dự kiến|ước"
    r"|còn lại|tăng|giảm|so với|bổ sung|thêm|mới|trong (?:tháng|quý|tuần|kỳ)|bình quân|khoảng|gần"
    r"|hơn|trên(?! tổng)|dưới|ít nhất|tối thiểu|nếu|sẽ|từ \d)\b"
)
_YEAR = re.compile(r"\bnăm (\d{4})\b")
_TASKS, _ALL_TASKS = "nhiệm vụ", "tasks.total"
_DONE = re.compile(r"(?<!chưa )(?<!phải )\bhoàn thành\b(?!.*hạn)")
_DUE = re.compile(r"\bđến hạn\b(?!.*hạn)")
_BESIDE = 25


@dataclass(frozen=True, slots=True)
class Contradiction:
    """A typed number and the figure that says otherwise."""

    typed: str
    figure: Known


@dataclass(frozen=True, slots=True)
class _Part:
    """A part of a sentence: its words in small letters, and whose it is ("" for all)."""

    words: str
    body: str


@dataclass(frozen=True, slots=True)
class Yardstick:
    """Figures as paragraphs are held against them: what names each, whose they are, their years."""

    known: tuple[Named, ...]
    scopes: tuple[str, ...]
    years: frozenset[str]


def yardstick_of(figures: Sequence[Known], own: str = "") -> Yardstick:
    """The figures of a report made ready once for all its paragraphs; ``own`` as below."""
    known = (*named_figures(figures), *_done(figures))
    scopes = {scope for each in known for scope in each.scopes} | {own.casefold()} - {""}
    years = {year for each in figures for year in _YEAR.findall(each.label.casefold())}
    return Yardstick(known, tuple(scopes), frozenset(years))


def contradictions_in(
    paragraph: str,
    figures: Sequence[Known] | Yardstick,
    *,
    body: str = "",
    own: str = "",
    as_of: dt.date | None = None,
) -> Iterator[Contradiction]:
    """The numbers of a paragraph that contradict a figure.

    ``body`` wrote the paragraph: what names nobody else is of it. ``own``: the report is that
    body's, all of whose figures are its own. ``as_of`` is the day of the figures: what tells of
    another day is not compared.
    """
    held = figures if isinstance(figures, Yardstick) else yardstick_of(figures, own)
    for sentence in _SENTENCE.finditer(paragraph):
        if _is_of_another_day(sentence[0], as_of, held.years):
            continue
        for part in _parts(sentence[0], held.scopes, body.casefold()):
            part = replace(part, body="") if part.body == own.casefold() else part
            if part.body != UNKNOWN and not _ELSEWHEN.search(part.words):
                yield from _against(part, held.known)


def _done(figures: Sequence[Known]) -> Iterator[Named]:
    """What people count and tables print in parts: what is done, and what was due."""
    held = {each.key: each for each in figures if each.unit == _TASKS}
    for each in held.values():
        first = each.key.rpartition(".")[0]
        late, overdue = held.get(f"{first}.done_late"), held.get(f"{first}.overdue")
        if each.code != "done_on_time" or late is None:
            continue
        scopes = next(iter(named_figures([each]))).scopes
        done = each.value + late.value
        yield Named(_sum(each, f"{first}.done", "Hoàn thành", done), _DONE, scopes)
        if overdue is not None:
            due = _sum(each, f"{first}.due", "Đến hạn", done + overdue.value)
            yield Named(due, _DUE, scopes)


def _sum(like: Known, key: str, name: str, value: Decimal) -> Known:
    label = re.sub(r"(?i)^hoàn thành đúng hạn", name, like.label)
    return replace(like, key=key, label=label, value=value, printed=f"{value:f}")


def _is_of_another_day(sentence: str, as_of: dt.date | None, years: frozenset[str]) -> bool:
    days = [mention.value for mention in find_dates(sentence)]
    if as_of is not None and any(day != as_of for day in days):
        return True
    said = set(_YEAR.findall(sentence.casefold()))
    return bool(years and said - years)


def _parts(sentence: str, scopes: Sequence[str], body: str) -> Iterator[_Part]:
    """The parts between commas and "và", each with the body named in it, else before it."""
    named = sorted(bodies_in(sentence, scopes))
    masked = list(sentence.lower())
    if len(masked) != len(sentence):
        return
    for start, end, _name in named:
        masked[start:end] = "_" * (end - start)
    start, current = 0, body
    words = "".join(masked)
    for stop in (*_BETWEEN.finditer(words), None):
        end = stop.start() if stop else len(words)
        here = [name for at, _, name in named if start <= at < end]
        if here:
            current = here[0] if len(here) == 1 else UNKNOWN
        yield _Part(words[start:end], current)
        start = stop.end() if stop else end


def _against(part: _Part, known: Sequence[Named]) -> Iterator[Contradiction]:
    for number in _numbers(part.words, known):
        found: list[Contradiction] = []
        for each, unit in _meant(part, number.end(), known):
            if _rounded(each.figure, unit, number["number"]) == parse_number(number["number"]):
                found = _of_whole(number, unit, each, known)
                break
            if not _is_part_of(number, unit, each):
                found.append(Contradiction(_typed(number, unit), each.figure))
        # One thing may stand in two figures; one of them is told.
        yield from found[:1]


def _is_part_of(number: re.Match[str], unit: str, each: Named) -> bool:
    """Whether the whole behind the number is the figure: "5/7 nhiệm vụ quá hạn đã được đôn đốc"."""
    typed = number["whole"]
    return bool(typed) and _rounded(each.figure, unit, typed) == parse_number(typed)


def _meant(part: _Part, at: int, known: Sequence[Named]) -> Iterator[tuple[Named, str]]:
    """The figures that a number ending somewhere may be, with the unit it was typed in."""
    for each in known:
        unit = _unit_behind(each.figure, part.words[at:])
        if unit is not None and _is_meant(each, part, known):
            yield each, unit


def _of_whole(
    number: re.Match[str], unit: str, each: Named, known: Sequence[Named]
) -> list[Contradiction]:
    """What is wrong with the whole behind a slash, where the number before it is right."""
    whole = _whole_of(each, known)
    if not number["whole"] or whole is None:
        return []
    if each.is_money:
        is_strange = _rounded(whole, unit, number["whole"]) != parse_number(number["whole"])
    else:
        is_strange = _is_strange_whole(number["whole"], each.figure, known)
    if not is_strange:
        return []
    return [Contradiction(_typed(number, unit), whole)]


def _numbers(words: str, known: Sequence[Named]) -> Iterator[re.Match[str]]:
    """The number of a part; of several, the one right beside the words that name a figure."""
    found = list(_NUMBER.finditer(words))
    if len(found) == 1:
        yield found[0]
        return
    for at, number in enumerate(found):
        end = found[at + 1].start() if at + 1 < len(found) else len(words)
        following = words[number.end() : min(end, number.end() + _BESIDE + len(_TASKS))]
        if any(each.words.search(following) for each in known):
            yield number
            return


def _is_meant(each: Named, part: _Part, known: Sequence[Named]) -> bool:
    """Whether a part names the figure, of whom it speaks, and no narrower one."""
    if not is_named(each, part.words):
        return False
    if part.body and part.body not in each.scopes:
        return False
    if any(scope not in part.words for scope in {*each.scopes, *each.within} - {part.body}):
        return False
    return not any(
        other.words.pattern == each.words.pattern
        and any(scope in part.words for scope in {*other.scopes, *other.within} - own)
        for own in [{*each.scopes, *each.within}]
        for other in known
    )


def _is_strange_whole(typed: str, figure: Known, known: Sequence[Named]) -> bool:
    """Whether the whole typed behind a slash is no count of the same tasks, nor that of all."""
    whole, own = parse_number(typed), figure.key.rpartition(".")[0]
    return all(
        other.figure.value != whole
        for other in known
        if other.figure.unit == _TASKS
        and (other.figure.key == _ALL_TASKS or other.figure.key.rpartition(".")[0] == own)
    )


def _whole_of(each: Named, known: Sequence[Named]) -> Known | None:
    """The total of the same tasks, or what was allotted where money was paid; else None."""
    key = f"{each.figure.key.rpartition('.')[0]}.{TOTAL.code}"
    if each.is_money:
        key = re.sub(r"^budget\.disbursed\b(?!_)", "budget.allotted", each.figure.key)
    elif each.figure.unit != _TASKS:
        return None
    found = (other.figure for other in known if other.figure.key == key)
    return None if key == each.figure.key else next(found, None)


def _typed(number: re.Match[str], unit: str) -> str:
    said = f"{number['number']}/{number['whole']}" if number["whole"] else number["number"]
    return f"{said}{unit if unit == '%' else f' {unit}'}"


def _unit_behind(figure: Known, behind: str) -> str | None:
    """The unit printed behind the number, where it is that of the figure."""
    following = behind.lstrip(" \u00a0")
    if figure.unit == "":
        return "%" if following.startswith("%") else None
    unit = figure.unit.casefold()
    if unit in MONEY:
        return next((each for each in MONEY if _begins(following, each)), None)
    return figure.unit if _begins(following, unit) else None


def _begins(words: str, unit: str) -> bool:
    return words.startswith(unit) and not words[len(unit) : len(unit) + 1].isalnum()


def _rounded(figure: Known, unit: str, typed: str) -> Decimal:
    """The figure in the typed unit, as exactly as the number was typed."""
    value = figure.value
    if unit == "%":
        value *= 100
    elif figure.unit.casefold() in MONEY:
        value = value * MONEY[figure.unit.casefold()] / MONEY[unit]
    places = len(typed.partition(",")[2])
    return value.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
