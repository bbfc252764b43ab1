"""Who may reach the pages of urls/directives.py: the leader directs Sở Nội vụ, which reports; the
office follows for the leader."""

from __future__ import annotations

import datetime as dt

from tests.factories import World, actor
from tests.integration.permission_rows import OVERSEERS, STAFF, Row
from tiendo.documents.models import StoredFile
from tiendo.domain import clock
from tiendo.tasks.actions.directives import Proof, give_directive, report_directive
from tiendo.tasks.models import DirectiveDuty, DirectiveEvent

LEADER = frozenset({"leader"})
FOLLOWERS = LEADER | {"office"}
ADDRESSED = frozenset({"snv_officer", "snv_head"})


def a_duty(world: World) -> DirectiveDuty:
    """A directive to Sở Nội vụ, due in a week."""
    directive = give_directive(
        text="Khẩn trương trình dự thảo",
        last_day=clock.today() + dt.timedelta(days=7),
        bodies=[world.snv],
        by=actor(world.leader),
    )
    return directive.duties.get()


def _directive(world: World) -> tuple[object, ...]:
    return (a_duty(world).directive_id,)


def _given(world: World) -> tuple[object, ...]:
    return (a_duty(world).pk,)


def _reported(world: World) -> tuple[object, ...]:
    duty = report_directive(duty=a_duty(world), words="Đã trình", by=actor(world.snv_officer))
    return (duty.pk,)


def _file(world: World) -> tuple[object, ...]:
    from django.core.files.base import ContentFile

    from tiendo.documents.models import kept_files

    path = kept_files().save("chi-dao/thu.txt", ContentFile("Biên bản".encode()))
    stored = StoredFile.objects.create(
        sha256="cd" * 32, file=path, size=10, media_type="text/plain", created_at=clock.now()
    )
    proof = Proof(stored_file=stored, file_name="biên bản.txt")
    duty = a_duty(world)
    report_directive(duty=duty, words="Đã trình", proof=proof, by=actor(world.snv_officer))
    return (DirectiveEvent.objects.get(duty=duty, action="report").pk,)


ROWS: dict[str, Row] = {
    "directive-list": Row(STAFF),
    "directive-new": Row(LEADER),
    "directive": Row(OVERSEERS | ADDRESSED, _directive),
    "directive-withdraw": Row(LEADER, _directive),
    "directive-acknowledge": Row(ADDRESSED, _given, method="post", status=(302,)),
    "directive-report": Row(ADDRESSED, _given),
    "directive-close": Row(FOLLOWERS, _reported),
    "directive-return": Row(FOLLOWERS, _reported),
    "directive-file": Row(OVERSEERS | ADDRESSED, _file),
}
