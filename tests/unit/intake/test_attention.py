"""Why a reviewer should look at a draft, and in what order."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from tiendo.intake.attention import Seen, count_reasons, look_first, reasons_of, within
from tiendo.intake.models import Draft, DraftState


def draft(pk: int, start: int, **given: Any) -> Draft:
    values = {"lead_id": 1, "deadline_keys": ["2025"], "confidence": Decimal("0.9"), **given}
    return Draft(
        pk=pk,
        kind="task",
        order=pk,
        title="Việc",
        extracted={"span": [start, start + 10], "duties": given.pop("duties", [])},
        **{name: value for name, value in values.items() if name != "duties"},
    )


def test_a_sure_and_complete_draft_has_no_reason() -> None:
    assert reasons_of([draft(1, 0)], Seen()) == {1: ()}


def test_each_doubt_is_a_reason() -> None:
    unsure = draft(1, 0, confidence=Decimal("0.4"), lead_id=None, deadline_keys=[])
    seen = Seen(misread=[(3, 5)], problems=[(9, 12)])
    assert reasons_of([unsure], seen)[1] == ("unsure", "misread", "problem", "lead", "deadline")


def test_a_clause_that_a_row_carries_out_lacks_nothing() -> None:
    bare = draft(1, 0, lead_id=None, deadline_keys=[])
    assert reasons_of([bare], Seen(covered={1})) == {1: ()}


def test_a_reviewed_draft_is_looked_at_only_for_a_new_reading() -> None:
    done = draft(1, 0, confidence=Decimal("0.1"), state=DraftState.ACCEPTED)
    assert reasons_of([done], Seen()) == {1: ()}
    done.differs = ["title"]
    assert reasons_of([done], Seen()) == {1: ("differs",)}


def test_the_gravest_come_first_then_the_order_of_the_text() -> None:
    plain, no_lead, unsure = (
        draft(1, 0),
        draft(2, 20, lead_id=None),
        draft(3, 40, confidence=Decimal("0.3")),
    )
    reasons = reasons_of([plain, no_lead, unsure], Seen())
    assert [d.pk for d in look_first([plain, no_lead, unsure], reasons)] == [3, 2, 1]
    counts = count_reasons(reasons)
    assert (counts["urgent"], counts["unsure"], counts["lead"]) == (2, 1, 1)


def test_offers_are_no_urgent_reasons() -> None:
    offered = draft(1, 0, duties=[{}, {}], obligation="orientation")
    reasons = reasons_of([offered], Seen())
    assert reasons[1] == ("duties", "orientation")
    assert count_reasons(reasons)["urgent"] == 0


def test_stretches_touch_where_they_share_a_character() -> None:
    spans = [(0, 4), (4, 8), (12, 13)]
    assert within(spans, 3, 5) == [(0, 4), (4, 8)]
    assert within(spans, 8, 12) == []
