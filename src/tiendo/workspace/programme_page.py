"""What the page of a programme says of it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.utils.html import format_html
from django.utils.translation import gettext as _

from tiendo.accounts.actor import Actor
from tiendo.programmes.models import Programme, ProgrammeState
from tiendo.programmes.permissions import may_run
from tiendo.programmes.queries import list_programmes
from tiendo.tasks.queries.visibility import own_programmes
from tiendo.workspace.access import PageRequest, dated_url
from tiendo.workspace.templatetags.vn import vn_date

STATE_LOOKS = {
    ProgrammeState.ACTIVE: "in_progress",
    ProgrammeState.REPLACED: "superseded",
    ProgrammeState.CLOSED: "done_on_time",
}


def found_programme(request: PageRequest, pk: int) -> Programme:
    """The programme, for a person who may see it. Errors: Http404; PermissionDenied.

    Programmes of the province are known to all who work on tasks; an own one to its body and to
    those who see all. Cost: one query, two for an own one.
    """
    programme = list_programmes().select_related("implements", "replaces").filter(pk=pk).first()
    if programme is None:
        raise Http404
    if programme.is_own and not sees_own(request.actor, programme):
        raise PermissionDenied
    return programme


def sees_own(actor: Actor, programme: Programme) -> bool:
    """Whether a person sees the own programme of a body."""
    if actor.may("task.view_all"):
        return True
    return own_programmes(actor.bodies_for("task.view")).filter(pk=programme.pk).exists()


@dataclass(frozen=True, slots=True)
class Doing:
    """What the person may do with a programme in force."""

    edit: bool
    close: bool
    add_task: bool
    set_due: bool


def doing_of(actor: Actor, programme: Programme) -> Doing:
    """What is open to a person. Cost: none."""
    is_open = programme.state == ProgrammeState.ACTIVE
    runs = is_open and may_run(actor, programme, "draft.review")
    return Doing(runs, runs, runs and programme.is_own, runs)


def facts_of(request: PageRequest, programme: Programme) -> Iterator[tuple[str, object]]:
    """The facts of a programme, as rows of a definition list."""
    yield _("Tên đầy đủ"), programme.title
    yield _("Ban hành"), programme.owner.name
    yield _("Điều phối"), programme.coordinator.name
    yield _("Thời gian"), period_words(programme.starts_on, programme.ends_on)
    yield _("Trạng thái"), programme.get_state_display()
    if programme.document is not None:
        url = dated_url(request, "document", programme.document_id)
        yield _("Văn bản"), _link(url, str(programme.document))
    for label, other in (
        (_("Thực hiện"), programme.implements),
        (_("Thay thế"), programme.replaces),
    ):
        if other is not None:
            yield label, _link(dated_url(request, "programme", other.pk), other.short_title)


def _link(url: str, words: str) -> object:
    return format_html('<a href="{}">{}</a>', url, words)


def period_words(start: dt.date, end: dt.date | None) -> str:
    """ "từ 25/06/2025 đến 31/12/2030", "từ 25/06/2025"."""
    if end is None:
        return _("từ %(start)s") % {"start": vn_date(start)}
    return _("từ %(start)s đến %(end)s") % {"start": vn_date(start), "end": vn_date(end)}
