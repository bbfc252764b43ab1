"""The form of another system, and what differs on both sides."""

import datetime as dt
from importlib import resources

import pytest

from tiendo.domain.exchange import (
    BadForm,
    EntryState,
    Field,
    agrees,
    differences,
    entry_state,
    plain,
    read_form,
    row_key,
)

TEXT = resources.files("tiendo.exchange").joinpath("forms", "nq57.yaml").read_text("utf-8")
FORM = read_form(TEXT)


def test_the_form_that_comes_along_names_its_columns():
    assert FORM.field_of("Tên nhiệm vụ") is Field.TITLE
    assert FORM.field_of("TIẾN ĐỘ (%)") is Field.PERCENT
    assert FORM.field_of("Ghi chú") is None
    assert FORM.heading(Field.DUE) == "Hạn hoàn thành"
    assert FORM.status_word("done_late") == "Hoàn thành quá hạn"


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("columns:", "columns: [", "not_yaml"),
        ("system: nq57", "", "part_missing"),
        ("  title: [Tên nhiệm vụ, Nội dung nhiệm vụ, Nhiệm vụ]\n", "", "part_missing"),
        ("  title:", "  tittle:", "unknown_word"),
        ("%d/%m/%Y", "%d/%m", "day_form"),
        ("Sản phẩm,", "Mã định danh,", "twice"),
        (TEXT, "- một danh sách", "not_yaml"),
        ("since: 2025-05-20", "since: hôm nay", "part_missing"),
    ],
)
def test_a_text_that_is_no_form_is_refused(old, new, code):
    with pytest.raises(BadForm) as refused:
        read_form(TEXT.replace(old, new))
    assert refused.value.code == code


@pytest.mark.parametrize(
    ("field", "value", "kept"),
    [
        (Field.DUE, dt.datetime(2025, 9, 30), "2025-09-30"),
        (Field.DUE, dt.date(2025, 9, 30), "2025-09-30"),
        (Field.DUE, "30/9/2025", "2025-09-30"),
        (Field.DUE, "30-09-2025", "2025-09-30"),
        (Field.DUE, "31/02/2025", "31/02/2025"),
        (Field.DUE, "Quý IV", "Quý IV"),
        (Field.PERCENT, 45, "45"),
        (Field.PERCENT, 0.45, "45"),
        (Field.PERCENT, "45,50 %", "45.5"),
        (Field.PERCENT, "chưa có", "chưa có"),
        (Field.PERCENT, 0, "0"),
        (Field.EXTERNAL_ID, 12.0, "12"),
        (Field.TITLE, " Xây dựng\n kho ", "Xây dựng kho"),
        (Field.TITLE, None, ""),
    ],
)
def test_cells_are_kept_as_plain_text(field, value, kept):
    assert plain(field, value, FORM) == kept


def test_their_words_for_a_status_agree_with_ours():
    assert agrees(Field.STATUS, "in_progress", "đang triển khai", FORM)
    assert agrees(Field.STATUS, "overdue", "Quá hạn", FORM)
    assert not agrees(Field.STATUS, "overdue", "Đang thực hiện", FORM)
    assert not agrees(Field.STATUS, "", "Quá hạn", FORM)


def test_only_what_their_list_shows_is_compared():
    ours = {Field.TITLE: "Xây dựng kho", Field.DUE: "2025-09-30", Field.STATUS: "overdue"}
    theirs = {Field.TITLE: "Xay dung kho.", Field.STATUS: "Chưa thực hiện", Field.DUE: ""}
    found = differences(ours, theirs, FORM)
    assert [(each.field, each.ours, each.theirs) for each in found] == [
        (Field.STATUS, "overdue", "Chưa thực hiện")
    ]


OURS = {Field.STATUS: "in_progress", Field.PERCENT: "40", Field.RESULT: "Đã khảo sát"}
LISTED = {Field.STATUS: "Đang thực hiện", Field.PERCENT: "40"}


@pytest.mark.parametrize(
    ("theirs", "entered", "since", "state"),
    [
        ({**LISTED, Field.RESULT: "Đã khảo sát"}, None, False, EntryState.AGREES),
        ({**LISTED, Field.PERCENT: "20"}, None, False, EntryState.TO_ENTER),
        # Their list does not show the result: it counts as it was last given.
        (LISTED, None, False, EntryState.TO_ENTER),
        (LISTED, OURS, False, EntryState.AGREES),
        ({**LISTED, Field.PERCENT: "20"}, OURS, True, EntryState.ENTERED),
        # A newer list still says otherwise: it is to be entered again.
        ({**LISTED, Field.PERCENT: "20"}, OURS, False, EntryState.TO_ENTER),
        ({**LISTED, Field.PERCENT: "20"}, {**OURS, Field.PERCENT: "30"}, True, EntryState.TO_ENTER),
        ({}, {}, False, EntryState.TO_ENTER),
    ],
)
def test_what_is_still_to_be_entered(theirs, entered, since, state):
    assert entry_state(OURS, theirs, entered, FORM, is_entered_since=since) is state


def test_a_row_is_known_by_its_id_or_by_document_clause_and_words():
    assert row_key({Field.EXTERNAL_ID: "NV 1"}) == row_key({Field.EXTERNAL_ID: "nv 1"})
    one = {Field.SYMBOL: "57-NQ/TW", Field.CLAUSE: "II.1", Field.TITLE: "Xây dựng"}
    assert row_key(one) == row_key({**one, Field.TITLE: "XÂY DỰNG"})
    assert row_key(one) != row_key({**one, Field.CLAUSE: "II.2"})
