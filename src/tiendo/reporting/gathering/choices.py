"""Which value was chosen where the sources of a compiled report disagree, as composing reads it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from tiendo.reporting.gathering.sources import Told, figures_told, sources_of
from tiendo.reporting.models import ChosenValue, Report, ValueState

FIGURE_KEY, BODY_KEY = "figure:", "body:"


def choices_of(report: Report) -> Mapping[str, ChosenValue]:
    """The newest choice of each key; a correction goes on from those of what it corrects.

    Cost: one query.
    """
    own = [report.pk, *([report.corrects_id] if report.corrects_id else [])]
    rows = ChosenValue.objects.filter(report__in=own).select_related("source", "by")
    return {row.key: row for row in rows.order_by("pk")}


def body_key(body_id: int, key: str) -> str:
    """The name of what a body's report and the register say of the same tasks."""
    return f"{BODY_KEY}{body_id}:{key}"


def told_as_chosen(report: Report, keys: Iterable[str]) -> dict[tuple[int, str], Told]:
    """What the sources tell, with the chosen value where they, or one and the register, disagree.

    Cost: three queries.
    """
    told, chosen = dict(figures_told(report, keys)), choices_of(report)
    bodies = {source.report_id: source.body_id for source in sources_of(report)} if chosen else {}
    for place, held in told.items():
        body = bodies.get(place[0], 0)
        choice = chosen.get(f"{FIGURE_KEY}{held.key}") or chosen.get(body_key(body, held.key))
        if choice is not None:
            told[place] = _as_chosen(held, choice)
    return told


def _as_chosen(told: Told, choice: ChosenValue) -> Told:
    state = ValueState(choice.value_state)
    return replace(
        told,
        value=choice.value,
        state=state,
        unit=choice.unit,
        printed=choice.printed,
        formula="gathered.chosen",
    )
