"""The demo's calendar, its names, and what it refuses before anything is stored."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from tiendo.cli.errors import CommandError
from tiendo.demo.people import ACCOUNTS, account_name
from tiendo.demo.prepare import FOLLOW_UP_DAYS, LONGEST_DAYS, calendar_of
from tiendo.demo.reading import open_source
from tiendo.demo.samples.builder import PLAN

TODAY = dt.date(2026, 3, 10)


def test_tasks_are_given_out_some_days_after_the_plan() -> None:
    days = calendar_of(dt.date(2025, 6, 25), TODAY)
    assert days.begins_on == dt.date(2025, 6, 25)
    assert days.live_on == dt.date(2025, 7, 1)
    assert days.posts_since < days.begins_on


@pytest.mark.parametrize("issued_in", [-3, 0, 20], ids=["just issued", "today", "future"])
def test_no_day_of_the_demo_lies_in_the_future(issued_in: int) -> None:
    days = calendar_of(TODAY + dt.timedelta(days=issued_in), TODAY)
    assert days.begins_on <= days.live_on <= TODAY
    assert (days.live_on - days.begins_on).days <= FOLLOW_UP_DAYS


def test_the_history_of_an_old_plan_is_not_endless() -> None:
    days = calendar_of(dt.date(2012, 1, 1), TODAY)
    assert (TODAY - days.begins_on).days == LONGEST_DAYS


def test_a_plan_without_a_date_is_some_months_old() -> None:
    days = calendar_of(None, TODAY)
    assert 90 <= (TODAY - days.begins_on).days <= 200


def test_the_bundled_plan_is_opened_with_its_date() -> None:
    source = open_source(PLAN)
    assert source.issued_on == dt.date(2025, 6, 25)
    assert len(source.digest) == 64


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("trong.docx", b"", "trống"),
        ("gia.docx", b"khong phai docx", "nội dung là TXT"),
        ("la.xyz", b"abc", "đuôi tệp"),
        ("mat.txt", "MẬT\n\nKẾ HOẠCH\nVề công tác".encode(), "dấu chỉ độ mật"),
        ("trang.txt", b"\n \n\n", "trống"),
    ],
)
def test_a_document_that_cannot_be_used_is_refused_in_vietnamese(
    tmp_path: Path, name: str, content: bytes, words: str
) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(CommandError, match=words):
        open_source(path)


def test_a_document_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="không đọc được"):
        open_source(tmp_path / "none.docx")


def test_people_have_names_and_accounts_one_post_each() -> None:
    names = [account_name(number) for number in range(300)]
    assert all(len(name.split()) >= 2 for name in names)
    assert len(set(names)) > 100
    assert len({account.username for account in ACCOUNTS}) == len(ACCOUNTS)
