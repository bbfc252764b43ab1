"""How far a target is reached on a day, and whether the way to it is kept."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from vanban.models import Comparator


class Verdict(StrEnum):
    """Where a target stands. UNDEFINED: there is a value, but no path to hold it against."""

    ACHIEVED = "achieved"
    ON_TRACK = "on_track"
    AT_RISK = "at_risk"
    OFF_TRACK = "off_track"
    NO_DATA = "no_data"
    UNDEFINED = "undefined"


@dataclass(frozen=True, slots=True)
class Aim:
    """A target as numbers, in the indicator's unit.

    Missing: ``high`` unless the comparator is RANGE; ``last_day`` where the text states none;
    the baseline and its day together.
    """

    comparator: Comparator
    value: Decimal
    high: Decimal | None = None
    last_day: dt.date | None = None
    baseline: Decimal | None = None
    baseline_day: dt.date | None = None


@dataclass(frozen=True, slots=True)
class Bands:
    """From which share of the required way on a target is on track, or only at risk (ratios)."""

    on_track: Decimal
    at_risk: Decimal


@dataclass(frozen=True, slots=True)
class Achievement:
    """A verdict with its arithmetic.

    Units: ``required`` in the indicator's unit, ``share`` a ratio of the way gone to the way
    required by the day. Missing: both are None where there is no path; ``share`` also on the day
    of the baseline, when no way is required, and where the baseline satisfies the target, so that
    none is to be gone; ``required`` where it lies within the range to be kept.
    """

    verdict: Verdict
    required: Decimal | None = None
    share: Decimal | None = None


def is_reached(value: Decimal, aim: Aim) -> bool:
    """Whether a value satisfies a target; the bounds of a range belong to it."""
    if aim.comparator is Comparator.RANGE:
        return aim.value <= value and (aim.high is None or value <= aim.high)
    return {
        Comparator.GT: value > aim.value,
        Comparator.GE: value >= aim.value,
        Comparator.EQ: value == aim.value,
        Comparator.LE: value <= aim.value,
        Comparator.LT: value < aim.value,
    }[aim.comparator]


def required_on(aim: Aim, on: dt.date) -> Decimal | None:
    """The value that the straight path from baseline to target asks for on a day.

    Before the baseline its value, after the last day the target's; where the baseline satisfies
    the target, the target's throughout. Missing: None without baseline or last day, where the last
    day is not after the baseline's, and for a baseline within a range, all of which does.
    """
    whole = _days_of_path(aim)
    if whole is None or aim.baseline is None or aim.baseline_day is None:
        return None
    goal = _goal(aim)
    if is_reached(aim.baseline, aim):
        return None if aim.comparator is Comparator.RANGE else goal
    gone = min(max((on - aim.baseline_day).days, 0), whole)
    return aim.baseline + (goal - aim.baseline) * gone / whole


def judge(value: Decimal | None, aim: Aim, *, on: dt.date, bands: Bands) -> Achievement:
    """Where a target stands by the value known on a day.

    Missing: without a value NO_DATA, which is no zero. A target whose day is past is achieved or
    off track, with or without a path; so is one that the baseline satisfied already.
    """
    required = required_on(aim, on)
    if value is None:
        return Achievement(Verdict.NO_DATA, required)
    share = _share(value, aim, on)
    if is_reached(value, aim):
        return Achievement(Verdict.ACHIEVED, required, share)
    if aim.last_day is not None and on > aim.last_day:
        return Achievement(Verdict.OFF_TRACK, required, share)
    if _days_of_path(aim) is None or aim.baseline is None:
        return Achievement(Verdict.UNDEFINED)
    if is_reached(aim.baseline, aim):
        return Achievement(Verdict.OFF_TRACK, required)
    if share is None:
        kept = _distance(value, aim) <= _distance(aim.baseline, aim)
        return Achievement(Verdict.ON_TRACK if kept else Verdict.OFF_TRACK, required)
    return Achievement(_verdict(share, bands), required, share)


def _verdict(share: Decimal, bands: Bands) -> Verdict:
    if share >= bands.on_track:
        return Verdict.ON_TRACK
    return Verdict.AT_RISK if share >= bands.at_risk else Verdict.OFF_TRACK


def _days_of_path(aim: Aim) -> int | None:
    """How long the path is; None where there is none."""
    if aim.baseline is None or aim.baseline_day is None or aim.last_day is None:
        return None
    whole = (aim.last_day - aim.baseline_day).days
    return whole if whole > 0 else None


def _goal(aim: Aim) -> Decimal:
    """The end of the path: the bound of a range that lies nearer to the baseline."""
    if aim.high is None or aim.baseline is None or aim.baseline <= aim.high:
        return aim.value
    return aim.high


def _share(value: Decimal, aim: Aim, on: dt.date) -> Decimal | None:
    """The way gone by the way required until a day.

    Who shoots beyond an exact target or a range is as far from it as who falls short by as much.
    """
    whole = _days_of_path(aim)
    if whole is None or aim.baseline is None or aim.baseline_day is None:
        return None
    days = min((on - aim.baseline_day).days, whole)
    way = abs(_goal(aim) - aim.baseline)
    if days <= 0 or way == 0 or is_reached(aim.baseline, aim):
        return None
    if aim.comparator in (Comparator.EQ, Comparator.RANGE):
        gone = way - _distance(value, aim)
    else:
        gone = value - aim.baseline if _goal(aim) > aim.baseline else aim.baseline - value
    return gone * whole / (way * days)


def _distance(value: Decimal, aim: Aim) -> Decimal:
    """How far a value lies from the nearest that satisfies the target."""
    low, high = _nearest_bounds(aim)
    beyond = [] if high is None else [value - high]
    short = [] if low is None else [low - value]
    return max(Decimal(0), *beyond, *short)


def _nearest_bounds(aim: Aim) -> tuple[Decimal | None, Decimal | None]:
    """The least and the greatest value that satisfy a target, or nearly do where it is strict."""
    if aim.comparator is Comparator.RANGE:
        return aim.value, aim.high
    low = None if aim.comparator in (Comparator.LE, Comparator.LT) else aim.value
    high = None if aim.comparator in (Comparator.GE, Comparator.GT) else aim.value
    return low, high
