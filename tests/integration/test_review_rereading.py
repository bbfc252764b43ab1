"""A better reading of a file under review: unreviewed drafts are read anew, decisions stay."""

from __future__ import annotations

import datetime as dt

import pytest
from django.test import Client
from django.urls import reverse

import vanban
from tests.document_factories import extract_plan, make_docx
from tests.factories import World, actor, make_world
from tests.integration.test_intake import (
    accept_all_and_approve,
    changes,
    clause,
    ids,
    new_programme,
    signed_in,
)
from tiendo.documents.models import TextVersion
from tiendo.documents.passages import reanchor_passages
from tiendo.documents.readings import PARSER, dump_structure
from tiendo.intake.approval import approve_run
from tiendo.intake.errors import ReviewRefused
from tiendo.intake.extraction import start_extraction
from tiendo.intake.models import Draft, DraftState, ExtractionRun, RunState
from tiendo.intake.problems import dismiss_problem, problems_of
from tiendo.intake.queries import drafts_in
from tiendo.intake.refreshing import keep_decision, take_new_reading
from tiendo.intake.review import decide_drafts, edit_draft
from tiendo.intake.splitting import split_draft
from tiendo.tasks.models import Task

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("private_files")]

OLD = (
    "II. NHIỆM VỤ",
    "1. Sở Nội vụ xây dựng quy chế khen thưởng sáng kiến số trước ngày 30/9/2025.",
    "2. Sở Tài chính bố trí kinh phí vận hành kho dữ liệu trong quý IV/2025.",
    "3. Công an tỉnh kiểm tra an toàn mạng trước ngày 08/6/20210.",
    "4. Sở Nội vụ mở lớp tập huấn kỹ năng số cho cán bộ xã trong năm 2026.",
)
NEW = (
    *OLD[:1],
    "1. Sở Nội vụ xây dựng quy chế khen thưởng sáng kiến số trước ngày 30/10/2025.",
    "2. Sở Tài chính bố trí kinh phí vận hành kho dữ liệu trong quý I/2026.",
    OLD[3],
    "5. Sở Khoa học và Công nghệ công bố bộ dữ liệu mở đầu tiên trước ngày 15/12/2025.",
)


@pytest.fixture
def world() -> World:
    return make_world()


@pytest.fixture
def run(world: World) -> ExtractionRun:
    return extract_plan(world, make_docx(OLD))


def read_anew(run: ExtractionRun, lines: tuple[str, ...] = NEW) -> TextVersion:
    """A later reading of the run's file, as a better reader would give it."""
    parsed = vanban.parse(vanban.read(make_docx(lines), "ke-hoach.docx"))
    new = TextVersion.objects.create(
        rendition=run.text.rendition,
        reader="better/9",
        sha256="1" * 64,
        content=parsed.text.content,
        structure=dump_structure(parsed.text),
        parser=PARSER,
        parsed=vanban.to_json(parsed),
        created_at=run.text.created_at + dt.timedelta(days=1),
    )
    reanchor_passages(run.text, new)
    return new


def follow_up(run: ExtractionRun, world: World) -> ExtractionRun:
    made = start_extraction(text=read_anew(run), by=actor(world.coordinator))
    run.refresh_from_db()
    return made


def test_drafts_nobody_reviewed_are_read_anew(run: ExtractionRun, world: World) -> None:
    later = follow_up(run, world)
    assert later.follows == run
    assert run.state == RunState.REPLACED
    draft = clause(later, "II.1")
    assert draft.deadline_keys == ["2025-10-30"]
    assert draft.differs == ["title", "deadline"]
    assert draft.earlier == clause(run, "II.1")
    assert clause(later, "II.5").differs == ["new"]
    assert clause(later, "II.3").differs == []


def test_a_reviewed_draft_keeps_the_persons_decision_and_words(
    run: ExtractionRun, world: World
) -> None:
    by, draft = actor(world.coordinator), clause(run, "II.2")
    typed = changes(draft, title="Bố trí kinh phí", lead_text="Sở Nội vụ")
    edit_draft(draft=draft, version=1, changes=typed, by=by)
    decide_drafts(run=run, draft_ids=[draft.pk], decision="accept", by=by)
    kept = clause(follow_up(run, world), "II.2")
    assert (kept.title, kept.lead, kept.state) == (
        "Bố trí kinh phí",
        world.snv,
        DraftState.ACCEPTED,
    )
    assert kept.deadline_keys == ["2025-Q4"]
    assert kept.reviewed_by == world.coordinator
    assert "deadline" in kept.differs


def test_a_reviewed_draft_that_is_not_read_again_stays(run: ExtractionRun, world: World) -> None:
    by, draft = actor(world.coordinator), clause(run, "II.4")
    decide_drafts(run=run, draft_ids=[draft.pk], decision="accept", by=by)
    later = follow_up(run, world)
    kept = clause(later, "II.4")
    assert kept.state == DraftState.ACCEPTED
    assert kept.differs == ["gone"]
    assert kept.passages.get() == draft.passages.get()
    assert not Draft.objects.filter(run=later, path="II.4").exclude(pk=kept.pk).exists()


def test_the_new_reading_is_taken_or_put_aside(run: ExtractionRun, world: World) -> None:
    by = actor(world.coordinator)
    decide_drafts(run=run, draft_ids=ids(run), decision="accept", by=by)
    later = follow_up(run, world)
    first, second = clause(later, "II.1"), clause(later, "II.2")
    taken = take_new_reading(draft=first, version=first.version, by=by)
    assert (taken.deadline_keys, taken.differs) == (["2025-10-30"], [])
    assert taken.state == DraftState.ACCEPTED
    kept = keep_decision(draft=second, version=second.version, by=by)
    assert (kept.deadline_keys, kept.differs) == (["2025-Q4"], [])
    with pytest.raises(ReviewRefused, match="không khác bản đọc trước"):
        keep_decision(draft=kept, version=kept.version, by=by)


def test_a_split_stays_split_in_the_new_reading(run: ExtractionRun, world: World) -> None:
    by, draft = actor(world.coordinator), clause(run, "II.1")
    split_draft(draft=draft, version=1, titles=["Dự thảo quy chế", "Ban hành quy chế"], by=by)
    later = follow_up(run, world)
    whole = Draft.objects.get(run=later, path="II.1", split_from=None)
    assert whole.state == DraftState.SPLIT
    parts = Draft.objects.filter(split_from=whole).order_by("order")
    assert [part.title for part in parts] == ["Dự thảo quy chế", "Ban hành quy chế"]
    assert whole.order < parts[0].order < clause(later, "II.2").order


def test_orders_of_the_new_run_are_without_gaps(run: ExtractionRun, world: World) -> None:
    by = actor(world.coordinator)
    decide_drafts(run=run, draft_ids=ids(run), decision="accept", by=by)
    later = follow_up(run, world)
    orders = [draft.order for draft in drafts_in(later)]
    assert orders == list(range(1, len(orders) + 1))


def test_a_problem_put_aside_stays_so(run: ExtractionRun, world: World) -> None:
    by = actor(world.coordinator)
    problem = next(p for p in problems_of(run, drafts_in(run)) if p.code == "impossible_date")
    dismiss_problem(run=run, key=problem.key, reason="Đã hỏi", by=by)
    later = follow_up(run, world)
    assert problem.key in {p.key for p in problems_of(later, drafts_in(later))}
    assert later.dismissed.get().reason == "Đã hỏi"


def test_a_better_reading_of_an_approved_plan_makes_no_second_task(
    run: ExtractionRun, world: World
) -> None:
    first = accept_all_and_approve(world, run)
    count = Task.objects.count()
    later = follow_up(run, world)
    assert run.state == RunState.APPROVED
    assert clause(later, "II.1").repeats == clause(run, "II.1").task
    by = actor(world.coordinator)
    decide_drafts(run=later, draft_ids=ids(later), decision="accept", by=by)
    second = approve_run(run=later, programme=first.programme, by=by)
    assert [task.title[:20] for task in second.tasks] == ["Sở Khoa học và Công "]
    assert Task.objects.count() == count + 1
    source = clause(later, "II.1").passages.get()
    assert source.task_sources.get().task == clause(run, "II.1").task


def test_an_older_reading_never_takes_over_from_a_newer_one(
    run: ExtractionRun, world: World
) -> None:
    older = read_anew(run)
    TextVersion.objects.filter(pk=older.pk).update(
        created_at=run.text.created_at - dt.timedelta(days=1)
    )
    older.refresh_from_db()
    late = start_extraction(text=older, by=actor(world.coordinator))
    run.refresh_from_db()
    assert (late.follows, run.state) == (None, RunState.REVIEW)


def test_the_page_says_how_much_differs_and_leads_on(run: ExtractionRun, world: World) -> None:
    by, client = actor(world.coordinator), signed_in(world.coordinator)
    decide_drafts(run=run, draft_ids=ids(run), decision="accept", by=by)
    new = read_anew(run)
    old_page = page_of(client, run)
    assert reverse("intake-start", args=[new.pk]) in old_page
    client.post(reverse("intake-start", args=[new.pk]))
    later = ExtractionRun.objects.get(text=new)
    page = page_of(client, later)
    assert "Bản đọc mới khác ở 4 chỗ" in page
    assert "Dùng bản đọc mới" in page
    assert reverse("intake-review", args=[later.pk]) in page_of(client, run)
    draft = clause(later, "II.1")
    sent = {"version": str(draft.version), "chon": "moi"}
    assert client.post(reverse("intake-draft-reading", args=[draft.pk]), sent).status_code == 302
    assert clause(later, "II.1").differs == []


def test_a_replaced_run_is_not_changed_any_more(run: ExtractionRun, world: World) -> None:
    follow_up(run, world)
    with pytest.raises(ReviewRefused, match="không còn ở bước rà soát"):
        decide_drafts(run=run, draft_ids=ids(run), decision="accept", by=actor(world.coordinator))


def test_a_run_can_be_approved_after_the_decisions_moved(run: ExtractionRun, world: World) -> None:
    by = actor(world.coordinator)
    decide_drafts(run=run, draft_ids=ids(run), decision="accept", by=by)
    later = follow_up(run, world)
    approval = approve_run(run=later, programme=new_programme(world), by=by)
    assert len(approval.tasks) == 4


def page_of(client: Client, run: ExtractionRun) -> str:
    return client.get(reverse("intake-review", args=[run.pk])).content.decode()
