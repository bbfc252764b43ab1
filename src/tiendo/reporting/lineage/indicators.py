"""The records of measures behind figures: observations and targets."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal

from django.utils.translation import gettext as _

from tiendo.accounts.actor import Actor
from tiendo.indicators.models import IndicatorVersion, Observation, ObservationState, Target
from tiendo.indicators.permissions import visible_observations
from tiendo.reporting.lineage.clauses import clause_of
from tiendo.reporting.lineage.records import Compared, Deed, Record, RecordState, in_order
from tiendo.reporting.models import Figure
from vanban.dates import format_date
from vanban.quantities import Missing, format_number, format_percent

OBSERVATION, TARGET = "indicators.observation", "indicators.target"
_PASSAGE = "passage__text__rendition__document"
_HEAVY = tuple(f"passage__text__{name}" for name in ("content", "structure", "parsed"))


def trace_observations(actor: Actor, figure: Figure, ids: Sequence[int]) -> list[Record]:
    """Observations as they were used, beside the revision in force today. Cost: four queries."""
    rows = list(
        visible_observations(actor)
        .filter(pk__in=ids)
        .select_related("indicator", "organisation", "entered_by", "confirmed_by", _PASSAGE)
        .defer(*_HEAVY)
    )
    newest = _in_force(actor, rows)
    versions = _versions(row.indicator_id for row in rows)
    told = {row.pk: _observation(row, newest.get(_place(row)), versions) for row in rows}
    return in_order(OBSERVATION, Observation, ids, told)


Place = tuple[int, int, object, object, str]


def _place(row: Observation) -> Place:
    return (
        row.indicator_id,
        row.organisation_id,
        row.period_start,
        row.period_end,
        row.breakdown,
    )


def _in_force(actor: Actor, rows: Sequence[Observation]) -> Mapping[Place, Observation]:
    """The revisions in force in the places of observations that are in force no more."""
    old = [row for row in rows if not row.is_current]
    if not old:
        return {}
    current = visible_observations(actor).filter(
        is_current=True,
        indicator__in={row.indicator_id for row in old},
        organisation__in={row.organisation_id for row in old},
        period_start__in={row.period_start for row in old},
    )
    return {_place(row): row for row in current}


def _versions(indicators: Iterable[int]) -> Mapping[int, list[IndicatorVersion]]:
    found: dict[int, list[IndicatorVersion]] = {}
    rows = IndicatorVersion.objects.filter(indicator__in=set(indicators)).order_by("number")
    for row in rows:
        found.setdefault(row.indicator_id, []).append(row)
    return found


def _observation(
    row: Observation,
    newest: Observation | None,
    versions: Mapping[int, list[IndicatorVersion]],
) -> Record:
    known = versions.get(row.indicator_id, [])
    version = next((each for each in known if row.period_end in each.validity), None) or (
        known[-1] if known else None
    )
    unit = version.unit if version else ""
    now = row if row.is_current else newest
    value = Compared(
        _("Giá trị"), _value(row.value, unit), _value(now.value, unit) if now is not None else ""
    )
    is_settled = row.state != ObservationState.PROVISIONAL and row.confirmed_at is not None
    return Record(
        record_id=row.pk,
        record_type=OBSERVATION,
        state=RecordState.SAME if row.is_current else RecordState.CHANGED,
        code=row.indicator.code,
        title=version.name if version else row.indicator.code,
        lead=row.organisation.name,
        note=f"{format_date(row.period_start)} – {format_date(row.period_end)}",
        page=("observation", (row.pk,)),
        values=(value,),
        entered=Deed(str(row.entered_by), row.entered_at, row.organisation.name),
        confirmed=Deed(str(row.confirmed_by), row.confirmed_at)
        if is_settled and row.confirmed_at
        else None,
        clauses=clause_of(row.passage),
    )


def _value(value: Decimal | None, unit: str) -> str:
    if value is None:
        return str(Missing.NO_DATA.words)
    if unit == "%":
        # Shares are kept as ratios.
        return format_percent(value)
    whole = value.to_integral_value()
    number = format_number(whole if whole == value else value.normalize())
    return f"{number} {unit}".strip()


def trace_targets(actor: Actor, figure: Figure, ids: Sequence[int]) -> list[Record]:
    """Targets as they were, beside the one that revised them. Cost: three queries."""
    if not actor.may("indicator.view"):
        return in_order(TARGET, Target, ids, {})
    rows = list(
        Target.objects.filter(pk__in=ids)
        .select_related("indicator", "organisation", "set_by", "revised_by", _PASSAGE)
        .defer(*_HEAVY)
    )
    versions = _versions(row.indicator_id for row in rows)
    told = {row.pk: _target(row, versions) for row in rows}
    return in_order(TARGET, Target, ids, told)


def _target(row: Target, versions: Mapping[int, list[IndicatorVersion]]) -> Record:
    known = versions.get(row.indicator_id, [])
    unit = known[-1].unit if known else ""
    revised: Target | None = getattr(row, "revised_by", None)
    now = "" if row.is_withdrawn else _aim(revised or row, unit)
    value = Compared(_("Mức giao"), _aim(row, unit), now)
    is_gone = row.is_withdrawn or (revised is not None and revised.is_withdrawn)
    state = RecordState.CHANGED if revised is not None else RecordState.SAME
    return Record(
        record_id=row.pk,
        record_type=TARGET,
        state=RecordState.GONE if is_gone else state,
        code=row.indicator.code,
        title=known[-1].name if known else row.indicator.code,
        lead=row.organisation.name,
        note=row.source,
        page=("indicator", (row.indicator_id,)),
        values=(value,),
        entered=Deed(str(row.set_by), row.set_at),
        clauses=clause_of(row.passage),
    )


def _aim(row: Target, unit: str) -> str:
    return row.wording or f"{row.comparator} {_value(row.value, unit)}"
