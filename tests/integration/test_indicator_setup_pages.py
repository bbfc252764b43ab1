"""The screens behind indicators: starter, workbooks, dimensions, rules; their queries."""

from __future__ import annotations

import io
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from tests.factories import World, make_world
from tests.indicator_factories import TODAY, an_indicator, an_observation
from tests.integration.test_indicator_pages import signed_in, words_of
from tests.task_factories import noon
from tiendo.domain import clock
from tiendo.indicators.models import (
    CheckRule,
    DictionaryFile,
    Dimension,
    Indicator,
    Observation,
    ObservationState,
    Target,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> World:
    return make_world()


@pytest.fixture
def client(world: World) -> Client:
    return signed_in(world.coordinator)


@pytest.fixture(autouse=True)
def _today() -> Iterator[None]:
    with noon(TODAY):
        yield


def _post(client: Client, to: str, /, *args: object, **data: Any) -> Any:
    return client.post(reverse(to, args=args), data)


def test_the_starter_is_shown_and_only_what_is_chosen_is_taken(
    world: World, client: Client, django_assert_num_queries: Any
) -> None:
    with django_assert_num_queries(17):
        shown = client.get(reverse("starter-dictionary"))
    assert "NQ03.11.11" in words_of(shown)
    assert "Phụ lục I của 146/KH-UBND" in words_of(shown)
    answer = _post(
        client,
        "starter-dictionary",
        owner=world.skhcn.pk,
        province=world.ubnd.pk,
        figures="on",
        code=["KH146.02", "HT.05"],
    )
    assert answer.status_code == 302
    assert set(Indicator.objects.values_list("code", flat=True)) == {"KH146.02", "HT.05"}
    assert Target.objects.get().source.startswith("146/KH-UBND")


def test_a_workbook_goes_out_is_edited_looked_at_and_taken(world: World, client: Client) -> None:
    an_indicator(world)
    book = openpyxl.load_workbook(io.BytesIO(client.get(reverse("dictionary-export")).content))
    book["Chỉ tiêu"]["B2"] = "Tên mới"
    stream = io.BytesIO()
    book.save(stream)
    file = SimpleUploadedFile("danh-muc.xlsx", stream.getvalue())
    sent = _post(client, "dictionary-file-list", file=file, since="01/10/2025", reason="QĐ 12")
    kept = DictionaryFile.objects.get()
    assert sent.url == reverse("dictionary-file", args=[kept.pk])
    shown = client.get(sent.url)
    assert "Tên: Tỷ lệ dân số được phủ sóng 4G → Tên mới" in words_of(shown)
    stale = _post(client, "dictionary-file", kept.pk, seen="khác")
    assert "Xem lại các thay đổi" in words_of(client.get(stale.url))
    _post(client, "dictionary-file", kept.pk, seen=shown.context["preview"].digest)
    assert Indicator.objects.get().versions.count() == 2
    assert "1 dòng thay đổi" in words_of(client.get(sent.url))


def test_a_file_that_is_none_is_refused_beside_the_field(client: Client) -> None:
    file = SimpleUploadedFile("x.pdf", b"%PDF-1.7")
    answer = _post(client, "dictionary-file-list", file=file, since="01/10/2025")
    assert answer.status_code == 422
    assert "Tệp không phải bảng tính" in words_of(answer)


def test_a_dimension_is_made_changed_and_ordered(world: World, client: Client) -> None:
    bad = _post(client, "dimension-list", code="gioi-tinh", name="Giới", items="Nữ")
    assert "Không đọc được dòng “Nữ”" in words_of(bad)
    given = {"code": "gioi-tinh", "name": "Giới", "items": "nam: Nam\nnu: Nữ"}
    _post(client, "dimension-list", **given)
    again = _post(client, "dimension-list", **given)
    assert "đã dùng" in words_of(again)
    made = Dimension.objects.get()
    _post(client, "dimension-rename", made.pk, name="Giới tính")
    _post(client, "dimension", made.pk, code="khac", name="Khác")
    twice = _post(client, "dimension", made.pk, code="nu", name="Nữ")
    assert "có hai lần" in words_of(twice)
    first, second, third = made.items.all()
    _post(client, "dimension-item-move", third.pk, up="1")
    _post(client, "dimension-item", second.pk, name="Nữ giới", is_retired="on")
    an_indicator(world, dimensions=(made,))
    page = words_of(client.get(reverse("dimension", args=[made.pk])))
    assert page.index("Khác") < page.index("Nữ giới nu Ngừng dùng")
    assert "HT.01 Tỷ lệ dân số được phủ sóng 4G" in page
    assert first.code in page


def test_a_rule_is_tried_before_it_is_set_then_followed_and_ended(
    world: World, client: Client
) -> None:
    coverage = an_indicator(world)
    an_observation(world, coverage, "99,9")
    given = {
        "kind": "range",
        "severity": "block",
        "low": "0",
        "high": "99",
        "source": "Căn cứ thử",
        "since": "01/01/2025",
    }
    tried = _post(client, "rule-new", coverage.pk, **given, **{"try": "1"})
    assert "1 trong 1 số liệu hiện có không đạt" in words_of(tried)
    assert "99,9% nằm ngoài khoảng cho phép từ 0,0% đến 99,0%" in words_of(tried)
    assert not CheckRule.objects.exists()
    _post(client, "rule-new", coverage.pk, **given)
    rule = CheckRule.objects.get()
    assert rule.high == Decimal("0.99")
    shown = words_of(client.get(reverse("rule-list", args=[coverage.pk])))
    assert "Từ 0% đến 99%" in shown
    assert "không đạt" in shown
    wider = {**given, "high": "100", "since": "01/10/2025", "reason": "Nới"}
    _post(client, "rule-follow", rule.pk, **wider)
    second = CheckRule.objects.exclude(pk=rule.pk).get()
    early = _post(client, "rule-end", second.pk, on="01/10/2025", reason="Bỏ")
    assert "không sau ngày bắt đầu" in words_of(early)
    _post(client, "rule-end", second.pk, on="01/11/2025", reason="Bỏ")
    second.refresh_from_db()
    assert second.validity.upper is not None


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"kind": "range", "low": "1,234.5"}, "viết theo kiểu nước ngoài"),
        ({"kind": "range", "low": "5 người"}, "ghi đơn vị “người”"),
        ({"kind": "range"}, "Chưa nhập giới hạn"),
        ({"kind": "parts"}, "không thuộc chỉ tiêu HT.01"),
        ({"kind": "consistency", "formula": "[HT.01] <="}, "Công thức còn dở"),
        ({"kind": "consistency", "formula": "[HT.01] <= [KHONG.CO]"}, "Không có chỉ tiêu mang mã"),
    ],
)
def test_a_rule_that_cannot_be_is_refused_with_what_to_do(
    world: World, client: Client, given: dict[str, str], words: str
) -> None:
    coverage = an_indicator(world)
    data = {"severity": "warn", "source": "Căn cứ", "since": "01/01/2025", **given}
    for extra in ({}, {"try": "1"}):
        answer = _post(client, "rule-new", coverage.pk, **data, **extra)
        assert answer.status_code == 422
        assert words in words_of(answer)


def test_an_odd_figure_is_listed_and_leaves_as_a_file(world: World, client: Client) -> None:
    coverage = an_indicator(world)
    bodies = [world.ubnd, world.vp, world.snv, world.stc, world.congan, world.tan_an]
    for number, body in enumerate(bodies):
        an_observation(world, coverage, f"9{number}", organisation=body)
    answered = {"confirmed_by": world.coordinator, "confirmed_at": clock.now()}
    Observation.objects.update(state=ObservationState.CONFIRMED, **answered)
    an_observation(world, coverage, "9,9")
    shown = words_of(client.get(reverse("outlier-list")))
    assert "Sở Khoa học và Công nghệ" in shown
    assert "9,9% khác xa số đã xác nhận cùng kỳ của 6 cơ quan khác (trung vị 92,5%)" in shown
    file = client.get(reverse("export-new", args=["so-lieu-bat-thuong", "csv"])).content.decode()
    assert "HT.01" in file
    assert "trung vị 92,5%" in file
    stranger = signed_in(world.stc_officer)
    assert "9,9% khác xa" not in words_of(stranger.get(reverse("outlier-list")))


def test_pages_ask_as_much_of_many_rules_as_of_few(
    world: World, client: Client, django_assert_num_queries: Any
) -> None:
    coverage = an_indicator(world)
    an_observation(world, coverage, "99,9")
    given = {"kind": "range", "severity": "warn", "source": "Căn cứ", "since": "01/01/2025"}
    for high in ("50", "60"):
        _post(client, "rule-new", coverage.pk, **given, high=high)
        with django_assert_num_queries(15):
            client.get(reverse("rule-list", args=[coverage.pk]))


def test_without_figures_nothing_is_odd(client: Client) -> None:
    assert "Không có số liệu bất thường" in words_of(client.get(reverse("outlier-list")))
    assert "Danh mục mẫu" in words_of(client.get(reverse("indicator-setup")))
