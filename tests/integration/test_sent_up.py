"""The province's report: compiled from what bodies handed in, signed, numbered, sent up."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import AbstractContextManager
from pathlib import Path

import pytest
from django.db import transaction
from django.test import Client

from tests.certificate_factories import authority, lay_trust, signed_by
from tests.compiling_factories import ask_compiling, hand_in
from tests.factories import World, actor, make_world
from tests.issuing_factories import final_pdf, upload_of
from tests.report_factories import AS_OF
from tests.submission_factories import fresh, make_owed, owe, sent_step
from tests.submission_pages import LIST, page_of, signed_in
from tiendo.domain import clock
from tiendo.issuing.models import OutgoingPaper
from tiendo.regimes.compiling.actions import compile_cycle, run_compiling
from tiendo.regimes.models import Submission
from tiendo.regimes.submissions.receiving import accept_submission
from tiendo.reporting.outlines.reading import outline_of

Province = tuple[World, Submission]


@pytest.fixture(scope="module")
def made(kept_transaction: None) -> Province:
    """Made once for all tests, none of which sees what another did: each level is compiled from
    the one below, the head of the department sends it first."""
    world = make_world()
    owed = make_owed(world)
    up = {"skhcn": world.ubnd, "ubnd": None}
    for body, addressee in up.items():
        owed.duties[body] = owe(world, owed.cycle, body)
        owed.duties[body].addressee, owed.duties[body].addressee_text = addressee, "Đảng ủy"
        owed.duties[body].save()
    hand_in(world, owed, "stc", "Đã họp giao ban 4 lần")
    with afternoon():
        run_compiling(ask_compiling(world, owed).pk)
        send_up(world, Submission.objects.get(duty=owed.duties["skhcn"]))
        asked = compile_cycle(by=actor(world.coordinator), cycle=owed.cycle, body=world.ubnd)
        run_compiling(asked.pk)
    return world, fresh(Submission.objects.get(duty=owed.duties["ubnd"]))


@pytest.fixture(autouse=True)
def db(made: Province) -> Iterator[None]:
    """One test on the day of the figures, undone."""
    with transaction.atomic(), afternoon():
        yield
        transaction.set_rollback(True)


@pytest.fixture(autouse=True)
def trust(settings: object, tmp_path: Path) -> None:
    """The root of the tests is believed."""
    lay_trust(tmp_path, authority().revoked)
    settings.SIGNING_ROOT = tmp_path  # type: ignore[attr-defined]


def afternoon() -> AbstractContextManager[None]:
    """The day on which the figures close, in the afternoon."""
    return clock.at(clock.local_noon(AS_OF) + dt.timedelta(hours=3))


def send_up(world: World, department: Submission) -> None:
    """The head of the department sends what was compiled; the coordinator takes it in."""
    head = signed_in(world.skhcn_head)
    assert "Gửi báo cáo" in head.get(page_of(department)).content.decode()
    typed = {"version": department.report.version, "open_reason": "Chờ các đơn vị còn lại"}
    assert head.post(page_of(department, "gui/"), typed).status_code == 302
    step = sent_step(department).pk
    accept_submission(by=actor(world.coordinator), submission=department, seen=step)


def posted(client: Client, url: str, **data: object) -> str:
    """The page behind a step that was taken."""
    answer = client.post(url, data, follow=True)
    assert answer.status_code == 200, (url, answer.status_code)
    return answer.content.decode()


def test_the_provinces_report_is_written_sent_by_its_leader_and_taken_back(made: Province) -> None:
    world, province = made
    leader, coordinator = signed_in(world.leader), signed_in(world.coordinator)
    place = outline_of(province.report).narratives[0].name
    write = page_of(province, f"viet/{place}/")
    assert write in coordinator.get(page_of(province)).content.decode()
    assert "Đảng ủy" in leader.get(page_of(province, "gui/")).content.decode()
    typed = {"version": province.report.version, "open_reason": "Chờ các đơn vị còn lại"}
    assert leader.post(page_of(province, "gui/"), typed).status_code == 302
    assert fresh(province).state == "sent"
    # Who compiled it looks at it; that is not its receiver.
    assert coordinator.get(page_of(province)).status_code == 200
    assert fresh(province).seen_at is None
    back = leader.post(page_of(province, "rut-lai/"), {"reason": "Bổ sung phụ lục"})
    assert back.status_code == 302
    mended = fresh(province).report
    assert (mended.state, mended.sources.count()) == ("draft", 1)


def test_the_provinces_report_is_signed_numbered_issued_and_sent_up(made: Province) -> None:
    """The coordinator lays it before the leader, who approves and signs; the clerk numbers and
    issues; the leader sends; that it arrived is noted by the coordinator."""
    world, province = made
    compiling, leading = signed_in(world.coordinator), signed_in(world.leader)
    numbering = signed_in(world.clerk)
    own = f"/van-ban-di/bao-cao/{province.report_id}/"
    assert own in compiling.get(page_of(province)).content.decode()
    posted(compiling, own)
    paper = OutgoingPaper.objects.get(report=province.report)
    base = f"/van-ban-di/{paper.pk}/"
    posted(compiling, f"{base}soat-xet/", opinion="Đã rà soát")
    approve = f"/bao-cao/{province.report_id}/duyet/"
    seen = leading.get(approve).context["seen"]
    why = "Chờ các đơn vị còn lại"
    posted(leading, approve, version=province.report.version, seen=seen, reason=why)
    assert "Mở lại để sửa" in leading.get(page_of(province)).content.decode()
    posted(compiling, f"{base}trinh-ky/", signer_name="Nguyễn Lãnh Đạo", signing="head")
    for stranger in (compiling, signed_in(world.skhcn_head)):
        assert stranger.post(f"{base}ky/").status_code == 403
    posted(leading, f"{base}ky/")
    posted(numbering, f"{base}cap-so/", number="7", day=f"{AS_OF:%d/%m/%Y}")
    paper = OutgoingPaper.objects.select_related("entry").get(pk=paper.pk)
    assert paper.entry is not None
    assert paper.entry.printed == "07/BC-UBND"
    posted(numbering, f"{base}tep-da-ky/", file=upload_of(signed_both(paper)))
    told = {"recipients": "Đảng ủy", "channel": "exchange", "copies": "1"}
    assert "Đã phát hành" in posted(numbering, f"{base}phat-hanh/", **told)
    version = province.report.version
    assert "Đã gửi báo cáo" in posted(leading, page_of(province, "gui/"), version=version)
    assert page_of(province) in compiling.get(f"{LIST}tiep-nhan/").content.decode()
    shown = compiling.get(page_of(province)).content.decode()
    assert "07/BC-UBND" in shown
    taken = posted(compiling, page_of(province, "tiep-nhan/"), seen=sent_step(province).pk)
    assert "Đã tiếp nhận" in taken
    assert fresh(province).state == "accepted"


def signed_both(paper: OutgoingPaper) -> bytes:
    """The numbered PDF signed by the leader, then by the committee."""
    keys = authority()
    return signed_by(keys.body, signed_by(keys.person, final_pdf(paper)), "CoQuan")
