"""The form in which another system gives its list of tasks and takes results; what differs. Pure.

A form is data: the words of its columns and statuses and its way of writing days stand in a text
that an operator adds, with the day from which it holds and where it was found.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from enum import StrEnum

import yaml

from tiendo.domain.collation import fold
from tiendo.domain.headings import heading_key, named_by
from tiendo.domain.status import Status

_MOST_WORDS = 10
_DAY_NUMBERS = re.compile(r"(\d{1,2})[/.\-](\d{1,2})[/.\-](\d{4})")
_PLACES = Decimal("0.01")


class Field(StrEnum):
    """What one column holds."""

    EXTERNAL_ID = "external_id"
    SYMBOL = "symbol"
    CLAUSE = "clause"
    TITLE = "title"
    PRODUCT = "product"
    LEAD = "lead"
    DUE = "due"
    STATUS = "status"
    PERCENT = "percent"
    RESULT = "result"
    DONE_ON = "done_on"


# What tells a task from another; what is said of it, and may differ.
IDENTITY = (Field.EXTERNAL_ID, Field.SYMBOL, Field.CLAUSE)
COMPARED = tuple(field for field in Field if field not in IDENTITY)
DAYS = (Field.DUE, Field.DONE_ON)

Facts = Mapping[Field, str]


class BadForm(ValueError):
    """A text that is no form. ``code``: not_yaml, part_missing, unknown_word, day_form, twice;
    ``about`` is the part of the text it speaks of."""

    def __init__(self, code: str, about: str = "") -> None:
        super().__init__(code, about)
        self.code, self.about = code, about


@dataclass(frozen=True, slots=True)
class ExchangeForm:
    """How another system writes its list.

    ``columns`` are the words over the column of each field, the first of which is written out;
    ``statuses`` its words for each of our statuses; ``days`` its ways to write a day; ``given``
    the fields entered there, ``written`` all columns of the file that goes out, in its order.
    """

    system: str
    name: str
    since: dt.date
    source: str
    sheet: str
    columns: Mapping[Field, tuple[str, ...]]
    statuses: Mapping[Status, tuple[str, ...]]
    days: tuple[str, ...]
    given: tuple[Field, ...]
    written: tuple[Field, ...]

    def field_of(self, words: object) -> Field | None:
        """Which field the words above a column mean."""
        return named_by(words, self._names(), _MOST_WORDS)

    def _names(self) -> Mapping[str, Field]:
        known = self.columns.items()
        return {heading_key(word): field for field, words in known for word in words}

    def heading(self, field: Field) -> str:
        """The words written above a column."""
        return self.columns[field][0]

    def status_word(self, status: str) -> str:
        """Their word for a status of ours; ours where they have none."""
        known = self.statuses.get(Status(status), ()) if status else ()
        return known[0] if known else status


def read_form(text: str) -> ExchangeForm:
    """The form that a text describes. Errors: BadForm."""
    try:
        found = yaml.safe_load(text)
    except yaml.YAMLError as error:
        raise BadForm("not_yaml", str(getattr(error, "problem", "") or "")) from error
    if not isinstance(found, dict):
        raise BadForm("not_yaml")
    columns = {_field(name): _words(words, name) for name, words in _part(found, "columns").items()}
    statuses = {
        _status(name): _words(words, name) for name, words in _part(found, "statuses").items()
    }
    form = ExchangeForm(
        system=_text(found, "system"),
        name=_text(found, "name"),
        since=_day(found),
        source=_text(found, "source"),
        sheet=_text(found, "sheet")[:31],
        columns=columns,
        statuses=statuses,
        days=_words(found.get("days"), "days"),
        given=tuple(map(_field, _words(found.get("given"), "given"))),
        written=tuple(map(_field, _words(found.get("written"), "written"))),
    )
    _check(form)
    return form


def _check(form: ExchangeForm) -> None:
    if Field.TITLE not in form.columns:
        raise BadForm("part_missing", f"columns.{Field.TITLE}")
    for field in (*form.given, *form.written):
        if field not in form.columns:
            raise BadForm("part_missing", f"columns.{field}")
    fields = ({heading_key(word) for word in words} for words in form.columns.values())
    keys = [key for each in fields for key in each]
    for key in keys:
        if keys.count(key) > 1:
            raise BadForm("twice", key)
    for pattern in form.days:
        if not all(part in pattern for part in ("%d", "%m", "%Y")):
            raise BadForm("day_form", pattern)


def _part(found: Mapping[str, object], name: str) -> Mapping[str, object]:
    part = found.get(name)
    if not isinstance(part, dict) or not part:
        raise BadForm("part_missing", name)
    return {str(key): value for key, value in part.items()}


def _text(found: Mapping[str, object], name: str) -> str:
    value = found.get(name)
    if not isinstance(value, str) or not value.strip():
        raise BadForm("part_missing", name)
    return value.strip()


def _day(found: Mapping[str, object]) -> dt.date:
    value = found.get("since")
    if not isinstance(value, dt.date) or isinstance(value, dt.datetime):
        raise BadForm("part_missing", "since")
    return value


def _words(value: object, name: str) -> tuple[str, ...]:
    words = [value] if isinstance(value, str) else value
    if not isinstance(words, list) or not words:
        raise BadForm("part_missing", name)
    if not all(isinstance(word, str) and word.strip() for word in words):
        raise BadForm("part_missing", name)
    return tuple(word.strip() for word in words)


def _field(name: str) -> Field:
    if name not in set(Field):
        raise BadForm("unknown_word", name)
    return Field(name)


def _status(name: str) -> Status:
    if name not in set(Status):
        raise BadForm("unknown_word", name)
    return Status(name)


# Values: kept as plain text, so that what was said stays as it was said


def plain(field: Field, value: object, form: ExchangeForm) -> str:
    """A cell as it is kept: days as 2025-09-30, shares as "45.5", texts on one line.

    Missing: an empty cell is empty. A day or share that is none stays as written, and differs.
    """
    if value is None:
        return ""
    if field in DAYS:
        return _plain_day(value, form)
    if field is Field.PERCENT:
        return _plain_share(value)
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return " ".join(str(value).split())


def _plain_day(value: object, form: ExchangeForm) -> str:
    if isinstance(value, dt.datetime):
        return value.date().isoformat()
    if isinstance(value, dt.date):
        return value.isoformat()
    words = " ".join(str(value).split())
    for pattern in form.days:
        try:
            return dt.datetime.strptime(words, pattern).date().isoformat()
        except ValueError:
            continue
    found = _DAY_NUMBERS.fullmatch(words)
    if found is None:
        return words
    try:
        return dt.date(int(found[3]), int(found[2]), int(found[1])).isoformat()
    except ValueError:
        return words


def _plain_share(value: object) -> str:
    words = str(value).strip()
    is_percent = words.endswith("%")
    try:
        number = Decimal(words.rstrip("% ").replace(",", "."))
    except InvalidOperation:
        return words
    if not number.is_finite():
        return words
    if not is_percent and isinstance(value, float) and 0 < number < 1:
        number *= 100
    return share_text(number)


def share_text(percent: Decimal) -> str:
    """A share in percent without useless zeros: "45.5", "100"."""
    rounded = percent.quantize(_PLACES).normalize()
    return f"{rounded:f}"


# What differs


@dataclass(frozen=True, slots=True)
class Difference:
    """A field in which both sides say otherwise, as each says it."""

    field: Field
    ours: str
    theirs: str


def differences(ours: Facts, theirs: Facts, form: ExchangeForm) -> list[Difference]:
    """The compared fields of their list in which ours says otherwise.

    Missing: an empty cell of theirs says nothing, save in a field that is entered there.
    """
    said = (field for field in COMPARED if theirs.get(field) or field in form.given)
    return [
        Difference(field, ours.get(field, ""), theirs[field])
        for field in said
        if field in theirs and not agrees(field, ours.get(field, ""), theirs[field], form)
    ]


def agrees(field: Field, ours: str, theirs: str, form: ExchangeForm) -> bool:
    """Whether both sides say the same of a field, spelling and diacritics aside."""
    if field is Field.STATUS and ours:
        known = form.statuses.get(Status(ours), ())
        return _same(theirs) in {_same(word) for word in known}
    return _same(ours) == _same(theirs)


def _same(words: str) -> str:
    return " ".join(fold(words).split()).rstrip(".")


class EntryState(StrEnum):
    """What is still to be entered in the other system for a row."""

    TO_ENTER = "to_enter"
    ENTERED = "entered"
    AGREES = "agrees"


def entry_state(
    ours: Facts,
    theirs: Facts,
    entered: Facts | None,
    form: ExchangeForm,
    *,
    is_entered_since: bool,
) -> EntryState:
    """What a matched row waits for.

    ``entered`` is what we gave when it was last entered (None: never); ``is_entered_since``:
    after their newest list. A field their list does not show counts as they were last given it.
    """
    known = dict(theirs) if not is_entered_since else {}
    given = [field for field in form.given if field in ours]
    open_ones = [field for field in given if not _is_known(field, ours, known, entered, form)]
    if open_ones:
        return EntryState.TO_ENTER
    shown = [field for field in given if field in theirs]
    if all(agrees(field, ours[field], theirs[field], form) for field in shown):
        return EntryState.AGREES
    return EntryState.ENTERED


def _is_known(
    field: Field, ours: Facts, theirs: Facts, entered: Facts | None, form: ExchangeForm
) -> bool:
    if field in theirs:
        return agrees(field, ours[field], theirs[field], form)
    if entered is not None:
        return entered.get(field, "") == ours[field]
    return not ours[field]


def row_key(facts: Facts) -> str:
    """What tells a row of their list in the next one: their id, else document, clause and words."""
    if number := facts.get(Field.EXTERNAL_ID, ""):
        return f"id:{_same(number)}"
    parts: Sequence[Field] = (Field.SYMBOL, Field.CLAUSE, Field.TITLE)
    return "words:" + "|".join(_same(facts.get(field, "")) for field in parts)
