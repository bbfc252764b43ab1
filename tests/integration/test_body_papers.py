"""A body's own report from its officer's first words to the coordinator's desk, on the pages.

The commune has no clerk: its head numbers and issues, too. Nobody else may touch the paper.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import transaction
from django.test import Client
from django.utils.functional import SimpleLazyObject

import vanban
from tests.certificate_factories import authority, lay_trust, signed_by
from tests.factories import World, actor, make_world
from tests.issuing_factories import final_pdf, upload_of
from tests.report_factories import AS_OF, PERIOD
from tests.submission_factories import Owed, fresh, make_owed, open_for
from tiendo.accounts.models import User
from tiendo.domain import clock
from tiendo.domain.periods import Period
from tiendo.issuing.models import FileKind, OutgoingPaper
from tiendo.issuing.rendering import bytes_of, newest
from tiendo.regimes.models import Submission
from tiendo.reporting.facts.indicators import read_targets
from tiendo.reporting.facts.tasks import Subject

PEOPLE = (("snv", "SNV"), ("ea_trang", "UBND"))


@pytest.fixture(scope="module")
def made(kept_transaction: None) -> tuple[World, Owed]:
    """Made once for all tests, none of which sees what another did."""
    world = make_world()
    return world, make_owed(world)


@pytest.fixture
def db(made: object) -> Iterator[None]:
    """One test, undone."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


@pytest.fixture(autouse=True)
def trust(settings: object, tmp_path: Path) -> None:
    """The root of the tests is believed."""
    lay_trust(tmp_path, authority().revoked)
    settings.SIGNING_ROOT = tmp_path  # type: ignore[attr-defined]


@pytest.fixture(autouse=True)
def now(db: None) -> Iterator[None]:
    """The day on which the figures close, in the afternoon."""
    with clock.at(clock.local_noon(AS_OF) + dt.timedelta(hours=3)):
        yield


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def posted(client: Client, url: str, **data: object) -> str:
    """The page behind a step that was taken."""
    answer = client.post(url, data, follow=True)
    assert answer.status_code == 200, (url, answer.status_code, answer.content.decode()[:400])
    return answer.content.decode()


def approve(head: Client, submission: Submission) -> None:
    """The head approves the body's report, with a reason where something is open."""
    url = f"/bao-cao/{submission.report_id}/duyet/"
    page = head.get(url)
    assert page.status_code == 200
    seen = {"version": str(submission.report.version), "seen": page.context["seen"]}
    posted(head, url, reason="Số liệu đã rà soát với các bộ phận", **seen)


@pytest.mark.parametrize(("body", "symbol"), PEOPLE)
def test_a_body_signs_numbers_and_sends_its_own_report(
    made: tuple[World, Owed], body: str, symbol: str
) -> None:
    world, owed = made
    officer = signed_in(getattr(world, f"{body}_officer"))
    head = signed_in(getattr(world, f"{body}_head"))
    submission = fresh(open_for(world, owed, body))
    page = officer.get(f"/bao-cao-ky/{submission.pk}/").content.decode()
    assert f"/van-ban-di/bao-cao/{submission.report_id}/" in page
    posted(officer, f"/van-ban-di/bao-cao/{submission.report_id}/")
    paper = OutgoingPaper.objects.get(report=submission.report)
    base = f"/van-ban-di/{paper.pk}/"
    posted(officer, f"{base}soat-xet/", opinion="Đã rà soát")
    approve(head, submission)
    posted(officer, f"{base}trinh-ky/", signer_name="Nguyễn Chủ Tịch", signing="head")
    assert officer.post(f"{base}ky/").status_code == 403
    posted(head, f"{base}ky/")
    posted(head, f"{base}cap-so/", number="5", day=f"{AS_OF:%d/%m/%Y}")
    paper = OutgoingPaper.objects.select_related("entry").get(pk=paper.pk)
    assert paper.entry is not None
    assert paper.entry.printed == f"05/BC-{symbol}"
    signed = signed_by(authority().person, final_pdf(paper))
    posted(head, f"{base}tep-da-ky/", file=upload_of(signed))
    issued = posted(
        head, f"{base}phat-hanh/", recipients=world.skhcn.name, channel="exchange", copies="1"
    )
    assert "Đã phát hành" in issued
    fields = {"version": str(submission.report.version)}
    sent = posted(head, f"/bao-cao-ky/{submission.pk}/gui/", **fields)
    assert "Đã gửi báo cáo" in sent
    assert fresh(submission).state == "sent"
    arrived = signed_in(world.coordinator).get(f"/bao-cao-ky/{submission.pk}/").content.decode()
    file = newest(paper, FileKind.SIGNED)
    assert file is not None
    assert f"05/BC-{symbol}" in arrived
    assert f"{base}tep/{file.pk}/" in arrived
    taken = signed_in(world.coordinator).get(f"{base}tep/{file.pk}/")
    assert b"".join(taken.streaming_content) == bytes_of(file)  # type: ignore[attr-defined]
    words = vanban.read(bytes_of(file), "a.pdf").content
    assert getattr(world, body).name.split()[0].upper() in words
    stranger = signed_in(world.stc_head)
    assert stranger.get(base).status_code == 403
    assert stranger.post(f"{base}ky/").status_code == 403


def test_the_person_of_a_request_reads_targets(made: tuple[World, Owed]) -> None:
    """Pages failed: who acts there is read when it is asked for, and could not be narrowed."""
    world, owed = made
    lazy = SimpleLazyObject(lambda: actor(world.snv_head))
    period = Period(*PERIOD)
    subject = Subject(owed.plan.programme, period, AS_OF, clock.now(), world.snv)
    assert read_targets(lazy, subject) == []  # type: ignore[arg-type]


def test_a_head_approves_no_report_of_another_body(made: tuple[World, Owed]) -> None:
    world, owed = made
    submission = fresh(open_for(world, owed, "snv"))
    url = f"/bao-cao/{submission.report_id}/duyet/"
    for stranger in (world.stc_head, world.snv_officer, world.ea_trang_head):
        assert signed_in(stranger).post(url, {"version": "1"}).status_code == 403


def test_the_report_of_a_body_is_taken_up_by_the_body_alone(made: tuple[World, Owed]) -> None:
    world, owed = made
    submission = fresh(open_for(world, owed, "stc"))
    url = f"/van-ban-di/bao-cao/{submission.report_id}/"
    assert signed_in(world.coordinator).post(url).status_code == 403
    assert not OutgoingPaper.objects.filter(report=submission.report).exists()


@pytest.mark.parametrize("person", ["leader", "snv_officer", "clerk"])
def test_those_who_submit_sign_and_number_find_outgoing_papers(
    made: tuple[World, Owed], person: str
) -> None:
    world, _owed = made
    page = signed_in(getattr(world, person)).get("/van-ban-di/")
    shown = [*page.context["section_tabs"], *page.context["nav_items"]]
    assert "/van-ban-di/" in {item.path for item in shown}
