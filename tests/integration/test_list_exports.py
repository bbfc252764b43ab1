"""Every list of the navigation and its file: the same rows, in order, of the same filter."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from html import unescape
from importlib import import_module
from pathlib import Path
from unittest.mock import patch

import pytest
from django.test import Client
from django.urls import reverse

from tests.factories import World, actor, make_world
from tests.integration.list_records import TODAY, fill_lists
from tests.integration.test_exports import every_form_says_the_same, signed_in
from tests.task_factories import noon
from tiendo.accounts.models import User
from tiendo.composer.sheets import bare, printed
from tiendo.domain import clock
from tiendo.overview.asking import Asked
from tiendo.overview.conditions import kept
from tiendo.overview.sheets import VIEWS
from tiendo.overview.sheets.lists import LISTS


@dataclass(frozen=True)
class ListPage:
    """The page of a list: its module under ``workspace.views``, the columns of its file that each
    row of the page shows, how many rows it has at
    least, and filters that narrow it, with how many rows they leave."""

    url_name: str
    module: str
    shows: tuple[str, ...]
    rows: int
    narrowed: Mapping[tuple[str, str], int] = field(default_factory=dict)
    who: str = "leader"
    limit: str = "PER_PAGE"


PAGES = {
    "viec-cua-toi": ListPage(
        "my-work", "my_work", ("code", "title", "status"), 2,
        {("nhom", "qua-han"): 1}, "snv_officer",
    ),
    "vuong-mac": ListPage(
        "difficulty-list",
        "difficulties",
        ("code", "what", "body", "level", "answerer", "state", "days"),
        2,
        {("tre", "on"): 1, ("q", "duong truyen"): 1, ("cap", "department"): 1},
    ),
    "dieu-chinh": ListPage(
        "change-list", "changes", ("code", "asked", "kind", "body", "state"), 2,
        {("loai", "extension"): 1, ("trang_thai", "ended"): 0},
    ),
    "chi-dao": ListPage(
        "directive-list", "directives", ("text", "given_by", "state"), 2,
        {("trang_thai", "acknowledged"): 1, ("q", "khan truong"): 2},
    ),
    "nop-ke-hoach": ListPage(
        "filing-list", "filings", ("body", "state", "number"), 2,
        {("tinh_trang", "da"): 1, ("q", "tai chinh"): 1},
    ),
    "chuong-trinh": ListPage(
        "programme-list", "programmes", ("short", "total", "overdue", "state"), 1
    ),
    "so-lieu": ListPage(
        "observation-list", "observations", ("code", "name", "body", "period", "value", "state"), 2,
        {("trang_thai", "confirmed"): 1, ("q", "phu song"): 2},
    ),
    "chi-tieu": ListPage(
        "indicator-list",
        "indicators",
        ("code", "name", "unit", "frequency", "owner", "value", "period", "target", "verified"),
        2,
        {("q", "phu song"): 2, ("thieu", "no_target"): 2, ("kiem_chung", "roi"): 0},
    ),
    "canh-bao": ListPage(
        "alert-list", "alerts", ("rule", "title", "why", "level"), 4,
        {("quy_tac", "overdue"): 1},
    ),
    "van-ban": ListPage(
        "document-list", "documents", ("type", "number", "title", "issuer", "files"), 1,
        {("nam", "2024"): 0, ("loai", "Kế hoạch"): 1},
    ),
    "bao-cao": ListPage(
        "report-list", "reports", ("title", "programme", "state", "created_by"), 1,
        {("trang_thai", "approved"): 0},
    ),
    "kiem-tra": ListPage(
        "inspection-list", "inspections", ("code", "title", "state"), 2,
        {("trang_thai", "concluded"): 1},
    ),
    "phuc-tra": ListPage(
        "recheck", "rechecks", ("order", "code", "title", "lead", "confirmer", "result"), 1,
        limit="ITEMS_PER_PAGE",
    ),
    "co-quan": ListPage(
        "organisation-list", "organisations", ("name", "kind", "level"), 8, {("q", "noi vu"): 1}
    ),
}  # fmt: skip


@pytest.fixture
def world(db: None) -> World:
    return make_world()


@pytest.fixture(autouse=True)
def _today() -> Iterator[None]:
    with noon(TODAY):
        yield


def shown_rows(client: Client, page: ListPage, url: str, query: Mapping[str, str]) -> list[str]:
    """The words of every row of every page of a list, seven rows to a page."""
    rows: list[str] = []
    with patch.object(import_module(f"tiendo.workspace.views.{page.module}"), page.limit, 7):
        for number in range(1, 20):
            answer = client.get(url, {**query, "page": str(number)})
            assert answer.status_code == 200
            found = re.findall(r"<tr data-key-item>.*?</tr>", answer.content.decode(), re.S)
            rows += [unescape(re.sub(r"<[^>]+>", " ", row)) for row in found]
            if number >= answer.context["page"].paginator.num_pages:
                break
    assert len(rows) == answer.context["page"].paginator.count
    return rows


def agree(world: World, name: str, url: str, query: Mapping[str, str]) -> int:
    """Compare a page with its file row by row; how many rows both have."""
    page, view = PAGES[name], VIEWS[name]
    who: User = getattr(world, page.who)
    asked = Asked(actor(who), TODAY, values=kept(view.conditions or (), query))
    sheet = view.build(asked)
    columns = {column.key: (at, column.kind) for at, column in enumerate(sheet.columns)}
    told = list(sheet.rows)
    shown = shown_rows(signed_in(who), page, url, query)
    assert len(told) == len(shown) == view.count(asked), (name, query)
    for row, words in zip(told, shown, strict=True):
        for key in page.shows:
            at, kind = columns[key]
            expected = printed(bare(row[at]), kind, clock.LOCAL_ZONE)
            assert expected.strip() in " ".join(words.split()), (name, key, query)
    return len(told)


def test_every_list_has_its_file() -> None:
    assert set(PAGES) == {view.name for view in LISTS}


def test_every_list_and_its_files_hold_the_same_rows(world: World, tmp_path: Path) -> None:
    programme, recheck = fill_lists(world)
    of = {"nop-ke-hoach": ("chuong_trinh", programme.pk), "phuc-tra": ("dot", recheck.pk)}
    for name, view in VIEWS.items():
        # What the leader may not see, the coordinator may: the lists of the treasury.
        sees = actor(world.leader).may(view.permission)
        who = world.leader if sees else world.coordinator
        every_form_says_the_same(who, signed_in(who), name, tmp_path)
    for name, page in PAGES.items():
        args = [of[name][1]] if name in of else []
        own = {of[name][0]: str(of[name][1])} if name in of else {}
        url = reverse(page.url_name, args=args)
        assert agree(world, name, url, own) >= page.rows, name
        for condition, rows in page.narrowed.items():
            query = {**own, condition[0]: condition[1]}
            assert agree(world, name, url, query) == rows, (name, condition)
