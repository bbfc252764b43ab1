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
    of the baseline, when no way is required.
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

    Before the baseline its value, after the last day the target's. Missing: None without baseline
    or last day, or where the last day is not after the baseline's.
    """
    goal = _goal(aim)
    if aim.baseline is None or aim.baseline_day is None or aim.last_day is None:
        return None
    whole = (aim.last_day - aim.baseline_day).days
    if whole <= 0:
        return None
    gone = min(max((on - aim.baseline_day).days, 0), whole)
    return aim.baseline + (goal - aim.baseline) * gone / whole


def judge(value: Decimal | None, aim: Aim, *, on: dt.date, bands: Bands) -> Achievement:
    """Where a target stands by the value known on a day.

    Missing: without a value NO_DATA, which is no zero. A target whose day is past is achieved or
    off track, with or without a path.
    """
    required = required_on(aim, on)
    if value is None:
        return Achievement(Verdict.NO_DATA, required)
    share = _share(value, aim, required)
    if is_reached(value, aim):
        return Achievement(Verdict.ACHIEVED, required, share)
    if aim.last_day is not None and on > aim.last_day:
        return Achievement(Verdict.OFF_TRACK, required, share)
    if required is None or aim.baseline is None:
        return Achievement(Verdict.UNDEFINED)
    if share is None:
        kept = _is_no_worse(value, aim.baseline, _goal(aim))
        return Achievement(Verdict.ON_TRACK if kept else Verdict.OFF_TRACK, required)
    return Achievement(_verdict(share, bands), required, share)


def _verdict(share: Decimal, bands: Bands) -> Verdict:
    if share >= bands.on_track:
        return Verdict.ON_TRACK
    return Verdict.AT_RISK if share >= bands.at_risk else Verdict.OFF_TRACK


def _goal(aim: Aim) -> Decimal:
    """The end of the path: the bound of a range that lies nearer to the baseline."""
    if aim.high is None or aim.baseline is None or aim.baseline <= aim.high:
        return aim.value
    return aim.high


def _share(value: Decimal, aim: Aim, required: Decimal | None) -> Decimal | None:
    if required is None or aim.baseline is None or required == aim.baseline:
        return None
    return (value - aim.baseline) / (required - aim.baseline)


def _is_no_worse(value: Decimal, baseline: Decimal, goal: Decimal) -> bool:
    return value >= baseline if goal >= baseline else value <= baseline
