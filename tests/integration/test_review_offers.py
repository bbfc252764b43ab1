"""What a review offers: splits read in a clause, links of rows, problems put aside, undo."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

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
    unsure_link,
)
from tests.factories import World, actor, make_world
from tests.integration.test_intake import clause, ids, row, signed_in
from tiendo.audit.models import AuditEvent
from tiendo.intake.errors import ReviewRefused
from tiendo.intake.linking import candidates_for, confirm_links, link_to_clause
from tiendo.intake.merging import merge_drafts
from tiendo.intake.models import DismissedProblem, Draft, DraftState, ExtractionRun, Obligation
from tiendo.intake.problems import dismiss_problem, problems_of, restore_problem
from tiendo.intake.queries import drafts_in
from tiendo.intake.review import decide_drafts
from tiendo.intake.splitting import offered_parts, split_draft

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("private_files")]

FUNDS = (
    "1. Sở Tài chính chủ trì, phối hợp với Sở Nội vụ lập quỹ vốn mồi trước ngày 30/9/2025; Sở Khoa "
    "học và Công nghệ chủ trì lập quỹ nghiên cứu trước ngày 31/12/2025; Công an tỉnh chủ trì "
    "lập quỹ an toàn mạng, báo cáo UBND tỉnh."
)
VAGUE = "2. Các sở, ban, ngành chủ động nghiên cứu, xây dựng kho dữ liệu mở của tỉnh."
WRONG = "3. Công an tỉnh nghiệm thu hệ thống giám sát trước ngày 08/6/20210."


@pytest.fixture
def world() -> World:
    return make_world()


@pytest.fixture
def run(world: World) -> ExtractionRun:
    """A plan with a clause of three duties, one for a group of bodies, one with a wrong date."""
    return extract_plan(world, make_docx(["II. NHIỆM VỤ", FUNDS, VAGUE, WRONG]))


@pytest.fixture
def plan(world: World) -> ExtractionRun:
    return extract_plan(world)


@pytest.fixture
def client(world: World) -> Client:
    return signed_in(world.coordinator)


def review_page(client: Client, run: ExtractionRun, query: str = "") -> str:
    page = client.get(reverse("intake-review", args=[run.pk]) + query)
    assert page.status_code == 200
    return page.content.decode()


# Splits


def test_a_clause_with_three_duties_offers_its_split(run: ExtractionRun, client: Client) -> None:
    draft = clause(run, "II.1")
    assert len(offered_parts(draft)) == 3
    page = review_page(client, run)
    assert "Tách thành 3 nhiệm vụ" in page
    assert "Nên tách (1)" in page


def test_one_click_splits_as_read_each_part_with_its_own_words(
    run: ExtractionRun, world: World, client: Client
) -> None:
    draft = clause(run, "II.1")
    address = reverse("intake-draft-split-offered", args=[draft.pk])
    assert client.post(address, {"version": "1"}).status_code == 302
    parts = list(Draft.objects.filter(split_from=draft).order_by("order"))
    assert [part.lead for part in parts] == [world.stc, world.skhcn, world.congan]
    assert [part.last_day for part in parts] == [
        dt.date(2025, 9, 29),
        dt.date(2025, 12, 30),
        None,
    ]
    quotes = [part.passages.get().quote for part in parts]
    assert [quote[:10] for quote in quotes] == [part.title[:10] for part in parts]
    assert len({part.passages.get().pk for part in parts}) == 3
    assert [body.organisation for body in parts[0].coordinating.all()] == [world.snv]


def test_a_split_is_undone_from_its_message(run: ExtractionRun, client: Client) -> None:
    draft = clause(run, "II.1")
    address = reverse("intake-draft-split-offered", args=[draft.pk])
    undo = reverse("intake-draft-restore", args=[draft.pk])
    page = client.post(address, {"version": "1"}, follow=True).content.decode()
    assert f'action="{undo}"' in page
    assert client.post(undo).status_code == 302
    draft.refresh_from_db()
    assert draft.state == DraftState.PROPOSED
    assert not Draft.objects.filter(split_from=draft).exists()


def test_a_split_whose_parts_were_split_again_is_not_undone(
    run: ExtractionRun, world: World
) -> None:
    by, draft = actor(world.coordinator), clause(run, "II.1")
    parts = split_draft(draft=draft, version=1, titles=["Một", "Hai"], by=by)
    split_draft(draft=parts[0], version=1, titles=["Ba", "Bốn"], by=by)
    with pytest.raises(ReviewRefused, match="đã được tách hoặc gộp tiếp"):
        decide_drafts(run=run, draft_ids=[draft.pk], decision="restore", by=by)


def test_words_marked_in_the_clause_keep_their_own_place(run: ExtractionRun, world: World) -> None:
    by, draft = actor(world.coordinator), clause(run, "II.1")
    titles = ["lập quỹ nghiên cứu", "Việc khác do người rà soát ghi"]
    parts = split_draft(draft=draft, version=1, titles=titles, by=by)
    assert parts[0].passages.get().quote == "lập quỹ nghiên cứu"
    assert parts[1].passages.get() == draft.passages.get()
    assert parts[0].lead == draft.lead


def test_the_split_form_begins_with_the_duties_read(run: ExtractionRun, client: Client) -> None:
    page = client.get(reverse("intake-draft-split", args=[clause(run, "II.1").pk]))
    form = page.context["form"]
    assert form.initial["titles"].count("\n") == 2


# Merges


def test_a_merge_undone_takes_back_what_it_gave(plan: ExtractionRun, world: World) -> None:
    by = actor(world.coordinator)
    into, other = clause(plan, "II.1.b"), row(plan, "2")
    merge_drafts(run=plan, into=into, others=[other.pk], by=by)
    decide_drafts(run=plan, draft_ids=[other.pk], decision="restore", by=by)
    into = clause(plan, "II.1.b")
    assert into.lead is None and into.deadline_keys == [] and into.product == ""
    assert into.passages.count() == 1
    assert not into.coordinating.exists()
    other.refresh_from_db()
    assert (other.state, other.merged_into, other.gave) == (DraftState.PROPOSED, None, {})


def test_two_merged_drafts_offer_undo(plan: ExtractionRun, client: Client) -> None:
    into, other = clause(plan, "II.1.b"), row(plan, "2")
    chosen = {"action": "merge", "ids": [str(into.pk), str(other.pk)]}
    address = reverse("intake-bulk", args=[plan.pk])
    page = client.post(address, chosen, follow=True).content.decode()
    assert f'action="{reverse("intake-draft-restore", args=[other.pk])}"' in page


# Links


def test_a_suggested_clause_says_why_and_is_confirmed(
    plan: ExtractionRun, world: World, client: Client
) -> None:
    page = review_page(client, plan)
    assert "Gợi ý: dòng này thực hiện mục II.1.a" in page
    assert "giới thiệu kết quả chuyển đổi số của tỉnh" in page
    chosen = {"action": "links", "ids": [str(row(plan, "1").pk)]}
    client.post(reverse("intake-bulk", args=[plan.pk]), chosen)
    assert row(plan, "1").details_score is None
    assert row(plan, "1").details == clause(plan, "II.1.a")
    assert "1 việc, 2 chỗ trong văn bản" in review_page(client, plan)
    assert AuditEvent.objects.filter(action="draft.link_confirmed").count() == 1


def test_all_links_above_a_likeness_are_confirmed_at_once(
    plan: ExtractionRun, world: World
) -> None:
    by = actor(world.coordinator)
    scores = {d.pk: d.details_score for d in drafts_in(plan) if d.details_score is not None}
    least = max(scores.values())
    confirmed = confirm_links(run=plan, least=least, by=by)
    assert {d.pk for d in confirmed} == {pk for pk, score in scores.items() if score >= least}
    assert confirm_links(run=plan, least=Decimal("1.1"), by=by) == []


def test_a_rejected_suggestion_is_gone(plan: ExtractionRun, client: Client) -> None:
    address = reverse("intake-draft-link", args=[row(plan, "1").pk])
    assert client.post(address, {"version": "1", "path": ""}).status_code == 302
    assert row(plan, "1").details is None
    assert row(plan, "1").details_score is None


def test_another_clause_is_searched_for_by_its_words(plan: ExtractionRun, client: Client) -> None:
    draft = row(plan, "2")
    found = candidates_for(draft, "kho dữ liệu mở")
    assert found[0][0] == clause(plan, "II.2.b")
    address = reverse("intake-draft-link", args=[draft.pk])
    page = client.get(address + "?tim=kho+dữ+liệu+mở").content.decode()
    assert 'value="II.2.b"' in page
    client.post(address, {"version": "1", "path": "II.2.b"})
    assert row(plan, "2").details == clause(plan, "II.2.b")


def test_a_typed_number_goes_before_a_ticked_one(plan: ExtractionRun, client: Client) -> None:
    address = reverse("intake-draft-link", args=[row(plan, "2").pk])
    client.post(address, {"version": "1", "path": "II.1.a", "typed": "II.2.a"})
    assert row(plan, "2").details == clause(plan, "II.2.a")


def test_approval_says_how_many_links_nobody_confirmed(
    plan: ExtractionRun, world: World, client: Client
) -> None:
    by, address = actor(world.coordinator), reverse("intake-approve", args=[plan.pk])
    decide_drafts(run=plan, draft_ids=ids(plan), decision="accept", by=by)
    assert client.get(address).context["guessed"] == 2
    assert "chưa ai xác nhận" in client.get(address).content.decode()
    confirm_links(run=plan, draft_ids=ids(plan), by=by)
    assert "chưa ai xác nhận" not in client.get(address).content.decode()


# Problems


def test_a_problem_is_put_aside_with_a_reason_and_taken_up_again(
    run: ExtractionRun, world: World, client: Client
) -> None:
    problem = next(p for p in problems_of(run, drafts_in(run)) if p.code == "impossible_date")
    before = review_page(client, run, "?muc=van-de")
    address = reverse("intake-problem", args=[run.pk])
    assert client.post(address, {"key": problem.key, "reason": " "}).status_code == 409
    sent = {"key": problem.key, "reason": "Đã hỏi cơ quan gửi", "ve": "muc=van-de"}
    assert client.post(address, sent).headers["Location"].endswith("?muc=van-de")
    after = review_page(client, run, "?muc=van-de")
    assert "Đã bỏ qua (1)" in after and "Đã bỏ qua (1)" not in before
    assert "Đã hỏi cơ quan gửi" in after
    assert AuditEvent.objects.get(action="intake.problem_dismissed").after is not None
    restore_problem(run=run, key=problem.key, by=actor(world.coordinator))
    assert not DismissedProblem.objects.exists()
    assert AuditEvent.objects.filter(action="intake.problem_restored").count() == 1


def test_all_problems_alike_are_put_aside_at_once(world: World, client: Client) -> None:
    wrong = [f"{n}. Công an tỉnh nghiệm thu trước ngày 08/6/20210." for n in (1, 2, 3)]
    run = extract_plan(world, make_docx(["II. NHIỆM VỤ", *wrong]))
    found = [p for p in problems_of(run, drafts_in(run)) if p.code == "impossible_date"]
    assert len({p.stem for p in found}) == 1 and len(found) == 3
    assert "Bỏ qua cả 3 chỗ giống nhau" in review_page(client, run, "?muc=van-de")
    sent = {"key": found[1].key, "reason": "Lỗi đánh máy", "action": "alike"}
    client.post(reverse("intake-problem", args=[run.pk]), sent)
    assert {row.key for row in run.dismissed.all()} == {p.key for p in found}
    event = AuditEvent.objects.get(action="intake.problem_dismissed")
    assert event.after is not None and event.after["count"] == 3
    assert event.reason == "Lỗi đánh máy"


def test_a_problem_that_is_not_there_cannot_be_put_aside(run: ExtractionRun, world: World) -> None:
    with pytest.raises(ReviewRefused, match="không còn trong văn bản"):
        dismiss_problem(run=run, key="none", reason="thử", by=actor(world.coordinator))


def test_a_problem_leads_to_its_place_beside(run: ExtractionRun, client: Client) -> None:
    problem = next(p for p in problems_of(run, drafts_in(run)) if p.code == "impossible_date")
    assert problem.span is not None
    anchor = f"x-{problem.span[0]}-{problem.span[1]}"
    page = review_page(client, run, "?muc=van-de")
    assert f'href="#{anchor}"' in page
    assert f'id="{anchor}"' in page


def test_keys_of_problems_differ_and_stay(run: ExtractionRun) -> None:
    first = [p.key for p in problems_of(run, drafts_in(run))]
    assert len(first) == len(set(first)) > 0
    assert first == [p.key for p in problems_of(run, drafts_in(run))]


# What to look at first


def test_drafts_to_look_at_come_first_and_are_counted(run: ExtractionRun, client: Client) -> None:
    page = client.get(reverse("intake-review", args=[run.pk]) + "?loc=urgent")
    words = dict(page.context["reason_options"])
    assert words["problem"] == "Có vấn đề (1)"
    assert page.context["cards"][0].draft == clause(run, "II.3")
    assert "urgent" in words


def test_oddities_of_form_are_no_problem_of_a_draft(run: ExtractionRun, client: Client) -> None:
    page = client.get(reverse("intake-review", args=[run.pk]))
    codes = {p.problem.code for p in page.context["problems"].open}
    assert "layout_signature_absent" in codes
    shown = {p.code for card in page.context["cards"] for p in card.problems}
    assert shown == {"impossible_date"}


def test_a_filter_that_does_not_exist_narrows_nothing(run: ExtractionRun, client: Client) -> None:
    page = client.get(reverse("intake-review", args=[run.pk]) + "?loc=khong-co")
    assert len(page.context["cards"]) == len(ids(run))


def test_a_direction_is_offered_as_such_and_stays_a_decision(
    run: ExtractionRun, world: World, client: Client
) -> None:
    draft = clause(run, "II.2")
    Draft.objects.filter(pk=draft.pk).update(obligation=Obligation.ORIENTATION)
    page = review_page(client, run, "?loc=orientation")
    assert "câu chữ nêu định hướng" in page
    assert f'value="orientation:{draft.pk}"' in page
    draft.refresh_from_db()
    assert draft.state == DraftState.PROPOSED


def test_groups_and_duties_to_report_are_on_the_card(run: ExtractionRun, client: Client) -> None:
    assert clause(run, "II.1").reports_to == "UBND tỉnh"
    assert "Các sở, ban, ngành" in clause(run, "II.2").extracted["generic"]
    page = review_page(client, run)
    assert "<dt>Báo cáo</dt><dd>UBND tỉnh</dd>" in page


def test_a_row_is_shown_with_the_columns_of_its_table(plan: ExtractionRun, client: Client) -> None:
    page = client.get(reverse("intake-review", args=[plan.pk]))
    shown = next(c for c in page.context["cards"] if c.draft == row(plan, "2"))
    assert shown.row is not None
    assert dict(shown.row.cells)["Chủ trì"] == "Sở Nội vụ"
    assert dict(shown.row.cells)["Thời hạn"] == "Quý IV/2025"
    clauses = [c for c in page.context["cards"] if c.draft.part == "body"]
    assert all(card.row is None for card in clauses)


def test_an_unsure_citation_of_a_draft_is_chosen_from_its_card(
    world: World, client: Client
) -> None:
    link = unsure_link(world)
    run = start(client, link.citing.renditions.get().texts.get().pk)
    chosen = link.candidates[0]
    address = reverse("intake-citation", args=[run.pk])
    sent = client.post(address, {"link": str(link.pk), "van-ban": str(chosen)})
    assert sent.headers["Location"] == reverse("intake-review", args=[run.pk])
    link.refresh_from_db()
    assert link.cited_id == chosen


def start(client: Client, text: int) -> ExtractionRun:
    client.post(reverse("intake-start", args=[text]))
    return ExtractionRun.objects.get(text=text)


def test_the_citations_of_a_clause_lead_to_their_documents(world: World, client: Client) -> None:
    register_plan(world)
    lines = ["II. NHIỆM VỤ", "1. Sở Nội vụ thực hiện Kế hoạch số 77/KH-UBND ngày 15/7/2025."]
    run = extract_plan(world, make_docx(lines, number="80"))
    page = review_page(client, run)
    assert "Văn bản được dẫn (1)" in page


def test_the_figures_of_a_report_are_listed(world: World, client: Client) -> None:
    lines = ["I. KẾT QUẢ", "Đến hết tháng 6/2025, tỷ lệ hồ sơ trực tuyến đạt 80,5%."]
    run = extract_plan(world, make_docx(lines, number="81"))
    page = review_page(client, run, "?muc=so-lieu")
    listed = run.text.parsed["observations"]
    assert f"Số liệu ({len(listed)})" in page


@pytest.mark.parametrize("query", ["?muc=van-de", "?muc=so-lieu", "?loc=urgent"])
def test_every_tab_asks_the_same_number_of_queries_for_many_drafts(
    world: World, client: Client, query: str
) -> None:
    runs = [extract_plan(world), extract_plan(world, plan_docx("90", many_task_rows(120)))]
    counts = []
    for run in runs:
        address = reverse("intake-review", args=[run.pk]) + query
        client.get(address)
        with CaptureQueriesContext(connection) as queries:
            client.get(address)
        counts.append(len(queries))
    assert counts == [16, 16]


def test_linking_to_a_clause_that_is_not_there_is_refused(
    plan: ExtractionRun, world: World
) -> None:
    with pytest.raises(ReviewRefused, match="Không có mục"):
        link_to_clause(draft=row(plan, "2"), version=1, path="X.9", by=actor(world.coordinator))
