"""From a document to live tasks: drafts, review, approval once, going live."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.document_factories import (
    extract_plan,
    make_docx,
    many_task_rows,
    plan_docx,
    register_plan,
    text_of,
)
from tests.factories import World, actor, make_world
from tiendo.accounts.actor import PermissionRefused
from tiendo.accounts.models import User
from tiendo.audit.models import AuditEvent
from tiendo.intake import extraction
from tiendo.intake.approval import Approval, NewProgramme, approve_run
from tiendo.intake.errors import ApprovalRefused, EditedMeanwhile, ReviewRefused
from tiendo.intake.going_live import go_live_ready, readiness
from tiendo.intake.linking import link_to_clause
from tiendo.intake.marks import missing_marks
from tiendo.intake.merging import merge_drafts
from tiendo.intake.models import Draft, DraftState, ExtractionRun, RunState
from tiendo.intake.queries import drafts_in, progress, unknown_bodies
from tiendo.intake.review import (
    DraftChanges,
    Filling,
    adopt_body,
    decide_drafts,
    edit_draft,
    fill_drafts,
)
from tiendo.intake.splitting import expand_lead, split_draft
from tiendo.organisations.actions import add_provisional
from tiendo.organisations.models import BodyGroup, Kind
from tiendo.programmes.models import PlanSection, Programme
from tiendo.tasks.models import Lifecycle, Part, Task

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("private_files")]


@pytest.fixture
def world() -> World:
    return make_world()


@pytest.fixture
def run(world: World) -> ExtractionRun:
    return extract_plan(world)


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def row(run: ExtractionRun, no: str) -> Draft:
    return Draft.objects.get(run=run, part="appendix-2", no=no)


def clause(run: ExtractionRun, path: str) -> Draft:
    return Draft.objects.get(run=run, part="body", path=path, kind="task")


def ids(run: ExtractionRun) -> list[int]:
    return [draft.pk for draft in drafts_in(run)]


def new_programme(world: World) -> NewProgramme:
    return NewProgramme(
        title="Kế hoạch thúc đẩy chuyển đổi số",
        short_title="Kế hoạch 77",
        owner=world.ubnd,
        coordinator=world.skhcn,
        starts_on=dt.date(2025, 7, 15),
    )


def accept_all_and_approve(world: World, run: ExtractionRun) -> Approval:
    by = actor(world.coordinator)
    decide_drafts(run=run, draft_ids=ids(run), decision="accept", by=by)
    return approve_run(run=run, programme=new_programme(world), by=by)


# Extraction


def test_a_plan_gives_clauses_rows_and_targets_in_document_order(run: ExtractionRun) -> None:
    drafts = drafts_in(run)
    assert run.state == RunState.REVIEW
    assert [d.path for d in drafts if d.part == "body"][:4] == [
        "II.1.a",
        "II.1.b",
        "II.2.a",
        "II.2.b",
    ]
    assert [d.no for d in drafts if d.part == "appendix-1"] == ["1", "2"]
    assert [d.no for d in drafts if d.part == "appendix-2"] == ["1", "2", "3"]
    starts = [d.extracted["span"][0] for d in drafts]
    assert starts == sorted(starts)


def test_bodies_are_named_and_an_unknown_one_is_kept_as_text(
    run: ExtractionRun, world: World
) -> None:
    assert row(run, "2").lead == world.snv
    unknown = row(run, "3")
    assert unknown.lead is None
    assert unknown.lead_text == "Trung tâm Kết nối Vùng cao"
    assert "lead" in missing_marks(unknown)
    assert unknown_bodies(run)["Trung tâm Kết nối Vùng cao"] == 1


def test_a_row_is_linked_to_the_clause_with_its_words(run: ExtractionRun) -> None:
    assert row(run, "1").details == clause(run, "II.1.a")
    assert row(run, "3").details == clause(run, "II.2.a")
    assert row(run, "2").details is None


def test_deadlines_and_the_deciding_body_are_read(run: ExtractionRun) -> None:
    draft = row(run, "2")
    assert draft.deadline_keys == ["2025-Q4"]
    assert draft.last_day == dt.date(2025, 12, 31)
    assert draft.deciding_text == "UBND tỉnh"
    assert missing_marks(draft) == ()


def test_every_draft_has_the_passage_it_came_from(run: ExtractionRun) -> None:
    content = run.text.content
    for draft in Draft.objects.filter(run=run).prefetch_related("passages"):
        passage = draft.passages.get()
        assert content[passage.start : passage.end] == passage.quote
        assert passage.part == draft.part


def test_a_text_is_extracted_once(run: ExtractionRun, world: World) -> None:
    again = extraction.start_extraction(text=run.text, by=actor(world.coordinator))
    assert again == run
    assert Draft.objects.filter(run=run).count() == len(ids(run))


def test_a_long_text_waits_for_the_worker(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(extraction, "INLINE_CHARACTERS", 100)
    waiting = extract_plan(world)
    assert waiting.state == RunState.PENDING
    with connection.cursor() as cursor:
        cursor.execute("SELECT args FROM procrastinate_jobs WHERE task_name = 'intake.extract'")
        assert cursor.fetchall() == [(f'{{"run_id": {waiting.pk}}}',)]
    page = signed_in(world.coordinator).get(reverse("intake-review", args=[waiting.pk]))
    assert "hx-get" in page.content.decode()
    assert extraction.extract(waiting.pk).state == RunState.REVIEW
    assert extraction.extract(waiting.pk).state == RunState.REVIEW
    assert Draft.objects.filter(run=waiting).count() == 10


def test_an_impossible_date_is_a_problem_on_the_page(world: World) -> None:
    raw = make_docx(["II. NHIỆM VỤ", "1. Hạ tầng", "a) Nghiệm thu trước ngày 08/6/20210."])
    run = extract_plan(world, raw)
    address = reverse("intake-review", args=[run.pk]) + "?muc=van-de"
    page = signed_in(world.coordinator).get(address).content.decode()
    assert "08/6/20210" in page
    assert "Ngày không có thật" in page


# Review


def test_decisions_change_the_state_and_can_be_taken_back(run: ExtractionRun, world: World) -> None:
    by, draft = actor(world.coordinator), row(run, "1")
    for decision, state in (
        ("accept", DraftState.ACCEPTED),
        ("orientation", DraftState.ORIENTATION),
        ("reject", DraftState.REJECTED),
        ("restore", DraftState.PROPOSED),
    ):
        decide_drafts(run=run, draft_ids=[draft.pk], decision=decision, by=by)
        draft.refresh_from_db()
        assert draft.state == state
    assert draft.version == 5
    assert draft.reviewed_by == world.coordinator


def test_many_drafts_are_decided_at_once_with_one_event(run: ExtractionRun, world: World) -> None:
    decide_drafts(run=run, draft_ids=ids(run), decision="accept", by=actor(world.coordinator))
    assert not Draft.objects.filter(run=run).exclude(state=DraftState.ACCEPTED).exists()
    event = AuditEvent.objects.get(action="draft.accepted")
    assert event.after is not None and event.after["drafts"] == ids(run)


def test_a_stranger_cannot_review(run: ExtractionRun, world: World) -> None:
    with pytest.raises(PermissionRefused):
        decide_drafts(run=run, draft_ids=ids(run), decision="accept", by=actor(world.stc_officer))


def changes(draft: Draft, **given: str) -> DraftChanges:
    values = {
        "title": draft.title,
        "product": draft.product,
        "lead_text": draft.lead_text,
        "deciding_text": draft.deciding_text,
        "deadline_raw": draft.deadline_raw,
        **given,
    }
    return DraftChanges(**values)


def test_an_edit_reads_names_and_deadlines_as_the_document_does(
    run: ExtractionRun, world: World
) -> None:
    draft = clause(run, "II.2.b")
    typed = changes(
        draft,
        lead_text="sở tài chính",
        deadline_raw="trước ngày 15/11/2025",
        coordinating_text="Sở Nội vụ; Công an tỉnh",
    )
    edited = edit_draft(draft=draft, version=1, changes=typed, by=actor(world.coordinator))
    assert edited.lead == world.stc
    assert edited.deadline_keys == ["2025-11-15"]
    assert edited.last_day == dt.date(2025, 11, 14)
    assert [body.organisation for body in edited.coordinating.all()] == [world.snv, world.congan]
    assert edited.extracted["leads"] == []


def test_the_second_editor_sees_the_first_ones_change(run: ExtractionRun, world: World) -> None:
    draft, by = row(run, "2"), actor(world.coordinator)
    edit_draft(draft=draft, version=1, changes=changes(draft, title="Một"), by=by)
    with pytest.raises(EditedMeanwhile) as error:
        edit_draft(draft=draft, version=1, changes=changes(draft, title="Hai"), by=by)
    assert error.value.current.title == "Một"
    response = signed_in(world.coordinator).post(
        reverse("intake-draft-edit", args=[draft.pk]), {"version": "1", "title": "Hai"}
    )
    page = response.content.decode()
    assert response.status_code == 409
    assert "Một" in page and "Hai" in page
    assert 'name="version" value="2"' in page


def test_an_impossible_deadline_is_refused(run: ExtractionRun, world: World) -> None:
    draft = row(run, "2")
    response = signed_in(world.coordinator).post(
        reverse("intake-draft-edit", args=[draft.pk]),
        {"version": "1", "title": "x", "deadline_raw": "trước ngày 31/02/2026"},
    )
    assert response.status_code == 422
    assert "31/02/2026" in response.content.decode()
    draft.refresh_from_db()
    assert draft.version == 1


def test_filling_many_leaves_what_is_there(run: ExtractionRun, world: World) -> None:
    filling = Filling(lead_text="Công an tỉnh", deadline_raw="Quý I/2026", product="Báo cáo")
    changed = fill_drafts(run=run, draft_ids=ids(run), filling=filling, by=actor(world.coordinator))
    assert row(run, "2").lead == world.snv
    assert row(run, "2").deadline_keys == ["2025-Q4"]
    filled = clause(run, "II.1.b")
    assert filled in changed
    assert (filled.lead, filled.product) == (world.congan, "Báo cáo")
    assert filled.last_day == dt.date(2026, 3, 31)


def test_filling_overwrites_where_asked(run: ExtractionRun, world: World) -> None:
    filling = Filling(lead_text="Công an tỉnh", only_empty=False)
    fill_drafts(run=run, draft_ids=ids(run), filling=filling, by=actor(world.coordinator))
    assert row(run, "2").lead == world.congan


def test_a_split_makes_drafts_with_the_same_passages_in_place(
    run: ExtractionRun, world: World
) -> None:
    draft = clause(run, "II.1.b")
    after = clause(run, "II.2.a")
    parts = split_draft(
        draft=draft, version=1, titles=["Quỹ một", " ", "Quỹ hai"], by=actor(world.coordinator)
    )
    draft.refresh_from_db()
    after.refresh_from_db()
    assert draft.state == DraftState.SPLIT
    assert [part.title for part in parts] == ["Quỹ một", "Quỹ hai"]
    assert draft.order < parts[0].order < parts[1].order < after.order
    assert all(set(p.passages.all()) == set(draft.passages.all()) for p in parts)


def test_a_split_needs_two_lines(run: ExtractionRun, world: World) -> None:
    with pytest.raises(ReviewRefused, match="ít nhất hai dòng"):
        split_draft(draft=row(run, "1"), version=1, titles=["một"], by=actor(world.coordinator))


def test_a_merge_gathers_passages_and_fills_what_is_missing(
    run: ExtractionRun, world: World
) -> None:
    into, other = clause(run, "II.1.b"), row(run, "2")
    merged = merge_drafts(run=run, into=into, others=[other.pk], by=actor(world.coordinator))
    other.refresh_from_db()
    assert other.state == DraftState.MERGED
    assert other.merged_into == into
    assert merged.lead == world.snv
    assert merged.passages.count() == 2
    assert [body.organisation for body in merged.coordinating.all()] == [world.stc]
    decide_drafts(run=run, draft_ids=[other.pk], decision="restore", by=actor(world.coordinator))
    other.refresh_from_db()
    assert other.merged_into is None


def test_a_row_is_linked_to_a_clause_by_its_path(run: ExtractionRun, world: World) -> None:
    by = actor(world.coordinator)
    linked = link_to_clause(draft=row(run, "2"), version=1, path="II.2.b", by=by)
    assert linked.details == clause(run, "II.2.b")
    with pytest.raises(ReviewRefused, match="Không có mục"):
        link_to_clause(draft=linked, version=2, path="IX.9.z", by=by)
    assert link_to_clause(draft=linked, version=2, path="", by=by).details is None


def test_an_added_body_names_the_drafts_that_waited_for_it(
    run: ExtractionRun, world: World
) -> None:
    by, name = actor(world.coordinator), "Trung tâm Kết nối Vùng cao"
    assert adopt_body(run=run, text=name, by=by) == 0
    body = add_provisional(name=name, by=by)
    assert adopt_body(run=run, text=name, by=by) == 1
    assert row(run, "3").lead == body
    assert name not in unknown_bodies(run)


def test_a_generic_lead_becomes_one_draft_for_each_body(run: ExtractionRun, world: World) -> None:
    group = BodyGroup.objects.create(
        name="UBND các phường",
        slug="ubnd-cac-phuong",
        folded_names=["ubnd cac phuong"],
        kinds=[Kind.WARD, Kind.COMMUNE],
        source="thử",
    )
    draft, by = row(run, "2"), actor(world.coordinator)
    with pytest.raises(ReviewRefused, match="không phải một nhóm"):
        expand_lead(draft=draft, version=1, by=by)
    Draft.objects.filter(pk=draft.pk).update(lead=None, lead_group=group)
    assert "lead" in missing_marks(row(run, "2"))
    parts = expand_lead(draft=draft, version=1, by=by)
    assert {part.lead for part in parts} == {world.ea_trang, world.tan_an}
    assert all(part.lead_group is None and missing_marks(part) == () for part in parts)
    draft.refresh_from_db()
    assert draft.state == DraftState.SPLIT


# Approval


def test_approval_makes_tasks_sections_and_codes(run: ExtractionRun, world: World) -> None:
    approval = accept_all_and_approve(world, run)
    codes = {task.code: task for task in approval.tasks}
    assert {"PL2-01", "PL2-02", "PL2-03", "II.1.b", "II.2.b"} <= codes.keys()
    task = codes["PL2-02"]
    assert task.lifecycle == Lifecycle.DRAFT
    assert task.section is not None and task.section.path == "II.1"
    assert task.last_day == dt.date(2025, 12, 31)
    assert codes["PL2-03"].recurrence == "R:quarterly"
    assert task.assignments.get(part=Part.LEAD).organisation == world.snv
    assert PlanSection.objects.get(path="II.2").title == "Hạ tầng và dữ liệu"


def test_a_clause_its_row_carries_out_is_not_counted_twice(
    run: ExtractionRun, world: World
) -> None:
    approval = accept_all_and_approve(world, run)
    codes = {task.code: task for task in approval.tasks}
    assert "II.1.a" not in codes
    assert approval.covered == 2
    parts = [source.passage.part for source in codes["PL2-01"].sources.all()]
    assert parts == ["appendix-2", "body"]


def test_targets_and_what_was_not_accepted_make_no_task(run: ExtractionRun, world: World) -> None:
    by = actor(world.coordinator)
    decide_drafts(run=run, draft_ids=ids(run), decision="accept", by=by)
    decide_drafts(run=run, draft_ids=[clause(run, "II.2.b").pk], decision="orientation", by=by)
    approval = approve_run(run=run, programme=new_programme(world), by=by)
    assert approval.targets == 2
    assert "II.2.b" not in {task.code for task in approval.tasks}
    assert Task.objects.count() == len(approval.tasks)


def test_lead_less_clauses_stay_drafts_and_are_counted(run: ExtractionRun, world: World) -> None:
    approval = accept_all_and_approve(world, run)
    assert approval.lacking["lead"] == 3
    by = actor(world.coordinator)
    state = readiness(run=run, by=by)
    assert {task.code for task in state.ready} == {"PL2-01", "PL2-02"}
    gone = go_live_ready(run=run, by=by)
    assert {task.code for task in gone.tasks} == {"PL2-01", "PL2-02"}
    assert Task.objects.get(code="II.1.b").lifecycle == Lifecycle.DRAFT


def test_a_run_is_approved_once(run: ExtractionRun, world: World) -> None:
    accept_all_and_approve(world, run)
    count = Task.objects.count()
    with pytest.raises(ApprovalRefused, match="không duyệt lần thứ hai"):
        approve_run(run=run, programme=new_programme(world), by=actor(world.coordinator))
    response = signed_in(world.coordinator).post(
        reverse("intake-approve", args=[run.pk]),
        {"programme": str(Programme.objects.get().pk)},
    )
    assert response.status_code == 409
    assert "không duyệt lần thứ hai" in response.content.decode()
    assert Task.objects.count() == count


def test_nothing_changes_after_approval(run: ExtractionRun, world: World) -> None:
    accept_all_and_approve(world, run)
    with pytest.raises(ReviewRefused, match="không còn ở bước rà soát"):
        decide_drafts(run=run, draft_ids=ids(run), decision="reject", by=actor(world.coordinator))


def test_an_approval_without_accepted_tasks_makes_nothing(run: ExtractionRun, world: World) -> None:
    with pytest.raises(ApprovalRefused, match="Chưa có nhiệm vụ nào"):
        approve_run(run=run, programme=new_programme(world), by=actor(world.coordinator))
    assert not Programme.objects.exists()


def test_two_documents_may_go_into_one_programme(run: ExtractionRun, world: World) -> None:
    first = accept_all_and_approve(world, run)
    by = actor(world.coordinator)
    other = extract_plan(world, plan_docx("78"))
    decide_drafts(run=other, draft_ids=ids(other), decision="accept", by=by)
    second = approve_run(run=other, programme=first.programme, by=by)
    codes = [task.code for task in (*first.tasks, *second.tasks)]
    assert len(codes) == len(set(codes))
    assert "PL2-01-2" in codes


# Pages


def test_the_journey_works_as_plain_forms(world: World) -> None:
    client = signed_in(world.coordinator)
    text = text_of(register_plan(world))
    run_address = client.post(reverse("intake-start", args=[text.pk])).headers["Location"]
    run = ExtractionRun.objects.get()
    assert run_address == reverse("intake-review", args=[run.pk])
    one = row(run, "1")
    decided = client.post(
        reverse("intake-decide", args=[run.pk]), {"decision": f"accept:{one.pk}", "ve": "page=1"}
    )
    assert decided.headers["Location"] == f"{run_address}?page=1#d{one.pk}"
    bulk = {"action": "accept", "ids": [str(pk) for pk in ids(run)]}
    assert client.post(reverse("intake-bulk", args=[run.pk]), bulk).status_code == 302
    data = {
        "title": "Kế hoạch",
        "short_title": "Kế hoạch 77",
        "owner": str(world.ubnd.pk),
        "coordinator": str(world.skhcn.pk),
        "starts_on": "15/07/2025",
    }
    approved = client.post(reverse("intake-approve", args=[run.pk]), data)
    assert approved.headers["Location"] == reverse("intake-go-live", args=[run.pk])
    page = client.get(reverse("intake-go-live", args=[run.pk])).content.decode()
    assert "2 nhiệm vụ đủ" in page
    assert client.post(reverse("intake-go-live", args=[run.pk])).status_code == 302
    assert Task.objects.filter(lifecycle=Lifecycle.LIVE).count() == 2


def test_a_script_gets_the_card_and_the_bar_alone(run: ExtractionRun, world: World) -> None:
    draft = row(run, "1")
    response = signed_in(world.coordinator).post(
        reverse("intake-decide", args=[run.pk]),
        {"decision": f"accept:{draft.pk}"},
        headers={"HX-Request": "true"},
    )
    part = response.content.decode()
    assert part.startswith("<article")
    assert 'hx-swap-oob="true"' in part
    assert "is-accepted" in part


def test_many_are_filled_from_the_page(run: ExtractionRun, world: World) -> None:
    client, address = signed_in(world.coordinator), reverse("intake-bulk", args=[run.pk])
    chosen = {"ids": [str(clause(run, "II.1.b").pk)]}
    form = client.post(address, {"action": "fill", **chosen})
    assert "Điền cho 1 mục" in form.content.decode()
    sent = client.post(address, {"action": "fill-apply", "product": "Báo cáo", **chosen})
    assert sent.status_code == 302
    assert clause(run, "II.1.b").product == "Báo cáo"


def test_unknown_decisions_are_bad_requests(run: ExtractionRun, world: World) -> None:
    client = signed_in(world.coordinator)
    decide = reverse("intake-decide", args=[run.pk])
    assert client.post(decide, {"decision": "delete:1"}).status_code == 400
    bulk = reverse("intake-bulk", args=[run.pk])
    assert client.post(bulk, {"action": "drop"}).status_code == 400


def test_text_and_cards_point_at_each_other(run: ExtractionRun, world: World) -> None:
    address = reverse("intake-review", args=[run.pk])
    page = signed_in(world.coordinator).get(address).content.decode()
    for draft in drafts_in(run):
        assert page.count(f'data-pair="d{draft.pk}"') >= 2


def test_the_review_page_asks_the_same_number_of_queries_for_300_drafts(world: World) -> None:
    small = extract_plan(world)
    large = extract_plan(world, plan_docx("90", many_task_rows(300)))
    client = signed_in(world.coordinator)
    counts = [_queries(client, reverse("intake-review", args=[r.pk])) for r in (small, large)]
    assert counts[0] == counts[1] == 16
    assert len(drafts_in(large)) > 300


def test_progress_counts_reviewed_and_what_is_missing(run: ExtractionRun, world: World) -> None:
    first = progress(drafts_in(run))
    assert (first.reviewed, first.total) == (0, 10)
    assert first.lacking["lead"] == 5
    decide_drafts(
        run=run,
        draft_ids=[clause(run, "II.1.b").pk],
        decision="reject",
        by=actor(world.coordinator),
    )
    second = progress(drafts_in(run))
    assert second.reviewed == 1
    assert second.lacking["lead"] == 4


def _queries(client: Client, address: str) -> int:
    client.get(address)
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).status_code == 200
    return len(queries)
