"""Chờ xác nhận: the proof in view, from outside the lead body, many at once or back with why."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.db import connection
from django.db.backends.postgresql.psycopg_any import DateRange
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.factories import World, actor, make_body, make_user, make_world
from tests.refusing import refused
from tests.task_factories import PROOF, bring_to, make_programme, make_task, noon, take_step
from tiendo.accounts.models import Delegation, Membership, RoleCode, User
from tiendo.documents.evidence_uploads import receive_evidence
from tiendo.domain import clock
from tiendo.domain.lifecycle import State
from tiendo.organisations.models import Kind, Level
from tiendo.programmes.models import Programme
from tiendo.tasks import actions
from tiendo.tasks.actions import NewEvidence
from tiendo.tasks.errors import TaskError
from tiendo.tasks.models import Evidence, Task
from tiendo.tasks.queries.confirming import waiting_for_confirmation, with_proof
from tiendo.tasks.queries.duplicates import duplicates_of

pytestmark = pytest.mark.django_db

TODAY = dt.date(2025, 9, 10)
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
QUEUE = "/nhiem-vu/cho-xac-nhan/"


@pytest.fixture
def world() -> World:
    return make_world()


@pytest.fixture(autouse=True)
def _today() -> Iterator[None]:
    with noon(TODAY):
        yield


@pytest.fixture
def programme(world: World) -> Programme:
    return make_programme(world)


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user, backend=BACKEND)
    return client


def ready(world: World, programme: Programme, **fields: Any) -> Task:
    return bring_to(world, make_task(world, programme, **fields), State.UNIT_APPROVED)


def waiting(user: User) -> list[str]:
    return [task.code for task in waiting_for_confirmation(actor(user), TODAY)]


def tokens(body: str) -> dict[int, str]:
    """What the page sends along for each claim that may be confirmed."""
    found = re.findall(r'name="pick" value="((\d+):[^"]+)"', body)
    return {int(pk): token for token, pk in found}


def confirm(client: Client, body: str, seen: list[Task], picked: list[Task] | None = None) -> Any:
    given = tokens(body)
    return client.post(
        QUEUE,
        {
            "act": "confirm",
            "pick": [given[task.pk] for task in (seen if picked is None else picked)],
            "seen": [task.pk for task in seen],
        },
    )


def state_of(task: Task) -> str:
    return Task.objects.get(pk=task.pk).lifecycle


def file_of(world: World, content: bytes = b"Bien ban hop ngay 10/9/2025") -> NewEvidence:
    by = actor(world.snv_officer)
    stored = receive_evidence(by=by, file=ContentFile(content), name="bien-ban.txt")
    return NewEvidence(stored_file=stored, original_name="biên bản.txt")


# What waits


def test_what_waits_is_what_ones_body_confirms_most_urgent_first(world, programme):
    later = ready(world, programme, last_day=dt.date(2025, 10, 1), deadline_key="2025-10-01")
    sooner = ready(world, programme, last_day=dt.date(2025, 9, 1), deadline_key="2025-09-01")
    bring_to(world, make_task(world, programme), State.CLAIMED)
    assert waiting(world.coordinator) == [sooner.code, later.code]
    assert waiting(world.office) == waiting(world.snv_head) == waiting(world.stc_head) == []


def test_the_office_confirms_what_the_coordinator_leads(world, programme):
    task = make_task(world, programme, lead=world.skhcn, coordinating=[])
    task = take_step(world, task, "go_live")
    by = actor(world.skhcn_head)
    task = actions.claim(task=task, done_on=TODAY, evidence=[PROOF], by=by)
    task = actions.approve(task=task, by=by)
    assert waiting(world.office) == [task.code]
    assert waiting(world.coordinator) == []
    assert actions.confirm(task=task, by=actor(world.office)).lifecycle == State.CONFIRMED


def test_the_lead_of_the_parent_confirms_a_child_task_of_another_body(world, programme):
    parent = bring_to(world, make_task(world, programme), State.LIVE)
    child = make_task(world, programme, parent=parent, lead=world.stc, coordinating=[])
    child = take_step(world, child, "go_live")
    by = actor(world.stc_head)
    child = actions.claim(task=child, done_on=TODAY, evidence=[PROOF], by=by)
    child = actions.approve(task=child, by=by)
    assert waiting(world.snv_head) == [child.code]
    assert waiting(world.coordinator) == waiting(world.stc_head) == []
    assert actions.confirm(task=child, by=actor(world.snv_head)).lifecycle == State.CONFIRMED


def test_an_occurrence_waits_like_a_task(world, programme):
    task = make_task(
        world,
        programme,
        recurrence="R:monthly:25",
        last_day=None,
        deadline_key="",
        deadline_raw="ngày 25 hằng tháng",
    )
    for step in ("go_live", "claim", "approve"):
        task = take_step(world, task, step)
    (item,) = with_proof(
        list(waiting_for_confirmation(actor(world.coordinator), TODAY)),
        actor(world.coordinator),
        TODAY,
    )
    assert item.occurrence is not None
    assert (item.refusal, len(item.evidence)) == ("", 1)
    client = signed_in(world.coordinator)
    body = client.get(QUEUE).content.decode()
    assert confirm(client, body, [task]).status_code == 302
    item.occurrence.refresh_from_db()
    assert item.occurrence.lifecycle == State.CONFIRMED


# Never the lead body


def refusals(world: World, user: User) -> list[str]:
    by = actor(user)
    found = list(waiting_for_confirmation(by, TODAY))
    return [item.refusal for item in with_proof(found, by, TODAY)]


def test_a_delegated_post_does_not_make_the_lead_body_a_stranger(world, programme):
    """The head of the lead body holds the coordinator's post by delegation, and the reverse."""
    task = ready(world, programme)
    given = {"since": TODAY, "until": dt.date(2025, 9, 30)}
    lend(world.coordinator, world.snv_head, given)
    assert refusals(world, world.snv_head) == ["confirmer_from_lead"]
    with refused(TaskError, "confirmer_from_lead"):
        actions.confirm(task=task, by=actor(world.snv_head))
    lend(world.snv_officer, world.skhcn_head, given)
    with refused(TaskError, "confirmer_from_lead"):
        actions.confirm(task=task, by=actor(world.skhcn_head))


def lend(giver: User, delegate: User, given: dict[str, Any]) -> None:
    Delegation.objects.create(
        membership=giver.memberships.get(),
        delegate=delegate,
        validity=DateRange(given["since"], given["until"]),
        reason="Đi công tác",
        created_by=giver,
        created_at=clock.now(),
    )


def test_what_a_delegate_confirms_is_signed_on_behalf_of_the_giver(world, programme):
    task = ready(world, programme)
    given = {"since": TODAY, "until": dt.date(2025, 9, 30)}
    lend(world.coordinator, world.congan_officer, given)
    confirmed = actions.confirm(task=task, by=actor(world.congan_officer))
    event = confirmed.events.get(action="confirm")
    assert (event.by, event.organisation) == (world.congan_officer, world.skhcn)


def test_what_a_delegate_claimed_for_one_is_not_offered_to_that_one(world, programme):
    """Who claimed by another's hand, and has moved to the confirmer's body since."""
    lend(world.snv_officer, world.congan_officer, {"since": TODAY, "until": dt.date(2025, 9, 30)})
    task = bring_to(world, make_task(world, programme), State.LIVE)
    delegate = actor(world.congan_officer)
    task = actions.claim(task=task, done_on=TODAY, evidence=[PROOF], by=delegate)
    task = take_step(world, task, "approve")
    Delegation.objects.update(validity=DateRange(dt.date(2025, 9, 1), dt.date(2025, 9, 9)))
    Membership.objects.filter(user=world.snv_officer).update(
        organisation=world.skhcn, role=RoleCode.COORDINATOR
    )
    mover = User.objects.get(pk=world.snv_officer.pk)
    assert refusals(world, mover) == ["confirmer_claimed"]
    with refused(TaskError, "confirmer_claimed"):
        actions.confirm(task=task, by=actor(mover))


def test_a_division_of_the_lead_and_a_second_post_in_it_count_as_the_lead(world, programme):
    division = make_body(
        "Phòng Tổng hợp", kind=Kind.DIVISION, level=Level.INTERNAL, parent=world.snv
    )
    task = ready(world, programme)
    both = make_user(
        "hai-chuc-vu", (world.skhcn, RoleCode.COORDINATOR), (division, RoleCode.OFFICER)
    )
    assert refusals(world, both) == ["confirmer_from_lead"]
    with refused(TaskError, "confirmer_from_lead"):
        actions.confirm(task=task, by=actor(both))


def test_the_body_that_claimed_does_not_confirm_after_it_was_replaced(world, programme):
    """Sở Nội vụ claimed, then the task went to Sở Tài chính: Sở Nội vụ is still not outside."""
    task = ready(world, programme)
    by = actor(world.coordinator)
    changed = Task.objects.get(pk=task.pk)
    actions.assign(task=changed, part="lead", body=world.stc, version=changed.version, by=by)
    moved = make_user(
        "dieu-phoi-snv", (world.snv, RoleCode.OFFICER), (world.skhcn, RoleCode.COORDINATOR)
    )
    assert refusals(world, moved) == ["confirmer_from_lead"]
    with refused(TaskError, "confirmer_from_lead"):
        actions.confirm(task=task, by=actor(moved))


# The page


def test_many_are_confirmed_with_their_evidence_seen(world, programme):
    tasks = [ready(world, programme) for _number in range(3)]
    client = signed_in(world.coordinator)
    body = client.get(QUEUE).content.decode()
    assert body.count("12/QĐ-UBND") >= 3
    assert confirm(client, body, tasks[:2]).status_code == 302
    assert [state_of(task) for task in tasks] == ["confirmed", "confirmed", "unit_approved"]


def test_what_was_not_seen_is_refused_with_why_and_the_others_are_confirmed(world, programme):
    seen, unseen = ready(world, programme), ready(world, programme)
    client = signed_in(world.coordinator)
    body = client.get(QUEUE).content.decode()
    response = confirm(client, body, [seen], picked=[seen, unseen])
    page = response.content.decode()
    assert response.status_code == 409
    assert "Chưa xem minh chứng của việc này" in page
    assert f"Chọn: {unseen.code}" in page
    assert [state_of(seen), state_of(unseen)] == ["confirmed", "unit_approved"]


def test_evidence_that_changed_since_the_page_was_opened_is_looked_at_again(world, programme):
    task = ready(world, programme)
    client = signed_in(world.coordinator)
    body = client.get(QUEUE).content.decode()
    more = NewEvidence(document_number="13/QĐ-UBND")
    actions.add_evidence(task=task, evidence=more, by=actor(world.snv_officer))
    response = confirm(client, body, [task])
    assert response.status_code == 409
    assert "vừa thay đổi sau khi trang được mở" in response.content.decode()
    assert state_of(task) == "unit_approved"


def test_a_claim_that_was_returned_meanwhile_is_not_confirmed(world, programme):
    task = ready(world, programme)
    client = signed_in(world.coordinator)
    body = client.get(QUEUE).content.decode()
    take_step(world, task, "return")
    response = confirm(client, body, [task])
    assert response.status_code == 409
    assert "vừa được người khác thay đổi" in response.content.decode()


@pytest.mark.parametrize("pick", ["", "1", "x:y:z", "1:2", f"{10**30}:1:a", "1:99999999999:b"])
def test_words_that_are_no_claim_confirm_nothing(world, programme, pick):
    client = signed_in(world.coordinator)
    response = client.post(QUEUE, {"act": "confirm", "pick": [pick], "seen": ["9" * 40, "x"]})
    assert response.status_code == 302


def test_one_is_returned_in_place_with_its_reason(world, programme):
    task = ready(world, programme)
    client = signed_in(world.coordinator)
    client.get(QUEUE)
    empty = client.post(QUEUE, {"return": task.pk, f"reason-{task.pk}": " "})
    assert empty.status_code == 409
    assert "Chưa nêu lý do" in empty.content.decode()
    given = {"return": task.pk, f"reason-{task.pk}": "Thiếu phụ lục"}
    assert client.post(QUEUE, given).status_code == 302
    event = task.events.get(action="return")
    assert (event.reason, state_of(task)) == ("Thiếu phụ lục", "live")


def test_a_return_of_an_older_reading_is_refused(world, programme):
    task = ready(world, programme)
    client = signed_in(world.coordinator)
    token = tokens(client.get(QUEUE).content.decode())[task.pk]
    for step in ("return", "claim", "approve"):
        take_step(world, Task.objects.get(pk=task.pk), step)
    given = {"return": task.pk, f"reason-{task.pk}": "Thiếu", "shown": [token]}
    assert client.post(QUEUE, given).status_code == 409
    assert state_of(task) == "unit_approved"


def test_chosen_in_the_list_they_are_shown_with_their_evidence(world, programme):
    tasks = [ready(world, programme) for _number in range(2)]
    live = bring_to(world, make_task(world, programme), State.LIVE)
    client = signed_in(world.coordinator)
    url = reverse("task-confirm-many")
    body = client.post(url, {"task": [tasks[0].pk, live.pk]}).content.decode()
    assert set(tokens(body)) == {tasks[0].pk}
    assert "Đang giao" in body
    given = {"act": "confirm", "pick": list(tokens(body).values()), "seen": [tasks[0].pk]}
    assert client.post(url, given).status_code == 302
    assert state_of(tasks[0]) == "confirmed"


def test_the_queue_costs_the_same_queries_however_long_it_is(world, programme, private_files):
    def fill(number: int) -> None:
        for _number in range(number):
            task = bring_to(world, make_task(world, programme), State.LIVE)
            actions.add_evidence(task=task, evidence=file_of(world), by=actor(world.snv_officer))
            take_step(world, take_step(world, task, "claim"), "approve")

    def cost() -> int:
        client = signed_in(world.coordinator)
        client.get(QUEUE)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(QUEUE).status_code == 200
        return len(queries)

    fill(2)
    few = cost()
    fill(6)
    assert cost() == few == 13


# More evidence than is shown at once


def much_proof(world: World, programme: Programme, number: int = 5) -> Task:
    task = bring_to(world, make_task(world, programme), State.LIVE)
    for place in range(number):
        given = NewEvidence(document_number=f"{place}/BC-SNV")
        actions.add_evidence(task=task, evidence=given, by=actor(world.snv_officer))
    return take_step(world, take_step(world, task, "claim"), "approve")


def unfold(client: Client, task: Task) -> str:
    url = reverse("confirm-proof", args=[task.pk])
    return client.get(url, headers={"HX-Request": "true"}).content.decode()


def opened_in(fragment: str) -> str:
    (token,) = re.findall(r'name="opened" value="([^"]+)"', fragment)
    return token


def test_the_newest_are_shown_and_the_others_wait_to_be_unfolded(world, programme):
    task = much_proof(world, programme)
    client = signed_in(world.coordinator)
    body = client.get(QUEUE).content.decode()
    shown = re.findall(r'class="evidence-name">([^<]+)<', body)
    assert shown == ["12/QĐ-UBND (01/09/2025)", "4/BC-SNV", "3/BC-SNV"]
    assert "Mở 3 minh chứng còn lại" in body
    assert re.search(rf'name="seen" value="{task.pk}" data-seen disabled', body)
    rest = re.findall(r'class="evidence-name">([^<]+)<', unfold(client, task))
    assert rest == ["2/BC-SNV", "1/BC-SNV", "0/BC-SNV"]


def test_evidence_that_was_not_unfolded_does_not_count_as_seen(world, programme):
    task = much_proof(world, programme)
    client = signed_in(world.coordinator)
    body = client.get(QUEUE).content.decode()
    response = confirm(client, body, [task])
    assert response.status_code == 409
    assert "còn minh chứng chưa mở ra xem" in response.content.decode()
    assert state_of(task) == "unit_approved"
    given = {"act": "confirm", "pick": [tokens(body)[task.pk]], "seen": [task.pk]}
    given["opened"] = [opened_in(unfold(client, task))]
    assert client.post(QUEUE, given).status_code == 302
    assert state_of(task) == "confirmed"


def test_what_was_unfolded_stays_open_where_the_page_is_shown_again(world, programme):
    task = much_proof(world, programme)
    client = signed_in(world.coordinator)
    body = client.get(QUEUE).content.decode()
    token = opened_in(unfold(client, task))
    given = {"act": "confirm", "pick": [tokens(body)[task.pk]], "opened": [token, "x", "9"]}
    again = client.post(QUEUE, given)
    page = again.content.decode()
    assert again.status_code == 409
    assert opened_in(page) == token
    assert page.count('class="evidence-name"') == 6
    assert "data-seen>" in page


def test_evidence_that_changed_is_not_marked_as_seen_when_the_page_is_shown_again(world, programme):
    task = ready(world, programme)
    client = signed_in(world.coordinator)
    body = client.get(QUEUE).content.decode()
    more = NewEvidence(document_number="13/QĐ-UBND")
    actions.add_evidence(task=task, evidence=more, by=actor(world.snv_officer))
    assert "data-seen checked" not in confirm(client, body, [task]).content.decode()


def test_unfolding_costs_the_same_queries_however_much_there_is(world, programme):
    def cost(task: Task) -> int:
        client = signed_in(world.coordinator)
        unfold(client, task)
        with CaptureQueriesContext(connection) as queries:
            unfold(client, task)
        return len(queries)

    few, many = much_proof(world, programme, 4), much_proof(world, programme, 20)
    assert cost(few) == cost(many) == 14


# The same evidence elsewhere


def test_the_same_file_elsewhere_is_named_where_it_may_be_seen_and_counted_where_not(
    world, programme, private_files
):
    here = bring_to(world, make_task(world, programme), State.LIVE)
    there = bring_to(world, make_task(world, programme), State.LIVE)
    hidden = take_step(
        world, make_task(world, programme, lead=world.congan, coordinating=[]), "go_live"
    )
    proof = file_of(world)
    row = actions.add_evidence(task=here, evidence=proof, by=actor(world.snv_officer))
    actions.add_evidence(task=there, evidence=proof, by=actor(world.snv_officer))
    actions.add_evidence(task=hidden, evidence=proof, by=actor(world.congan_officer))
    found = duplicates_of([row], actor(world.snv_officer))[row.pk]
    assert ([task.pk for task in found.tasks], found.hidden) == ([there.pk], 1)
    body = signed_in(world.snv_head).get(reverse("evidence", args=[row.pk])).content.decode()
    assert f"cũng là minh chứng của {there.code}, Sở Nội vụ; 1 nhiệm vụ khác" in body
    assert hidden.code not in body


@pytest.mark.parametrize(
    ("number", "day", "is_same"),
    [
        ("12/QĐ-UBND", dt.date(2025, 9, 1), True),
        (" 12 / qđ-ubnd", dt.date(2025, 9, 1), True),
        ("12/QĐ-UBND", None, True),
        ("12/QĐ-UBND", dt.date(2024, 9, 1), False),
        ("112/QĐ-UBND", dt.date(2025, 9, 1), False),
    ],
)
def test_the_same_document_is_the_same_number_with_no_other_date(
    world, programme, number, day, is_same
):
    one = bring_to(world, make_task(world, programme), State.LIVE)
    other = bring_to(world, make_task(world, programme), State.LIVE)
    by = actor(world.snv_officer)
    row = actions.add_evidence(task=one, evidence=PROOF, by=by)
    given = NewEvidence(document_number=number, document_date=day)
    second = actions.add_evidence(task=other, evidence=given, by=by)
    assert (row.pk in duplicates_of([row], by)) is is_same
    assert (second.pk in duplicates_of([second], by)) is is_same


def test_what_was_withdrawn_or_is_of_the_same_task_is_no_duplicate(world, programme):
    task = bring_to(world, make_task(world, programme), State.LIVE)
    other = bring_to(world, make_task(world, programme), State.LIVE)
    by = actor(world.snv_officer)
    row = actions.add_evidence(task=task, evidence=PROOF, by=by)
    actions.add_evidence(task=task, evidence=PROOF, by=by)
    twin = actions.add_evidence(task=other, evidence=PROOF, by=by)
    actions.withdraw_evidence(evidence=twin, reason="Nhầm", by=by)
    assert duplicates_of([row], by) == {}


def test_who_gives_evidence_that_stands_elsewhere_is_told_at_once(world, programme):
    other = bring_to(world, make_task(world, programme), State.LIVE)
    actions.add_evidence(task=other, evidence=PROOF, by=actor(world.snv_officer))
    task = bring_to(world, make_task(world, programme), State.LIVE)
    client = signed_in(world.snv_officer)
    given = {
        "version": task.version,
        "done_on": "10/09/2025",
        "document_number": "12/QĐ-UBND",
        "document_date": "01/09/2025",
    }
    url = reverse("task-claim", args=[task.pk])
    body = client.post(url, given, follow=True).content.decode()
    assert f"cũng là minh chứng của {other.code}, Sở Nội vụ" in body
    queue = signed_in(world.snv_head).get(reverse("task-approve", args=[task.pk]))
    assert f"cũng là minh chứng của {other.code}" in queue.content.decode()


# A look at evidence


def test_a_text_is_shown_by_its_first_words_and_downloaded_in_a_sandbox(
    world, programme, private_files
):
    task = bring_to(world, make_task(world, programme), State.LIVE)
    row = actions.add_evidence(
        task=task,
        evidence=file_of(world, "Biên bản <script>x</script>".encode()),
        by=actor(world.snv_officer),
    )
    client = signed_in(world.snv_head)
    body = client.get(reverse("evidence", args=[row.pk])).content.decode()
    assert "Biên bản &lt;script&gt;" in body
    assert row.stored_file.sha256 in body
    response = client.get(reverse("evidence-download", args=[row.pk]))
    assert response["Content-Security-Policy"].startswith("sandbox")
    b"".join(response.streaming_content)


def test_evidence_is_withdrawn_on_its_page_and_stays_marked_in_the_history(world, programme):
    task = bring_to(world, make_task(world, programme), State.LIVE)
    row = actions.add_evidence(task=task, evidence=PROOF, by=actor(world.snv_officer))
    client = signed_in(world.snv_officer)
    url = reverse("evidence-withdraw", args=[row.pk])
    assert client.post(url, {"reason": ""}).status_code == 422
    assert client.post(url, {"reason": "Nhầm số"}).status_code == 302
    assert client.post(url, {"reason": "Nhầm số"}).status_code == 409
    body = client.get(reverse("task", args=[task.pk])).content.decode()
    assert "đã rút: Nhầm số" in body
    assert "Minh chứng đã rút" in client.get(reverse("evidence", args=[row.pk])).content.decode()
    assert Evidence.objects.filter(task=task).count() == 1
