"""Live money: "budget.disbursed | triệu đồng", "budget.allotted:investment:central",
"budget.disbursed_rate:digital", "budget.year"."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from decimal import ROUND_HALF_UP

from tiendo.composer.model import Inline, Run
from tiendo.domain.budget import Total
from tiendo.domain.live_sentences import Gap
from tiendo.organisations.province import in_own_words
from tiendo.reporting.drafting import Draft
from tiendo.reporting.facts.budget import BudgetFacts, read_budget
from tiendo.reporting.measures import STORED_PLACES, Measure, missing
from tiendo.reporting.models import ValueState
from tiendo.reporting.money_words import MILLION, UNITS, amount_of
from tiendo.reporting.values.words import unknown
from vanban.quantities import format_percent

LINE, PAYMENT = "budgets.budgetline", "budgets.disbursement"
RATE = "disbursed_rate"
# What money is told apart by: the column of a line, and how reports print it.
GROUPS: Mapping[str, tuple[str, str]] = {
    "central": ("source", "ngân sách Trung ương"),
    "province": ("source", "ngân sách tỉnh"),
    "commune": ("source", "ngân sách xã"),
    "enterprise": ("source", "vốn doanh nghiệp"),
    "other": ("source", "nguồn khác"),
    "investment": ("nature", "chi đầu tư"),
    "recurrent": ("nature", "chi thường xuyên"),
    "science": ("area", "khoa học, công nghệ"),
    "innovation": ("area", "đổi mới sáng tạo"),
    "digital": ("area", "chuyển đổi số"),
}


def group_words(group: str) -> str:
    """How reports of this installation print a part of the money: "ngân sách thành phố"."""
    return in_own_words(GROUPS[group][1])


def _left(total: Total) -> int | None:
    if total.allotted is None or total.paid is None:
        return None
    return total.allotted - total.paid


AMOUNTS: Mapping[str, tuple[str, str, Callable[[Total], int | None]]] = {
    "allotted": ("Dự toán được giao", LINE, lambda total: total.allotted),
    "disbursed": ("Đã giải ngân", PAYMENT, lambda total: total.paid),
    "committed": ("Đã cam kết chi", LINE, lambda total: total.committed),
    "left": ("Dự toán chưa giải ngân", LINE, _left),
}


def budget_of(draft: Draft) -> BudgetFacts:
    """The money of the report, read once."""
    return draft.keep("budget", lambda: read_budget(draft.by, draft.subject))


def find(draft: Draft, gap: Gap) -> Inline:
    """An amount in a unit of money (millions where none is named), or a rate. Errors:
    unknown_value."""
    name, *parts = gap.name.partition(".")[2].split(":")
    if name == "year" and not parts and not gap.form:
        return Run(str(budget_of(draft).year))
    if any(part not in GROUPS for part in parts) or (gap.form and gap.form not in UNITS):
        raise unknown(gap)
    if name == RATE and not gap.form:
        return draft.book.put(rate_measure(draft, parts))
    if name not in AMOUNTS:
        raise unknown(gap)
    return draft.book.put(amount_measure(draft, name, parts, gap.form or MILLION))


def amount_measure(
    draft: Draft, name: str, parts: Sequence[str] = (), unit: str = MILLION
) -> Measure:
    """One of the amounts over the lines of some groups."""
    facts = narrowed(budget_of(draft), parts)
    label, record_type, pick = AMOUNTS[name]
    return amount_of(
        ".".join(("budget", name, *parts)),
        _label(label, facts, parts),
        f"budget.{name}",
        pick(facts.total),
        unit=unit,
        record_type=record_type,
        ids=facts.paid_ids if record_type == PAYMENT else facts.line_ids,
        state=facts.lacking,
    )


def rate_measure(draft: Draft, parts: Sequence[str] = ()) -> Measure:
    """The share of the allotted money that was paid, in one of the four states."""
    facts = narrowed(budget_of(draft), parts)
    rate, formula = facts.rate, f"budget.{RATE}"
    key = ".".join(("budget", RATE, *parts))
    label = _label("Tỷ lệ giải ngân so với dự toán được giao", facts, parts)
    ids = facts.line_ids
    if rate.value is None:
        state = ValueState(rate.state or ValueState.NO_DATA)
        return missing(key, label, formula, state, ids=ids, record_type=LINE)
    value = rate.value.quantize(STORED_PLACES, ROUND_HALF_UP)
    printed = format_percent(rate.value)
    return Measure(key, label, formula, value, ValueState.VALUE, "", printed, LINE, ids)


def narrowed(facts: BudgetFacts, parts: Sequence[str]) -> BudgetFacts:
    """The money of some groups: of recurrent spending, of investment from the central budget."""
    for part in parts:
        facts = facts.only(GROUPS[part][0], part)
    return facts


def _label(label: str, facts: BudgetFacts, parts: Sequence[str]) -> str:
    told = [f"năm {facts.year}", *map(group_words, parts)]
    return f"{label}: {', '.join(told)}"
