"""The dictionary out to a workbook and back: exactly the changes, row by row, or nothing."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Callable
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import openpyxl
import pytest

from tests.factories import World, actor, make_world
from tests.indicator_factories import TODAY, a_target, an_indicator, an_observation
from tests.task_factories import noon
from tiendo.accounts.actor import PermissionRefused
from tiendo.indicators.actions.dictionary_files import (
    FilePreview,
    drop_dictionary,
    preview_dictionary,
    send_dictionary,
    take_dictionary,
)
from tiendo.indicators.actions.dimensions import define_dimension
from tiendo.indicators.dictionary_errors import DictionaryError
from tiendo.indicators.loading.rows import Change, Standing
from tiendo.indicators.loading.sheets_out import write_dictionary
from tiendo.indicators.models import (
    DictionaryFile,
    Dimension,
    Indicator,
    IndicatorVersion,
    Target,
)

pytestmark = pytest.mark.django_db
ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
SINCE = dt.date(2025, 10, 1)
Edit = Callable[[Any], None]


@pytest.fixture
def world() -> World:
    """Two indicators, one of them computed, a target and a dimension."""
    world = make_world()
    with noon(TODAY):
        sexes = define_dimension(
            by=actor(world.coordinator),
            code="gioi-tinh",
            name="Giới tính",
            items=[("nam", "Nam"), ("nu", "Nữ")],
        )
    coverage = an_indicator(world, "HT.02", dimensions=(sexes,), unit_base="dân số")
    an_indicator(world, "HT.09", name="Nửa độ phủ", formula="[HT.02] / 2", unit_base="dân số")
    a_target(world, coverage, 95)
    return world


def _exported() -> Any:
    stream = io.BytesIO()
    with noon(TODAY):
        write_dictionary(stream, ZONE)
    return openpyxl.load_workbook(io.BytesIO(stream.getvalue()))


def _edited(edit: Edit | None = None) -> bytes:
    book = _exported()
    if edit is not None:
        edit(book)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def _send(world: World, raw: bytes, reason: str = "QĐ 12/QĐ-UBND") -> DictionaryFile:
    with noon(TODAY):
        return send_dictionary(
            by=actor(world.coordinator),
            raw=raw,
            file_name="danh-muc.xlsx",
            since=SINCE,
            reason=reason,
        )


def _preview(world: World, edit: Edit | None = None, reason: str = "QĐ 12/QĐ-UBND") -> FilePreview:
    return _look(world, _send(world, _edited(edit), reason))


def _look(world: World, file: DictionaryFile) -> FilePreview:
    with noon(TODAY):
        return preview_dictionary(actor(world.coordinator), file)


def _take(world: World, file: DictionaryFile, seen: str, **given: Any) -> FilePreview:
    with noon(TODAY):
        return take_dictionary(by=actor(world.coordinator), file=file, seen=seen, **given)


def _changed(preview: FilePreview) -> list[Change]:
    return [change for change in preview.changes if change.standing != Standing.SAME]


def test_a_file_that_nobody_edited_changes_nothing(world: World) -> None:
    preview = _preview(world)
    assert [(change.code, change.standing) for change in preview.changes] == [
        ("gioi-tinh", "same"),
        ("HT.02", "same"),
        ("HT.09", "same"),
        ("HT.02", "same"),
    ]
    file = DictionaryFile.objects.get()
    with pytest.raises(DictionaryError, match="không có gì khác"):
        _take(world, file, preview.digest)


def _edit_all(book: Any) -> None:
    book["Chỉ tiêu"]["B2"] = "Tỷ lệ phủ sóng 4G"
    book["Chỉ tiêu"].append(
        ["HT.10", "Gấp đôi HT.11", "", "%", "dân số", 1, "", "Hằng quý", "", "2 * [HT.11]"]
        + ["", "", "Sở Khoa học và Công nghệ"]
    )
    book["Chỉ tiêu"].append(
        ["HT.11", "Phủ sóng 5G", "", "%", "dân số", 1, "Càng cao càng tốt", "Hằng quý"]
        + ["", "", "", "gioi-tinh", "Sở Khoa học và Công nghệ", "", "", "Thử", "có"]
    )
    book["Mục tiêu"]["E2"] = "97"
    book["Mục tiêu"].append(
        ["", "HT.11", "Sở Khoa học và Công nghệ", "đạt", "99", "", "31/12/2030", "", "", "03/NQ-CP"]
    )
    book["Phân tổ"]["D3"] = "Nữ giới"
    book["Phân tổ"].append(["gioi-tinh", "", "khac", "Khác", 3])


def test_exactly_the_edits_are_shown_and_then_taken(world: World) -> None:
    file = _send(world, _edited(_edit_all))
    preview = _look(world, file)
    assert Indicator.objects.count() == 2, "a preview writes nothing"
    assert [
        (change.code, change.standing, [(f.field, f.old, f.new) for f in change.fields])
        for change in _changed(preview)
    ] == [
        (
            "gioi-tinh",
            "differs",
            [("Mục nu", "Nữ", "Nữ giới"), ("Mục khac", "", "Khác")],
        ),
        ("HT.02", "differs", [("Tên", "Tỷ lệ dân số được phủ sóng 4G", "Tỷ lệ phủ sóng 4G")]),
        ("HT.10", "new", []),
        ("HT.11", "new", []),
        (
            "HT.02",
            "differs",
            [
                ("Giá trị", "95%", "97%"),
                ("Nguyên văn", "từ 95% trở lên", "từ 97% trở lên"),
            ],
        ),
        ("HT.11", "new", []),
    ]
    done = _take(world, file, preview.digest)
    assert done.digest == preview.digest
    first, second = IndicatorVersion.objects.filter(indicator__code="HT.02").order_by("number")
    assert (first.validity.upper, second.name) == (SINCE, "Tỷ lệ phủ sóng 4G")
    assert second.reason == "QĐ 12/QĐ-UBND"
    assert IndicatorVersion.objects.get(indicator__code="HT.10").formula == "2 * [HT.11]"
    revised = Target.objects.get(revises__isnull=False)
    assert (str(revised.value), revised.deciding_words) == ("0.970000", "QĐ 12/QĐ-UBND")
    assert [item.name for item in Dimension.objects.get().items.all()] == ["Nam", "Nữ giới", "Khác"]
    file.refresh_from_db()
    assert (file.state, bytes(file.content)) == ("taken", b"")
    assert not _changed(_preview(world)), "what came in goes out the same"


def test_what_was_taken_is_brought_back_by_the_dictionary_of_before(world: World) -> None:
    def edit(book: Any) -> None:
        book["Chỉ tiêu"]["B2"] = "Tỷ lệ phủ sóng 4G"
        book["Mục tiêu"]["E2"] = "97"

    later = TODAY + dt.timedelta(days=1)
    file, by = _send(world, _edited(edit)), actor(world.coordinator)
    with noon(later):
        take_dictionary(by=by, file=file, seen=preview_dictionary(by, file).digest)
        file.refresh_from_db()
        stream = io.BytesIO()
        write_dictionary(stream, ZONE, file.decided_at)
        back = send_dictionary(
            by=by, raw=stream.getvalue(), file_name="truoc.xlsx", since=later, reason="Nhập nhầm"
        )
        preview = preview_dictionary(by, back)
        assert [
            (each.code, each.fields[0].old, each.fields[0].new) for each in _changed(preview)
        ] == [
            ("HT.02", "Tỷ lệ phủ sóng 4G", "Tỷ lệ dân số được phủ sóng 4G"),
            ("HT.02", "97%", "95%"),
        ]
        take_dictionary(by=by, file=back, seen=preview.digest)
    last = IndicatorVersion.objects.filter(indicator__code="HT.02").latest("number")
    assert (last.number, last.name) == (3, "Tỷ lệ dân số được phủ sóng 4G")
    assert (
        Target.objects.get(revised_by__isnull=True).value == Target.objects.get(revises=None).value
    )


def _wrong(book: Any) -> None:
    sheet = book["Chỉ tiêu"]
    sheet["D2"], sheet["F2"], sheet["G2"] = "đô la trên ??", "hai", "lên xuống"
    sheet.append(["ht 12", "Tên", "", "%", "", "", "", "", "", "", "", "khong-co", "Sở Trên Trời"])
    sheet.append(["HT.13", "Đúng", "", "%", "", "", "", "", "", "", "", "", "Sở Nội vụ"])
    sheet.append(["HT.13", "Hai lần", "", "%", "", "", "", "", "", "", "", "", "Sở Nội vụ"])
    sheet.append(["HT.14", "Sai", "", "%", "", "", "", "", "", "[KHONG.CO]", "", "", "Sở Nội vụ"])
    targets = book["Mục tiêu"]
    targets["E2"], targets["G2"] = "1,234.5", "31/02/2030"
    targets.append(["999", "HT.02", "Sở Nội vụ", "đạt", "10 người", "", "", "", "", "Nguồn"])
    targets.append(["", "KHONG.CO", "Sở Nội vụ", "đạt", "1", "", "", "", "", "Nguồn"])


def test_what_is_wrong_names_the_cell_and_what_to_do(world: World) -> None:
    preview = _preview(world, _wrong)
    told = [words for change in preview.changes for words in change.problems]
    for expected in (
        "F2: “hai” không phải số nguyên từ 0 đến 6.",
        "G2: “lên xuống” không phải lựa chọn hợp lệ.",
        "L4: không có phân tổ mã “khong-co”.",
        "M4: không có cơ quan “Sở Trên Trời”.",
        "A6: “HT.13” có ở hai dòng.",
        "Chỉ tiêu, 7: Không có chỉ tiêu mang mã KHONG.CO.",
        "E2: “1,234.5” viết theo kiểu nước ngoài. Viết lại là 1.234,5.",
        "G2: “31/02/2030” không phải ngày.",
        "A3: chỉ tiêu HT.02 không có mục tiêu số 999.",
        "E3: “10 người” ghi đơn vị “người” nhưng chỉ tiêu tính bằng",
        "B4: không có chỉ tiêu mã “KHONG.CO”.",
    ):
        assert any(words.startswith(expected) for words in told), (expected, told)
    right = [change.code for change in preview.changes if change.standing == Standing.NEW]
    assert right == ["HT.13"]


def test_all_or_nothing_unless_only_good_rows_are_wanted(world: World) -> None:
    file = _send(world, _edited(_wrong))
    preview = _look(world, file)
    with pytest.raises(DictionaryError, match="chưa ghi dòng nào"):
        _take(world, file, preview.digest)
    assert not Indicator.objects.filter(code="HT.13").exists()
    _take(world, file, preview.digest, only_good=True)
    assert Indicator.objects.filter(code="HT.13").exists()
    assert not Indicator.objects.filter(code="HT.14").exists()
    with pytest.raises(DictionaryError, match="đã được quyết định"):
        _take(world, file, preview.digest, only_good=True)


def test_what_changed_meanwhile_is_looked_at_again(world: World) -> None:
    file = _send(world, _edited(_edit_all))
    preview = _look(world, file)
    an_indicator(world, "HT.11", unit_base="dân số")
    with pytest.raises(DictionaryError, match="Xem lại các thay đổi"):
        _take(world, file, preview.digest)
    assert DictionaryFile.objects.get().state == "waiting"


def test_a_unit_with_figures_and_a_change_without_reason_are_refused_by_row(world: World) -> None:
    an_observation(world, Indicator.objects.get(code="HT.02"))

    def change_unit(book: Any) -> None:
        book["Chỉ tiêu"]["D2"] = "người"
        book["Chỉ tiêu"]["E2"] = ""

    told, _target = _changed(_preview(world, change_unit))
    assert told.problems[0].startswith("Chỉ tiêu, 2: Đã có số liệu theo đơn vị “%”")

    def rename(book: Any) -> None:
        book["Chỉ tiêu"]["B2"] = "Tên khác"

    [told] = _changed(_preview(world, rename, reason=" "))
    assert told.problems == ("Chỉ tiêu, 2: Chưa nêu lý do. Nhập lý do rồi gửi lại.",)


def test_a_column_that_is_left_out_says_what_is_there(world: World) -> None:
    def cut(book: Any) -> None:
        del book["Mục tiêu"], book["Phân tổ"]
        sheet = book["Chỉ tiêu"]
        sheet.delete_cols(5, 13)
        sheet["B2"] = "Tên khác"

    [told] = _changed(_preview(world, cut))
    assert [(field.field, field.new) for field in told.fields] == [("Tên", "Tên khác")]


@pytest.mark.parametrize(
    ("raw", "words"),
    [
        (b"PK\x03\x04 broken", "không phải bảng tính"),
        (b"\xd0\xcf\x11\xe0" + b"\0" * 600, "Excel đời cũ|mật khẩu"),
        ("Tên;Ghi chú\nA;B\n".encode(), "Không thấy bảng nào"),
    ],
)
def test_a_file_that_is_no_dictionary_is_refused(world: World, raw: bytes, words: str) -> None:
    with pytest.raises(DictionaryError, match=words):
        _send(world, raw)
    assert not DictionaryFile.objects.exists()


def test_a_file_is_dropped_and_only_who_defines_sends(world: World, tmp_path: Path) -> None:
    file = _send(world, _edited())
    drop_dictionary(by=actor(world.coordinator), file=file)
    file.refresh_from_db()
    assert (file.state, bytes(file.content)) == ("dropped", b"")
    with pytest.raises(PermissionRefused):
        send_dictionary(by=actor(world.snv_officer), raw=b"", file_name="", since=SINCE, reason="")
