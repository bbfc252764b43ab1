"""What a submission is filled from: confirmed tasks, targets, money, documents, difficulties.

One body of the plan has something of each kind, odd ones among them; a commune has nothing.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from html import unescape

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse

from tests.budget_factories import line, pay, step
from tests.factories import World, actor, make_world
from tests.indicator_factories import a_target, an_indicator, an_observation
from tests.report_factories import AS_OF
from tests.submission_factories import Owed, make_owed, open_for
from tests.task_factories import noon
from tiendo.documents.models import Document
from tiendo.domain import clock
from tiendo.domain.collation import fold
from tiendo.indicators.actions import confirm_observations
from tiendo.regimes.configuring.actions import bring_in_regime
from tiendo.regimes.models import RegimeVersion
from tiendo.regimes.starters import regime_starters
from tiendo.reporting.models import Report
from tiendo.reporting.queries import composed_document
from tiendo.tasks.actions.difficulties import raise_difficulty
from tiendo.tasks.actions.difficulty_steps import solve_difficulty
from tiendo.workspace.report_paragraphs import page_parts

OLD = "Thiếu thiết bị đầu cuối"


@pytest.fixture(scope="module")
def made(kept_transaction: None) -> tuple[World, Report, Report]:
    """The reports of Sở Nội vụ and of a commune, in the outline of the half-year report."""
    world = make_world()
    owed = make_owed(world)
    take_outline(world, owed)
    fill(world, owed)
    on = AS_OF + dt.timedelta(days=1)
    return world, open_for(world, owed, on=on).report, open_for(world, owed, "ea_trang", on).report


@pytest.fixture
def db(made: object) -> Iterator[None]:
    """One test, undone."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


@pytest.fixture
def filled(db: None, made: tuple[World, Report, Report]) -> Report:
    """The report of the body that has something of each kind."""
    return made[1]


@pytest.fixture
def empty(db: None, made: tuple[World, Report, Report]) -> Report:
    """The report of the commune that has nothing."""
    return made[2]


def take_outline(world: World, owed: Owed) -> None:
    text = regime_starters()["ke-hoach-6-thang"].text
    text = text.replace("group: cac-so-ban-nganh-dia-phuong", f"body: {world.snv.slug}")
    with noon(AS_OF):
        by, programme = actor(world.coordinator), owed.plan.programme
        bring_in_regime(by=by, programme=programme, text=text, reason="")
    laid = RegimeVersion.objects.get(regime__code="ke-hoach-6-thang")
    RegimeVersion.objects.filter(pk=owed.cycle.version_id).update(outline=laid.outline)


def fill(world: World, owed: Owed) -> None:
    with noon(AS_OF):
        money = line(world, programme=owed.plan.programme)
        step(world, money, 100)
        pay(world, money, 60, dt.date(2025, 10, 1))
        pay(world, money, -20, dt.date(2025, 10, 20), symbol="13/QĐ-STC")
    indicator = an_indicator(world, owner=world.snv)
    a_target(world, indicator, organisation=world.snv, programme=owed.plan.programme)
    kept = an_observation(world, indicator, "97,5", organisation=world.snv)
    with noon(AS_OF):
        confirm_observations(by=actor(world.snv_head), rows=[kept])
    unsure = an_indicator(world, "HT.02", name="Tỷ lệ hồ sơ trực tuyến", owner=world.snv)
    a_target(world, unsure, organisation=world.snv, programme=owed.plan.programme)
    an_observation(world, unsure, "55,5", organisation=world.snv)
    register(world, "31/KH-SNV", dt.date(2025, 10, 15))
    register(world, "9/KH-SNV", dt.date(2025, 2, 1))
    register(world, "", dt.date(2025, 10, 16))
    by, programme = actor(world.snv_officer), owed.plan.programme
    with noon(dt.date(2025, 9, 10)):
        row = raise_difficulty(organisation=world.snv, programme=programme, what=OLD, by=by)
    with noon(dt.date(2025, 10, 10)):
        solve_difficulty(difficulty=row, note="Đã cấp thiết bị", by=by)


def register(world: World, number: str, day: dt.date) -> None:
    Document.objects.create(
        type_name="Kế hoạch",
        title="Chuyển đổi số của Sở",
        number=number,
        number_raw=number,
        issuer=world.snv,
        issuer_text=world.snv.name,
        issued_on=day,
        folded=fold(f"{number} Chuyển đổi số của Sở {world.snv.name}"),
        created_by=world.coordinator,
        created_at=clock.local_noon(day),
    )


def text_of(report: Report) -> str:
    document = composed_document(report, list(report.figures.order_by("order")))
    parts = page_parts(document)
    headings = (heading.text for heading in parts.headings)
    said = (each.text for each in parts.places)
    return "\n".join((*headings, *said))


def test_money_is_what_was_paid_less_what_was_taken_back(filled: Report) -> None:
    text = text_of(filled)
    assert "Kinh phí thực hiện" in text
    total = next(line for line in text.split("\n") if line.startswith("Tổng cộng · 100"))
    assert "40" in total


def test_a_confirmed_figure_is_told_and_an_unconfirmed_one_is_no_data(filled: Report) -> None:
    text = text_of(filled)
    assert "97,5" in text
    assert "55,5" not in text
    assert "Tỷ lệ hồ sơ trực tuyến" in text


def test_documents_of_the_window_with_a_number_are_told(filled: Report) -> None:
    text = text_of(filled)
    assert "31/KH-SNV" in text
    assert "9/KH-SNV" not in text


def test_documents_without_a_number_are_counted_and_found_in_the_register(
    filled: Report, made: tuple[World, Report, Report]
) -> None:
    world, client = made[0], Client()
    client.force_login(
        world.snv_officer, backend="allauth.account.auth_backends.AuthenticationBackend"
    )
    with noon(AS_OF + dt.timedelta(days=1)):
        url = reverse("submission", args=[filled.submission.pk])
        before = client.get(url).content.decode()
        register(world, "", filled.period_start)
        register(world, "", filled.period_start - dt.timedelta(days=1))
        page = client.get(url).content.decode()
        (link,) = re.findall(r'href="([^"]+)">Xem văn bản chưa có số', page)
        listed = client.get(unescape(link)).context["page"].object_list
    assert "1 văn bản của cơ quan ban hành trong kỳ chưa có số" in before
    assert "2 văn bản của cơ quan ban hành trong kỳ chưa có số" in page
    assert [row.number_raw for row in listed] == ["", "", ""]


def test_a_difficulty_solved_in_the_window_is_told_as_ended(filled: Report) -> None:
    text = text_of(filled)
    assert "kết thúc" in text
    assert filled.figures.filter(key__startswith="difficulties").exists()


def test_a_body_with_nothing_has_neither_money_nor_targets_under_empty_headings(
    empty: Report,
) -> None:
    text = text_of(empty)
    assert "Kinh phí thực hiện" not in text
    assert "Chỉ tiêu, mục tiêu" not in text
    assert empty.figures.get(key="tasks.total").value == 0
