"""Urging letters: written to every body with overdue work, read back, recorded once they went."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from procrastinate.contrib.django.models import ProcrastinateJob

import vanban
from tests.factories import World, actor, make_body, make_world
from tests.files import PrivateFiles
from tests.report_factories import make_document
from tests.task_factories import bring_to, make_programme, make_task, noon, take_step
from tiendo.accounts.actor import PermissionRefused
from tiendo.accounts.models import User
from tiendo.composer.figures import read_figure_map
from tiendo.documents.storage import open_kept
from tiendo.domain import clock
from tiendo.domain.lifecycle import State
from tiendo.organisations.models import Organisation, Succession, SuccessionKind
from tiendo.outbox.models import OutboxEvent
from tiendo.programmes.models import Programme
from tiendo.reporting.errors import ReportError
from tiendo.reporting.jobs import write_urging
from tiendo.reporting.models import Channel, SigningForm, UrgedTask, UrgingLetter, UrgingRound
from tiendo.reporting.urging import writing as urging_writing
from tiendo.reporting.urging.actions import (
    Sending,
    Terms,
    latest_letters,
    preview_urging,
    record_sending,
    rewrite_urging_letters,
    write_urging_letters,
)
from tiendo.reporting.urging.queries import urged_at, urged_over
from tiendo.reporting.urging.selection import select_late
from tiendo.reporting.urging.writing import URGING_JOB, write_waiting
from tiendo.tasks import actions
from tiendo.tasks.models import Task

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("private_files")]
TODAY = dt.date(2025, 10, 20)
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@pytest.fixture
def world() -> World:
    return make_world()


@pytest.fixture(autouse=True)
def _today() -> Iterator[None]:
    with noon(TODAY):
        yield


@pytest.fixture
def programme(world: World) -> Programme:
    return make_programme(world, document=make_document(world))


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user, backend=BACKEND)
    return client


def late_task(world: World, programme: Programme, **fields: Any) -> Task:
    """A live task due on 30/9/2025."""
    with noon(dt.date(2025, 7, 5)):
        return bring_to(world, make_task(world, programme, **fields), State.LIVE)


def write(world: World, programme: Programme | None, **fields: Any) -> UrgingRound:
    values: dict[str, Any] = {
        "by": actor(world.coordinator),
        "programme": programme,
        "terms": Terms(world.skhcn, SigningForm.DEPUTY, "TH", dt.date(2025, 10, 30)),
    }
    written = write_urging_letters(**(values | fields))
    return work_off(written, values["by"].user_id)


def work_off(written: UrgingRound, user_id: int) -> UrgingRound:
    """The round once its job is done."""
    write_waiting(written.pk, written.version, user_id)
    return UrgingRound.objects.get(pk=written.pk)


def rewrite(world: World, written: UrgingRound) -> UrgingRound:
    by = actor(world.coordinator)
    return work_off(rewrite_urging_letters(by=by, written=written), by.user_id)


def send(world: World, written: UrgingRound, number: str = "101/SKHCN-TH") -> UrgingLetter:
    letter = latest_letters(written)[0]
    sending = Sending({letter.pk: number}, clock.today(), clock.now(), Channel.EXCHANGE)
    return record_sending(by=actor(world.clerk), written=written, sending=sending)[0]


def text_of(letter: UrgingLetter) -> str:
    with open_kept(letter.stored_file) as source:
        return vanban.read(source.read(), letter.file_name).content


def names_of(written: UrgingRound) -> list[Organisation | None]:
    return [letter.organisation for letter in latest_letters(written)]


def test_every_body_with_overdue_work_gets_its_letter(world, programme):
    first = late_task(world, programme, title="Ban hành quy chế dữ liệu")
    second = late_task(world, programme, title="Trình đề án nhân lực", lead=world.stc)
    on_time = late_task(world, programme, last_day=dt.date(2025, 12, 1), deadline_key="2025-12-01")
    claimed = late_task(world, programme)
    take_step(world, claimed, "claim")
    written = write(world, programme)
    assert names_of(written) == [world.snv, world.stc]
    rows = UrgedTask.objects.order_by("pk").values_list("task_id", "days_late")
    assert list(rows) == [(first.pk, 20), (second.pk, 20)]
    assert on_time.pk not in {row[0] for row in rows}
    words = text_of(latest_letters(written)[0])
    assert "V/v đôn đốc thực hiện các nhiệm vụ quá hạn của Kế hoạch số 146/KH-UBND" in words
    assert "Kính gửi: Sở Nội vụ" in words
    assert "Ban hành quy chế dữ liệu" in words
    assert "Trình đề án nhân lực" not in words
    assert "KT. GIÁM ĐỐC" in words
    assert "PHÓ GIÁM ĐỐC" in words


def test_a_letter_is_read_back_without_a_problem(world, programme):
    for number in range(3):
        late_task(world, programme, title=f"Hoàn thành nội dung thứ {number + 2}")
    written = write(world, programme)
    (letter,) = latest_letters(written)
    assert letter.checks["is_clean"]
    assert letter.checks["difference_count"] == 0
    with open_kept(letter.stored_file) as source:
        content = source.read()
    parsed = vanban.parse(vanban.read(content, letter.file_name))
    assert [issue.code for issue in vanban.check(parsed)] == []
    figures = {figure.key: figure for figure in read_figure_map(content)}
    assert figures["urged.total"].text == "03"
    assert figures["urged.total"].as_of == TODAY
    assert figures["urged.total"].record_count == 3


@pytest.mark.parametrize(
    ("issuer", "form", "lines"),
    [
        ("skhcn", SigningForm.HEAD, ["GIÁM ĐỐC"]),
        ("skhcn", SigningForm.BY_ORDER, ["TL. GIÁM ĐỐC", "CHÁNH VĂN PHÒNG"]),
        ("ubnd", SigningForm.HEAD, ["TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH"]),
        ("ubnd", SigningForm.DEPUTY, ["TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"]),
        (
            "ubnd",
            SigningForm.BY_ORDER_DEPUTY,
            ["TL. CHỦ TỊCH", "KT. CHÁNH VĂN PHÒNG", "PHÓ CHÁNH VĂN PHÒNG"],
        ),
        ("vp", SigningForm.DEPUTY, ["KT. CHÁNH VĂN PHÒNG", "PHÓ CHÁNH VĂN PHÒNG"]),
    ],
)
def test_the_signature_has_the_form_of_its_authority(world, programme, issuer, form, lines):
    late_task(world, programme)
    written = write(world, programme, terms=Terms(getattr(world, issuer), form))
    words = text_of(latest_letters(written)[0]).splitlines()
    at = words.index(lines[0])
    assert words[at : at + len(lines)] == lines


def test_a_second_letter_counts_and_mentions_the_first(world, programme):
    task = late_task(world, programme)
    send(world, write(world, programme))
    unsent = late_task(world, programme, lead=world.stc)
    write(world, programme)
    with noon(dt.date(2025, 11, 5)):
        again = write(world, programme, terms=Terms(world.skhcn))
        letters = {letter.organisation: letter for letter in latest_letters(again)}
        words = text_of(letters[world.snv])
    assert letters[world.snv].times == 2
    assert letters[world.stc].times == 1, "a letter that did not go urged nobody"
    assert "Công văn số 101/SKHCN-TH ngày 20/10/2025" in words
    assert "lần thứ 2" in words
    assert "Đã đôn đốc 01 lần, gần nhất 20/10/2025" in words
    assert (urged_over(task).times, urged_over(unsent).times) == (1, 0)
    assert urged_at(world.snv).last_day == TODAY


def test_the_work_of_a_merged_body_goes_to_its_successor(world, programme):
    old = make_body("Sở Ngoại vụ", until=dt.date(2025, 10, 1))
    Succession.objects.create(
        predecessor=old,
        successor=world.vp,
        kind=SuccessionKind.MERGED,
        effective_on=dt.date(2025, 10, 1),
        source="tests",
    )
    late_task(world, programme, lead=old, coordinating=[])
    written = write(world, programme)
    assert names_of(written) == [world.vp]
    assert "Tiếp nhận từ Sở Ngoại vụ" in text_of(latest_letters(written)[0])


def test_a_sub_task_is_urged_where_its_whole_is_not(world, programme):
    whole = late_task(world, programme)
    parts = [
        actions.NewPart(title=f"Phần của {lead.name}", product="Báo cáo", lead=lead)
        for lead in (world.snv, world.stc)
    ]
    with noon(dt.date(2025, 7, 6)):
        by = actor(world.coordinator)
        mine, theirs = actions.split_task(task=whole, parts=parts, by=by, version=whole.version)
    found = select_late(actor(world.leader), programme, TODAY)
    urged = {row.body: [task.task_id for task in row.tasks] for row in found.bodies}
    assert urged == {world.snv: [whole.pk], world.stc: [theirs.pk]}
    assert mine.parent_id == whole.pk


def test_a_body_without_successor_is_named_and_not_urged(world, programme):
    gone = make_body("Ban Quản lý cũ", until=dt.date(2025, 10, 1))
    task = late_task(world, programme, lead=gone, coordinating=[])
    late_task(world, programme)
    found = preview_urging(actor(world.coordinator), programme, TODAY)
    assert [row.body for row in found.bodies] == [world.snv]
    assert [row.pk for row in found.nobody] == [task.pk]


def test_one_letter_to_all_has_a_table_for_each(world, programme):
    late_task(world, programme, title="Việc của Sở Nội vụ")
    late_task(world, programme, title="Việc của Sở Tài chính", lead=world.stc)
    terms = Terms(world.ubnd, SigningForm.DEPUTY, is_single=True)
    (letter,) = latest_letters(write(world, programme, terms=terms))
    assert letter.organisation is None
    assert letter.checks["is_clean"], letter.checks
    words = text_of(letter)
    assert "- Sở Nội vụ;" in words
    assert "1. Sở Nội vụ" in words
    assert "2. Sở Tài chính" in words


def test_the_issuer_does_not_write_to_itself(world, programme):
    late_task(world, programme)
    late_task(world, programme, lead=world.skhcn, coordinating=[])
    assert names_of(write(world, programme)) == [world.snv]
    by_province = write(world, programme, terms=Terms(world.ubnd))
    assert names_of(by_province) == [world.skhcn, world.snv]


def test_bodies_left_out_get_no_letter_and_none_left_is_said(world, programme):
    late_task(world, programme)
    late_task(world, programme, lead=world.stc)
    written = write(world, programme, excluded=[world.snv.pk])
    assert names_of(written) == [world.stc]
    with pytest.raises(ReportError, match="không cơ quan nào"):
        write(world, programme, excluded=[world.snv.pk, world.stc.pk])


def begun(world: World, programme: Programme) -> UrgingRound:
    """A round of two letters of which none is written yet."""
    late_task(world, programme)
    late_task(world, programme, lead=world.stc)
    return write_urging_letters(
        by=actor(world.coordinator), programme=programme, terms=Terms(world.skhcn)
    )


def test_letters_are_written_by_a_job_and_go_once_all_are(world, programme):
    written = begun(world, programme)
    assert written.to_write == [world.snv.pk, world.stc.pk]
    assert latest_letters(written) == []
    job = ProcrastinateJob.objects.get(task_name=URGING_JOB)
    assert job.args == {"round_id": written.pk, "version": 1, "user_id": world.coordinator.pk}
    sending = Sending({1: "1/A"}, TODAY, clock.now(), Channel.PAPER)
    with pytest.raises(ReportError, match="đang được lập"):
        record_sending(by=actor(world.clerk), written=written, sending=sending)
    write_urging(**job.args)
    assert names_of(written) == [world.snv, world.stc]


def test_a_stopped_job_goes_on_where_it_was_and_writes_nothing_twice(world, programme, monkeypatch):
    written = begun(world, programme)
    given = written.pk, written.version, world.coordinator.pk
    once = urging_writing._write_one

    def second_fails(current: Any, urged: Any, body: Any) -> UrgingLetter:
        if body == world.stc:
            raise OSError("no space left")
        return once(current, urged, body)

    with monkeypatch.context() as patch, pytest.raises(OSError, match="no space"):
        patch.setattr(urging_writing, "_write_one", second_fails)
        write_waiting(*given)
    written.refresh_from_db()
    assert (names_of(written), written.to_write) == ([world.snv], [world.stc.pk])
    assert (write_waiting(*given), write_waiting(*given)) == (1, 0)
    assert UrgingLetter.objects.count() == 2


def test_a_round_written_again_ends_the_job_of_the_writing_before(world, programme):
    """A writing that was left half done is taken up by "Lập lại", with every body still waiting."""
    written = begun(world, programme)
    again = rewrite_urging_letters(by=actor(world.coordinator), written=written)
    assert write_waiting(written.pk, 1, world.coordinator.pk) == 0
    assert write_waiting(written.pk, again.version, world.coordinator.pk) == 2
    assert {letter.version for letter in latest_letters(written)} == {2}


def test_what_was_done_before_its_letter_was_written_is_not_urged(world, programme):
    written = begun(world, programme)
    done = Task.objects.get(assignments__organisation=world.snv, assignments__part="lead")
    take_step(world, done, "claim")
    written = work_off(written, world.coordinator.pk)
    assert names_of(written) == [world.stc]
    assert written.to_write == []


def test_letters_are_written_again_until_they_go(world, programme):
    task = late_task(world, programme)
    late_task(world, programme, lead=world.stc)
    written = write(world, programme)
    sent = send(world, written)
    actions.record_update(
        task=task, done="Đã họp tổ soạn thảo", as_of=TODAY, by=actor(world.snv_officer)
    )
    rewrite(world, written)
    letters = {letter.organisation: letter for letter in latest_letters(written)}
    assert letters[world.snv] == sent
    assert letters[world.stc].version == 2
    assert UrgingLetter.objects.count() == 3
    waiting = letters[world.stc]
    sending = Sending({waiting.pk: "102/SKHCN-TH"}, TODAY, clock.now(), Channel.PAPER)
    record_sending(by=actor(world.office), written=written, sending=sending)
    with pytest.raises(ReportError, match="đã gửi"):
        rewrite_urging_letters(by=actor(world.coordinator), written=written)


def test_what_went_is_recorded_once_and_kept(world, programme):
    late_task(world, programme)
    written = write(world, programme)
    with pytest.raises(PermissionRefused):
        sending = Sending({}, TODAY, clock.now(), Channel.PAPER)
        record_sending(by=actor(world.snv_head), written=written, sending=sending)
    letter = send(world, written)
    event = OutboxEvent.objects.get(name="urging.sent")
    assert event.payload["bodies"] == [world.snv.pk]
    with pytest.raises(ReportError, match="101/SKHCN-TH"):
        send(world, written)
    with pytest.raises(DatabaseError), transaction.atomic():
        UrgingLetter.objects.filter(pk=letter.pk).update(number="9/SKHCN-TH")
    with pytest.raises(DatabaseError), transaction.atomic():
        UrgedTask.objects.filter(letter=letter).update(days_late=1)


@pytest.mark.parametrize(
    ("code", "numbers", "issued_on"),
    [
        ("number_missing", {}, TODAY),
        ("issued_before_written", {0: "1/A"}, dt.date(2025, 10, 19)),
        ("sent_in_future", {0: "1/A"}, dt.date(2025, 10, 21)),
        ("not_of_round", {10**9: "1/A"}, TODAY),
    ],
)
def test_a_sending_that_cannot_be_is_refused(world, programme, code, numbers, issued_on):
    late_task(world, programme)
    written = write(world, programme)
    own = latest_letters(written)[0].pk
    given = {pk or own: number for pk, number in numbers.items()}
    sending = Sending(given, issued_on, clock.now(), Channel.EMAIL)
    with pytest.raises(ReportError) as refused:
        record_sending(by=actor(world.clerk), written=written, sending=sending)
    assert refused.value.code == code
    assert str(refused.value) != code


def test_the_pages_write_leave_out_and_record(world, programme):
    task = late_task(world, programme)
    late_task(world, programme, lead=world.stc)
    client = signed_in(world.coordinator)
    page = client.get(reverse("urging-new"))
    assert [row.body for row in page.context["found"].bodies] == [world.snv, world.stc]
    answer = client.post(
        reverse("urging-new"),
        {
            "chuong_trinh": programme.pk,
            "ngay": "20/10/2025",
            "issuer": world.skhcn.pk,
            "signing": "head",
            "unit_symbol": "TH",
            "answer_by": "30/10/2025",
            "offered": [world.snv.pk, world.stc.pk],
            "bodies": [world.snv.pk],
        },
    )
    assert answer.status_code == 302
    written = UrgingRound.objects.get()
    url = reverse("urging", args=[written.pk])
    assert "Đang lập: xong 0/1 văn bản." in client.get(url).content.decode()
    progress = reverse("urging-progress", args=[written.pk])
    assert "HX-Refresh" not in client.get(progress)
    work_off(written, world.coordinator.pk)
    assert client.get(progress)["HX-Refresh"] == "true"
    assert "Đang lập" not in client.get(url).content.decode()
    (letter,) = latest_letters(written)
    typed = {"issued_on": "20/10/2025", "sent_on": "20/10/2025", "channel": "exchange"}
    clerk = signed_in(world.clerk)
    sent_url = reverse("urging-sent", args=[written.pk])
    empty = clerk.post(sent_url, typed)
    assert empty.status_code == 422
    assert "Chưa nhập số" in empty.content.decode()
    answer = clerk.post(sent_url, {**typed, f"so-{letter.pk}": "55/SKHCN-TH"})
    assert answer.status_code == 302
    own = signed_in(world.snv_officer)
    assert "Đã đôn đốc 1 lần" in own.get(reverse("task", args=[task.pk])).content.decode()
    body = own.get(reverse("organisation", args=[world.snv.slug])).content.decode()
    assert "55/SKHCN-TH" in body
    assert own.get(reverse("urging-letter", args=[letter.pk])).status_code == 200
    stranger = signed_in(world.stc_officer)
    assert stranger.get(reverse("urging-letter", args=[letter.pk])).status_code == 403


def test_the_zip_holds_every_letter(world, programme, private_files: PrivateFiles):
    late_task(world, programme)
    late_task(world, programme, lead=world.stc)
    written = write(world, programme)
    response = signed_in(world.leader).get(reverse("urging-zip", args=[written.pk]))
    package = zipfile.ZipFile(io.BytesIO(b"".join(response.streaming_content)))
    assert package.namelist() == [
        "001-don-doc-so-noi-vu-2025-10-20.docx",
        "002-don-doc-so-tai-chinh-2025-10-20.docx",
    ]


def test_pages_cost_the_same_queries_however_many_bodies(world, programme):
    def cost(path: str) -> int:
        client = signed_in(world.coordinator)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(path).status_code == 200
        return len(queries)

    late_task(world, programme)
    few = write(world, programme)
    paths = ("urging-list", []), ("urging-new", []), ("urging", [few.pk])
    before = [cost(reverse(name, args=args)) for name, args in paths]
    for body in (world.snv, world.stc, world.congan, world.ea_trang):
        late_task(world, programme, lead=body, coordinating=[])
    many = write(world, programme)
    paths = ("urging-list", []), ("urging-new", []), ("urging", [many.pk])
    after = [cost(reverse(name, args=args)) for name, args in paths]
    assert after == before == [6, 17, 7]
