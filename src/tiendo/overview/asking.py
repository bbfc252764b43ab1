"""What is asked of a view: by whom, of which tasks, on which day, as known when."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from tiendo.accounts.actor import Actor
from tiendo.composer.sheets import Sheet
from tiendo.domain import clock
from tiendo.overview.conditions import Conditions, gone, told
from tiendo.overview.filters import gone as gone_of_tasks
from tiendo.overview.filters import in_words, task_filter
from tiendo.tasks.queries import TaskFilter


@dataclass(frozen=True, slots=True)
class Asked:
    """One look at the work.

    ``values`` are those of ``filters``, or of the conditions of its view; ``known_at`` None: as
    known now. ``words`` are the filter told in words, where several sheets say the same; None: to
    be found out.
    """

    actor: Actor
    day: dt.date
    known_at: dt.datetime | None = None
    values: Mapping[str, str] = field(default_factory=dict)
    ordering: str = "plan"
    words: tuple[tuple[str, str], ...] | None = None

    @property
    def tasks(self) -> TaskFilter:
        """The filter of tasks."""
        return task_filter(self.values)

    def stated(self, conditions: Conditions | None = None) -> tuple[tuple[str, str], ...]:
        """What every file says of itself: the filter (of tasks where a view has no conditions of
        its own), the day, the moment of knowledge."""
        known: tuple[tuple[str, str], ...] = ()
        if self.known_at is not None:
            moment = self.known_at.astimezone(clock.LOCAL_ZONE) - dt.timedelta(microseconds=1)
            known = ((_("Theo thông tin biết đến hết ngày"), f"{moment:%d/%m/%Y}"),)
        words = self.words
        if words is None and conditions is None:
            words = in_words(self.values, self.actor)
        elif words is None and conditions is not None:
            words = told(conditions, self.values, self.actor)
        return (
            *(words or ((_("Bộ lọc"), _("Không lọc")),)),
            (_("Số liệu tính đến ngày"), f"{self.day:%d/%m/%Y}"),
            *known,
        )


@dataclass(frozen=True, slots=True)
class View:
    """One view of the work: ``name`` stands in addresses and never changes; ``count`` tells how
    many rows its sheet will have, without making them.

    ``conditions`` are those of a list that is none of tasks. ``has_day``, ``has_knowledge``:
    whether it can be seen as of a past day, and as known then.
    """

    name: str
    title: str | Promise
    permission: str
    build: Callable[[Asked], Sheet]
    count: Callable[[Asked], int]
    conditions: Conditions | None = None
    has_day: bool = True
    has_knowledge: bool = True

    def gone(self, asked: Asked) -> tuple[str, ...]:
        """The labels of what the filter names and the person does not find any more."""
        if self.conditions is None:
            return gone_of_tasks(asked.values, asked.actor)
        return gone(self.conditions, asked.values, asked.actor)
