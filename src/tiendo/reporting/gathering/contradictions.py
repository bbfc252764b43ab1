"""Where the sources of a compiled report disagree: two values for one thing, another day or number
for one document. Somebody chooses, and says why; what is composed afterwards uses the choice.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet

from tiendo.indicators.models import Observation
from tiendo.reporting.gathering.choices import FIGURE_KEY, body_key, choices_of
from tiendo.reporting.gathering.documents import GatheredDocument, documents_as_said, symbol_key
from tiendo.reporting.gathering.sources import FIGURE, Source, sources_of
from tiendo.reporting.models import ChosenValue, Figure, Report
from vanban.dates import format_date

# Figures whose key names one thing in the world, so that reports of one day must say the same; of
# indicators where they rest on the same body and period.
ONE_THING = r"^((task|project|difficulty)\.\d|(indicator|target)\.)"
REGISTER = "register"
OBSERVATION = "indicators.observation"


@dataclass(frozen=True, slots=True)
class Saying:
    """One value, and who says it. Missing: ``sources`` is empty where the register says it."""

    sources: tuple[Source, ...]
    printed: str
    figure_id: int | None = None
    value: Decimal | None = None
    value_state: str = ""
    unit: str = ""

    @property
    def code(self) -> str:
        """How a form names it: the first report that says it, or the register."""
        return str(self.sources[0].report_id) if self.sources else REGISTER


@dataclass(frozen=True, slots=True)
class Contradiction:
    """What is disagreed over, the values, and the choice that stands.

    ``kind``: figure, body (a body and the register), day or symbol (of a document).
    """

    key: str
    kind: str
    label: str
    sayings: tuple[Saying, ...]
    chosen: ChosenValue | None = None

    @property
    def is_open(self) -> bool:
        """Whether nobody has chosen among what is said now."""
        return self.chosen is None

    @property
    def chosen_code(self) -> str:
        """The saying that was chosen; "" where none was."""
        if self.chosen is None:
            return ""
        wanted = self.chosen.printed
        return next((each.code for each in self.sayings if each.printed == wanted), "")


def contradictions(report: Report) -> tuple[Contradiction, ...]:
    """Where the sources of a report disagree, those still open first.

    Cost: about ten queries, however many sources.
    """
    sources = {source.report_id: source for source in sources_of(report)}
    if not sources:
        return ()
    chosen = choices_of(report)
    found = (
        *_over_figures(report, sources),
        *_with_register(report, sources),
        *_over_documents(documents_as_said(report)),
    )
    judged = (_judged(each, chosen.get(each.key)) for each in found)
    return tuple(sorted(judged, key=lambda each: not each.is_open))


def open_contradictions(report: Report) -> int:
    """How many nobody has decided yet."""
    return sum(each.is_open for each in contradictions(report))


def _judged(found: Contradiction, choice: ChosenValue | None) -> Contradiction:
    """With the choice, if what was chosen is still said."""
    if choice is None or all(each.printed != choice.printed for each in found.sayings):
        return found
    return Contradiction(found.key, found.kind, found.label, found.sayings, choice)


_FIELDS = ("pk", "report_id", "key", "label", "value", "value_state", "unit", "printed")
_Row = Mapping[str, object]
_Subject = frozenset[object]


def _over_figures(report: Report, sources: Mapping[int, Source]) -> Iterator[Contradiction]:
    """One thing with several values: among the sources, or between them and the report itself."""
    told = Figure.objects.filter(report__gathered_into__report=report, key__regex=ONE_THING)
    told = told.order_by("report__gathered_into__order", "order")
    own = Figure.objects.filter(report=report, key__regex=ONE_THING)
    rows = [*_read(told), *_read(own)]
    subjects = _subjects(rows)
    by_thing: defaultdict[tuple[object, ...], list[_Row]] = defaultdict(list)
    for row in rows:
        # What holds on different days may differ and be right.
        if (subject := subjects[row["pk"]]) is not None:
            by_thing[row["key"], row["as_of"], subject].append(row)
    for (key, *_), members in by_thing.items():
        said = [row for row in members if row["report_id"] in sources]
        registered = next((row for row in members if row["report_id"] == report.pk), None)
        sayings = _sayings(said, registered, sources)
        if said and len(sayings) > 1:
            yield Contradiction(f"{FIGURE_KEY}{key}", "figure", str(said[0]["label"]), sayings)


def _read(figures: QuerySet[Figure]) -> list[dict[str, Any]]:
    return list(figures.values(*_FIELDS, "as_of", "record_type", "record_ids"))


def _subjects(rows: Sequence[Mapping[str, Any]]) -> Mapping[object, _Subject | None]:
    """What each figure is of besides its key: the bodies and periods of its observations.

    None where an indicator has no observation, so that nobody knows what it is of. Cost: one query.
    """
    observed = {pk for row in rows if row["record_type"] == OBSERVATION for pk in row["record_ids"]}
    held = {
        pk: tuple(of)
        for pk, *of in Observation.objects.filter(pk__in=observed).values_list(
            "pk", "organisation_id", "period_start", "period_end", "breakdown"
        )
    }
    return {
        row["pk"]: (
            frozenset(held[pk] for pk in row["record_ids"] if pk in held) or None
            if row["record_type"] == OBSERVATION
            else frozenset()
        )
        for row in rows
    }


def _with_register(report: Report, sources: Mapping[int, Source]) -> Iterator[Contradiction]:
    """A body's own counts of its tasks beside those of the register, on the same day."""
    own = Figure.objects.filter(report=report, key__startswith="lead.").values(*_FIELDS)
    registered = {str(row["key"]): row for row in own}
    counted = {key.split(".", 2)[2] for key in registered if key.count(".") >= 2}
    told = Figure.objects.filter(
        report__gathered_into__report=report, key__in=[f"tasks.{code}" for code in counted]
    ).order_by("report__gathered_into__order", "order")
    for row in told.values(*_FIELDS):
        source = sources[int(str(row["report_id"]))]
        code = str(row["key"]).partition(".")[2]
        held = registered.get(f"lead.{source.body_id}.{code}")
        # Counts of different days may differ and both be right.
        if held is None or source.as_of != report.as_of:
            continue
        sayings = _sayings([row], held, sources)
        if len(sayings) > 1:
            label = f"{row['label']}, {source.name}"
            yield Contradiction(body_key(source.body_id, str(row["key"])), "body", label, sayings)


def _sayings(
    rows: Iterable[_Row], registered: _Row | None, sources: Mapping[int, Source]
) -> tuple[Saying, ...]:
    """The different values with who says each."""
    found: dict[tuple[object, object], tuple[_Row, list[Source]]] = {}
    for row in rows:
        found.setdefault(_worth(row), (row, []))[1].append(sources[int(str(row["report_id"]))])
    made = [_saying(row, who) for row, who in found.values()]
    if registered is not None and _worth(registered) not in found:
        made.append(_saying(registered, ()))
    return tuple(made)


def _worth(row: _Row) -> tuple[object, object]:
    return row["value_state"], row["value"]


def _saying(row: _Row, who: Sequence[Source]) -> Saying:
    value = row["value"]
    return Saying(
        tuple(who),
        str(row["printed"]),
        int(str(row["pk"])),
        value if isinstance(value, Decimal) else None,
        str(row["value_state"]),
        str(row["unit"]),
    )


def _over_documents(documents: Sequence[GatheredDocument]) -> Iterator[Contradiction]:
    for row in documents:
        days = dict(row.dates)
        if row.registered_on is not None:
            days.setdefault(row.registered_on, ())
        if len(days) > 1:
            sayings = tuple(Saying(who, format_date(day)) for day, who in days.items())
            yield Contradiction(row.key, "day", f"{row.type_name} số {row.number}", sayings)
    by_symbol: defaultdict[str, list[GatheredDocument]] = defaultdict(list)
    for row in documents:
        if key := symbol_key(row):
            by_symbol[key].append(row)
    for key, rows in by_symbol.items():
        if len(rows) > 1:
            sayings = tuple(
                Saying(tuple(dict.fromkeys(named.source for named in row.named)), row.number)
                for row in rows
            )
            first = rows[0]
            day = format_date(first.issued_on) if first.issued_on else ""
            yield Contradiction(
                key, "symbol", f"{first.type_name} ngày {day}, {first.issuer}", sayings
            )


def record_type_of(saying: Saying) -> tuple[str, list[int]]:
    """The record behind a chosen value."""
    return (FIGURE, [saying.figure_id]) if saying.figure_id is not None else ("", [])
