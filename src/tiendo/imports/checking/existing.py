"""The tasks that rows name, with their parties and people, found once for some hundred rows."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from django.db.models import Q

from tiendo.accounts.models import Membership, User
from tiendo.domain.collation import fold
from tiendo.imports.checking.drafts import Context
from tiendo.organisations.models import Kind, Organisation
from tiendo.tasks.models import Task
from tiendo.tasks.parties import Parties, parties_of
from tiendo.tasks.queries import visible_tasks
from tiendo.tasks.row_marks import RowMark


@dataclass
class Existing:
    """Tasks by id and code, and who works on each today."""

    by_id: Mapping[int, Task]
    by_code: Mapping[str, Task]
    parties: Mapping[int, Parties]
    context: Context

    def of(self, task: Task) -> Parties:
        """The parties of a task today."""
        return self.parties.get(task.pk, Parties())

    @cached_property
    def people(self) -> Mapping[int, Mapping[str, list[User]]]:
        """The people of each body at work, by folded name and by username. Cost: one query."""
        bodies = {body for parties in self.parties.values() for body in parties.working_ids}
        inside = Q(organisation__in=bodies) | Q(
            organisation__parent__in=bodies, organisation__kind=Kind.DIVISION
        )
        posts = Membership.objects.filter(
            inside, validity__contains=self.context.today, user__is_active=True
        ).select_related("user", "organisation")
        found: defaultdict[int, defaultdict[str, list[User]]] = defaultdict(
            lambda: defaultdict(list)
        )
        for post in posts:
            house = _house(post.organisation, bodies)
            for name in {fold(post.user.full_name), post.user.username.casefold()}:
                if post.user not in found[house][name]:
                    found[house][name].append(post.user)
        return found


def _house(body: Organisation, bodies: Iterable[int]) -> int:
    return body.pk if body.pk in bodies or body.parent_id is None else body.parent_id


def find_existing(codes: Iterable[str], marks: Iterable[RowMark], context: Context) -> Existing:
    """The tasks of the programme that the person sees, by code or mark. Cost: three queries."""
    named = Q(code__in=set(codes) - {""}) | Q(pk__in={mark.task_id for mark in marks})
    seen = visible_tasks(context.actor).filter(named, programme=context.programme)
    tasks = list(seen.select_related("section", "programme__coordinator").distinct())
    return Existing(
        {task.pk: task for task in tasks},
        {task.code: task for task in tasks},
        parties_of([task.pk for task in tasks], context.today),
        context,
    )
