"""Figures by file: read, every wrong cell named, kept all or only the good ones, taken back."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Sequence
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db.backends.postgresql.psycopg_any import DateRange
from django.test import Client
from django.urls import reverse
from openpyxl import Workbook, load_workbook

from tests.factories import World, actor, make_world
from tests.indicator_factories import FOURTH, THIRD, TODAY, an_indicator, an_observation
from tests.task_factories import noon
from tiendo.accounts.actor import PermissionRefused
from tiendo.domain.parameters import parameter_on
from tiendo.domain.periods import Cadence
from tiendo.indicators.actions import confirm_observations
from tiendo.indicators.files import reading
from tiendo.indicators.files.bringing import bring_file, undo_file
from tiendo.indicators.files.errors import FigureFileError
from tiendo.indicators.files.reading import read_file
from tiendo.indicators.files.running import cancel_file, check_rows, start_file, undo_rows
from tiendo.indicators.files.templates import write_template
from tiendo.indicators.models import (
    FigureFile,
    FileState,
    Indicator,
    IndicatorValue,
    Observation,
    Qualifier,
)
from tiendo.organisations.models import Organisation

pytestmark = pytest.mark.django_db

HEAD = ("Mã chỉ tiêu", "Cơ quan", "Kỳ", "Giá trị", "Số liệu đến ngày", "Lý do", "Ghi chú")


@pytest.fixture
def world() -> World:
    return make_world()


@pytest.fixture
def share(world: World) -> Indicator:
    return an_indicator(world)


def csv_of(rows: Sequence[Sequence[str]], head: Sequence[str] = HEAD) -> bytes:
    return "\n".join(";".join(row) for row in (head, *rows)).encode()


def xlsx_of(rows: Sequence[Sequence[Any]], head: Sequence[str] = HEAD) -> bytes:
    book = Workbook()
    for row in (head, *rows):
        book.worksheets[0].append(list(row))
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def checked(world: World, raw: bytes, **given: Any) -> FigureFile:
    """A file of the coordinator, read and checked."""
    by = actor(given.pop("by", world.coordinator))
    body = given.pop("organisation", world.skhcn)
    with noon(TODAY):
        file = read_file(
            organisation=body,
            period=given.pop("period", None),
            file_name=given.pop("file_name", "so-lieu.csv"),
            raw=raw,
            by=by,
            **given,
        )
        return check_rows(file=file, by=by)


def brought(world: World, file: FigureFile, *, only_good: bool = False) -> FigureFile:
    with noon(TODAY):
        start_file(file=file, by=actor(world.coordinator), only_good=only_good)
        bring_file(file.pk)
    file.refresh_from_db()
    return file


def row(value: str, body: str = "Sở Nội vụ", period: str = "2025-Q4", **given: str) -> list[str]:
    code = given.get("code", "HT.01")
    return [code, body, period, value, given.get("as_of", ""), given.get("reason", ""), ""]


def words(file: FigureFile) -> list[tuple[int, str, str]]:
    return [(each.row, each.column, each.code) for each in file.problems.all()]


def test_a_file_is_checked_then_kept_with_what_it_says(world: World, share: Indicator) -> None:
    rows = [
        row("99,9%"),
        row("khoảng 80", "Sở Tài chính", "quý IV/2025", as_of="1/11/2025"),
        row("", "Công an tỉnh"),
    ]
    file = checked(world, csv_of(rows))
    assert (file.state, file.counts) == (FileState.CHECKED, {"new": 2, "empty": 1})
    assert not Observation.objects.exists()
    file = brought(world, file)
    assert (file.state, file.done, file.error) == (FileState.DONE, 2, "")
    about = Observation.objects.get(organisation=world.stc)
    assert (str(about.value), about.qualifier) == ("0.800000", Qualifier.ABOUT)
    assert about.as_of == dt.date(2025, 11, 1)
    assert IndicatorValue.objects.get(organisation=world.stc).value == about.value


BAD = [
    (row("1,234.5", "Sở Tài chính"), "D", "foreign_number"),
    (row("12 tỷ", "Công an tỉnh"), "D", "other_unit"),
    (row("nhiều", "UBND xã Ea Trang"), "D", "not_a_number"),
    (row("5", code="XX.99"), "A", "code_unknown"),
    (row("5", code=""), "A", "code_missing"),
    (row("5", "Sở Khoa hoc Công ngệ"), "B", "body_unknown"),
    (row("5", period="quý V/2025"), "C", "period_unreadable"),
    (row("5", period="2025-07"), "C", "period_unknown"),
    (row("5", period="2026-Q2"), "C", "period_future"),
    (row("5", period="2025-Q2"), "F", "period_closed"),
    (row("5", as_of="31/02/2025"), "E", "day_unreadable"),
    (row("5", "UBND phường Tân An", as_of="1/6/2025"), "E", "as_of_outside"),
]


def test_each_wrong_cell_is_named_and_the_good_rows_can_be_kept(
    world: World, share: Indicator
) -> None:
    rows = [row("7"), row("8"), *(bad for bad, _column, _code in BAD)]
    file = checked(world, csv_of(rows))
    told = file.problems.get(code="period_unknown").words
    assert (
        told
        == "Kỳ 2025-07 không phải kỳ hằng quý của chỉ tiêu HT.01. Chọn hoặc ghi kỳ như 2025-Q3."
    )
    expected = [(3, "A", "row_repeated")]
    expected += [(number, column, code) for number, (_bad, column, code) in enumerate(BAD, 4)]
    assert words(file) == expected
    assert file.counts == {"wrong": len(BAD) + 1, "new": 1}
    with noon(TODAY), pytest.raises(FigureFileError, match="lỗi"):
        start_file(file=file, by=actor(world.coordinator), only_good=False)
    assert brought(world, file, only_good=True).done == 1


def test_a_body_that_ended_is_told_at_its_row(world: World, share: Indicator) -> None:
    """Of periods after its end it has no figures; of those before it has."""
    Organisation.objects.filter(pk=world.stc.pk).update(
        validity=DateRange(dt.date(2020, 1, 1), dt.date(2025, 8, 1))
    )
    late = {"reason": "Nhập bổ sung"}
    file = checked(
        world,
        csv_of(
            [row("5", "Sở Tài chính"), row("6", "Sở Tài chính", period="2025-Q3", **late), row("7")]
        ),
    )
    (problem,) = file.problems.all()
    assert (problem.row, problem.column, problem.code) == (2, "B", "body_not_valid")
    assert "Sở Tài chính" in problem.words
    assert file.counts == {"wrong": 1, "new": 2}


def test_a_file_is_read_by_what_it_is_not_by_its_name(world: World, share: Indicator) -> None:
    file = checked(world, xlsx_of([row("5")]), file_name="so-lieu.csv")
    assert file.counts == {"new": 1}
    file = checked(world, csv_of([row("6")]), file_name="so-lieu.xlsx")
    assert file.counts == {"new": 1}


def test_a_file_with_too_many_rows_is_refused_whole(
    world: World, share: Indicator, monkeypatch: pytest.MonkeyPatch
) -> None:
    most = {"figure_file_most_rows": 2}
    monkeypatch.setattr(
        reading, "parameter_on", lambda name, day: most.get(name) or parameter_on(name, day)
    )
    with pytest.raises(FigureFileError, match="hơn 2 dòng") as refused:
        checked(world, csv_of([row(str(number)) for number in range(3)]))
    assert refused.value.code == "rows_too_many"
    assert not FigureFile.objects.exists()


def test_a_file_with_zero_bytes_far_down_is_damaged(world: World, share: Indicator) -> None:
    rows = [row("5", "Công an tỉnh")] * 400
    with pytest.raises(FigureFileError) as refused:
        checked(world, csv_of([*rows, row("9\x00", "Sở Tài chính")]))
    assert refused.value.code == "damaged"


def test_cells_that_a_spreadsheet_changed_are_told(world: World, share: Indicator) -> None:
    late = "Nhập bổ sung"
    rows: list[list[Any]] = [
        ["HT.01", "Sở Nội vụ", "2025-Q4", dt.date(2025, 5, 1), None, None, None],
        ["HT.01", "Sở Tài chính", dt.date(2025, 7, 1), "5", None, None, None],
        ["HT.01", "Công an tỉnh", "2025-Q4", 0.5, None, None, None],
        ["HT.01", "UBND xã Ea Trang", "2025-Q4", "=1+1", None, None, None],
        ["HT.01", "Sở Khoa học và Công nghệ", "2025-Q4", 99.5, dt.date(2025, 11, 2), late, None],
    ]
    file = checked(world, xlsx_of(rows))
    assert words(file) == [
        (2, "D", "value_is_day"),
        (3, "C", "period_is_day"),
        (4, "D", "share_unclear"),
        (5, "D", "formula_unsaved"),
    ]
    brought(world, file, only_good=True)
    assert str(Observation.objects.get().value) == "0.995000"


def test_hidden_rows_are_left_and_told(world: World, share: Indicator) -> None:
    book = load_workbook(io.BytesIO(xlsx_of([row("5"), row("6", "Sở Tài chính")])))
    book.worksheets[0].row_dimensions[3].hidden = True
    out = io.BytesIO()
    book.save(out)
    file = checked(world, out.getvalue())
    assert file.rows == 1
    assert file.notes["hidden_rows"] == [3]


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        (b"%PDF-1.7", "not_sheet"),
        (b"", "not_sheet"),
        (csv_of([["5"]], ["Tuổi"]), "heads_missing"),
        (csv_of([row("5")], ("Mã chỉ tiêu", "Cơ quan", "", "Giá trị")), "heads_missing"),
        (csv_of([]), "rows_none"),
        (csv_of([["TUYỆT MẬT"]]), "secret_mark"),
    ],
)
def test_a_file_that_is_none_is_refused_and_not_kept(
    world: World, share: Indicator, raw: bytes, code: str
) -> None:
    with pytest.raises(FigureFileError) as refused:
        checked(world, raw)
    assert refused.value.code == code


def test_a_figure_seen_otherwise_is_a_conflict_unless_it_is_to_be_corrected(
    world: World, share: Indicator
) -> None:
    an_observation(world, share, "50", organisation=world.snv)
    raw = csv_of([row("60")])
    file = checked(world, raw)
    assert file.counts == {"conflict": 1}
    assert words(file) == [(2, "D", "edited_meanwhile")]
    file = checked(world, raw, replaces=True)
    assert file.counts == {"changed": 1}
    brought(world, file)
    held = Observation.objects.get(is_current=True)
    assert (held.revision, str(held.value)) == (2, "0.600000")


def test_what_changes_between_check_and_run_is_refused_whole(
    world: World, share: Indicator
) -> None:
    file = checked(world, csv_of([row("60"), row("70", "Sở Tài chính")]))
    an_observation(world, share, "50", organisation=world.snv)
    file = brought(world, file)
    assert (file.state, file.failed_in) == (FileState.FAILED, FileState.WAITING)
    assert "1 dòng" in file.error
    assert Observation.objects.count() == 1
    with noon(TODAY):
        file = check_rows(file=file, by=actor(world.coordinator))
    assert file.counts == {"conflict": 1, "new": 1}


def test_a_file_is_taken_back_but_for_what_was_confirmed_since(
    world: World, share: Indicator
) -> None:
    an_observation(world, share, "khoảng 12,5", organisation=world.skhcn)
    bodies = ("Sở Khoa học và Công nghệ", "Sở Nội vụ", "Sở Tài chính")
    raw = csv_of([row("60", body) for body in bodies])
    file = brought(world, checked(world, raw, replaces=True))
    with noon(TODAY):
        confirm_observations(
            by=actor(world.stc_head), rows=[Observation.objects.get(organisation=world.stc)]
        )
        undo_rows(file=file, by=actor(world.coordinator))
        undo_file(file.pk)
    file.refresh_from_db()
    assert (file.state, file.done, file.kept) == (FileState.UNDONE, 3, 1)
    back = Observation.objects.get(organisation=world.skhcn, is_current=True)
    assert (back.revision, str(back.value), back.qualifier) == (3, "0.125000", Qualifier.ABOUT)
    gone = Observation.objects.get(organisation=world.snv, is_current=True)
    assert gone.is_missing
    assert "so-lieu.csv" in gone.note


def test_a_body_brings_only_its_own_figures(world: World, share: Indicator) -> None:
    file = checked(
        world, csv_of([row("5"), row("6", "Sở Tài chính")]), by=world.snv_officer,
        organisation=world.snv,
    )  # fmt: skip
    assert words(file) == [(3, "B", "body_not_yours")]
    with pytest.raises(PermissionRefused):
        checked(world, csv_of([row("5")]), by=world.snv_officer)
    with noon(TODAY), pytest.raises(PermissionRefused):
        cancel_file(file=file, by=actor(world.coordinator))


def test_the_same_file_is_not_under_way_twice(world: World, share: Indicator) -> None:
    raw = csv_of([row("5")])
    first, second = checked(world, raw), checked(world, raw)
    with noon(TODAY):
        start_file(file=first, by=actor(world.coordinator), only_good=False)
        with pytest.raises(FigureFileError) as refused:
            start_file(file=second, by=actor(world.coordinator), only_good=False)
    assert refused.value.code == "same_file_under_way"


def test_a_template_comes_back_with_the_figures_filled_in(world: World, share: Indicator) -> None:
    an_indicator(world, "HT.02", name="Số trạm 5G", unit="trạm", decimals=0)
    an_observation(world, share, "50", period=THIRD, reason="muộn")
    an_observation(world, share, "hơn 51,25")
    out = io.BytesIO()
    with noon(TODAY):
        assert write_template(world.skhcn, Cadence.QUARTERLY, FOURTH, out) == 2
    book = load_workbook(io.BytesIO(out.getvalue()))
    page = book.worksheets[0]
    assert page.protection.sheet
    assert [cell.value for cell in page[2]][6:8] == ["50,0%", "hơn 51,25%"]
    unchanged = checked(world, out.getvalue())
    assert unchanged.counts == {"unchanged": 1, "empty": 1}
    page["H2"], page["H3"] = "52", "120"
    again = io.BytesIO()
    book.save(again)
    file = checked(world, again.getvalue())
    assert (words(file), file.counts) == ([], {"new": 1, "changed": 1})
    brought(world, file)
    held = {
        o.indicator.code: o.value
        for o in Observation.objects.filter(period_start=FOURTH.start, is_current=True)
    }
    assert {code: str(value) for code, value in held.items()} == {
        "HT.01": "0.520000",
        "HT.02": "120.000000",
    }


def test_the_pages_of_a_file(client: Client, world: World, share: Indicator) -> None:
    client.force_login(world.coordinator)
    raw = csv_of([row("7"), row("1,234.5", "Sở Tài chính")])
    sent = {
        "organisation": world.skhcn.pk,
        "period": "",
        "file": SimpleUploadedFile("so-lieu.csv", raw),
    }
    with noon(TODAY):
        answer = client.post(reverse("figure-file-list"), sent, follow=True)
        text = answer.content.decode()
        assert "Nhập 1 số liệu đúng" in text
        assert "<strong>D3</strong>" in text
        file = FigureFile.objects.get()
        listed = client.get(reverse("figure-file", args=[file.pk]), {"loai": "loi"})
        assert "D3" in listed.content.decode()
        back = client.get(reverse("figure-file-errors", args=[file.pk]))
        kept = load_workbook(io.BytesIO(back.content))
        assert "D3:" in str(kept.worksheets[0].cell(2, 15).value)
        given = {"co_quan": world.skhcn.pk, "ky": "2025-Q4"}
        assert client.get(reverse("figure-file-template"), given).status_code == 200
        client.post(reverse("figure-file-start", args=[file.pk]), {"dong-dung": "1"})
        bring_file(file.pk)
        done = client.get(reverse("figure-file", args=[file.pk])).content.decode()
    assert "Đã nhập 1 số liệu từ 2 dòng" in done
    assert "Hoàn tác tệp này" in done


def test_a_page_of_a_file_asks_constantly(
    client: Client, world: World, share: Indicator, django_assert_num_queries: Any
) -> None:
    client.force_login(world.coordinator)
    names = ("Sở Nội vụ", "Sở Tài chính", "Công an tỉnh")
    for rows in ([row("x")], [row("x", name) for name in names]):
        file = checked(world, csv_of(rows))
        client.get(reverse("figure-file", args=[file.pk]))
        with django_assert_num_queries(8):
            client.get(reverse("figure-file", args=[file.pk]))
