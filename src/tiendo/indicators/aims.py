"""Targets as they stood on a day, and the words they are printed in."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext as _

from tiendo.indicators.figures import print_value
from tiendo.indicators.models import Comparator, IndicatorVersion, Target


def targets_known(known_at: dt.datetime | None = None) -> QuerySet[Target]:
    """Every target that was recorded by a moment. Cost: no query of its own."""
    found = Target.objects.all()
    return found if known_at is None else found.filter(set_at__lt=known_at)


def targets_on(day: dt.date, known_at: dt.datetime | None = None) -> QuerySet[Target]:
    """The targets in force on a day: neither replaced by then nor withdrawn, as known at a moment.

    Cost: no query of its own.
    """
    known = targets_known(known_at).filter(effective_on__lte=day)
    replaced = Exists(known.filter(revises=OuterRef("pk")))
    return known.filter(~replaced, is_withdrawn=False)


def print_target(target: Target, version: IndicatorVersion) -> str:
    """A target as people read it ("từ 25% trở lên"); its own words where it has no value."""
    if target.is_withdrawn:
        return _("Đã bỏ")
    if target.value is None:
        return target.wording
    value = print_value(target.value, version)
    if target.comparator == Comparator.RANGE and target.high is not None:
        high = print_value(target.high, version)
        return _("từ %(low)s đến %(high)s") % {"low": value, "high": high}
    return _words(target.comparator) % {"value": value}


def _words(comparator: str) -> str:
    return {
        Comparator.GT: _("trên %(value)s"),
        Comparator.GE: _("từ %(value)s trở lên"),
        Comparator.EQ: _("đạt %(value)s"),
        Comparator.LE: _("không quá %(value)s"),
        Comparator.LT: _("dưới %(value)s"),
    }[Comparator(comparator)]


@dataclass(frozen=True, slots=True)
class Chain:
    """A target through its revisions, the first one first; ``now`` is the last in force by the day.

    Missing: ``now`` is None where the day lies before the first.
    """

    links: tuple[Target, ...]
    now: Target | None

    @property
    def is_withdrawn(self) -> bool:
        """Whether there is no target any more."""
        return self.now is not None and self.now.is_withdrawn

    @property
    def is_revised(self) -> bool:
        """Whether there is an older or a newer one."""
        return len(self.links) > 1


def chains_of(indicator: int, day: dt.date, known_at: dt.datetime | None = None) -> list[Chain]:
    """The targets of an indicator, by body and by the day they are for, each with its revisions.

    Cost: one query.
    """
    found = (
        targets_known(known_at)
        .filter(indicator=indicator)
        .select_related(
            "organisation", "programme", "deciding", "set_by", "passage__text__rendition__document"
        )
        .order_by("organisation__sort_key", "pk")
    )
    return sorted(_chains(found, day), key=_place)


def _chains(rows: Iterable[Target], day: dt.date) -> Iterable[Chain]:
    by_first: defaultdict[int, list[Target]] = defaultdict(list)
    first_of: dict[int, int] = {}
    for row in rows:
        # A revision is recorded after what it revises.
        first = first_of.get(row.revises_id, row.pk) if row.revises_id else row.pk
        first_of[row.pk] = first
        by_first[first].append(row)
    for links in by_first.values():
        begun = [link for link in links if link.effective_on <= day]
        yield Chain(tuple(links), begun[-1] if begun else None)


def _place(chain: Chain) -> tuple[bytes, bool, dt.date, int]:
    last = chain.links[-1]
    day = last.last_day
    key = bytes(last.organisation.sort_key)
    return key, day is None, day or dt.date.max, chain.links[0].pk
