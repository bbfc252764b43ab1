"""Figures of a text: read with their words, matched to the dictionary, taken or left."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

import vanban
from tests.document_factories import register_plan, text_of
from tests.factories import World, actor, make_world
from tests.indicator_factories import an_indicator
from tests.task_factories import noon
from tiendo.documents.models import TextVersion
from tiendo.indicators.errors import IndicatorError
from tiendo.indicators.models import Entry, IndicatorValue, Observation, Qualifier, Target
from tiendo.indicators.starter import read_starter
from tiendo.intake.figures.deciding import FigureChoice, accept_figure, reject_figure
from tiendo.intake.figures.drafting import draft_figures
from tiendo.intake.figures.errors import FigureDraftError
from tiendo.intake.figures.matching import SURE, Item, Known, Match, Stated, match_figures
from tiendo.intake.models import FigureDraft, FigureDraftState, FigureKind

TODAY = dt.date(2025, 11, 20)
REPORT = """ỦY BAN NHÂN DÂN
TỈNH ĐẮK LẮK
Số: 412/BC-UBND
Đắk Lắk, ngày 10 tháng 11 năm 2025

BÁO CÁO
Kết quả phát triển hạ tầng số

I. KẾT QUẢ ĐẠT ĐƯỢC
1. Đến nay khoảng 98,5% dân số được phủ sóng di động 4G.
2. Toàn tỉnh hiện có 21 trạm quan trắc tự động.
"""
PLAN = """ỦY BAN NHÂN DÂN
TỈNH ĐẮK LẮK
Số: 99/KH-UBND
Đắk Lắk, ngày 10 tháng 7 năm 2025

KẾ HOẠCH
Phát triển hạ tầng số

I. MỤC TIÊU
1. Đến năm 2030, tỷ lệ dân số được phủ sóng di động 4G đạt tối thiểu 99%.
"""
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("private_files")]


@pytest.fixture
def world() -> World:
    return make_world()


def read(world: World, words: str) -> TextVersion:
    with noon(TODAY):
        return text_of(register_plan(world, words.encode(), "van-ban.txt"))


def drafted(world: World, words: str = REPORT) -> list[FigureDraft]:
    an_indicator(world, "HT.02", name="Tỷ lệ dân số được phủ sóng 4G")
    text = read(world, words)
    with noon(TODAY):
        draft_figures(text=text, by=actor(world.coordinator))
    return list(FigureDraft.objects.filter(text=text))


def choice(draft: FigureDraft, world: World, **given: Any) -> FigureChoice:
    fields: dict[str, Any] = {
        "indicator": draft.indicator,
        "organisation": world.skhcn,
        "typed": draft.typed,
        "day": draft.period_end,
        "as_of": draft.as_of,
    }
    return FigureChoice(**{**fields, **given})


def test_a_figure_keeps_its_words_and_is_taken_with_its_qualifier(world: World) -> None:
    share, stations = drafted(world)
    assert (share.indicator.code if share.indicator else "", share.typed) == (
        "HT.02",
        "khoảng 98,5%",
    )
    assert (share.doubts, share.period_end) == ([], dt.date(2025, 12, 31))
    assert "98,5%" in share.passage.quote
    assert (stations.indicator, stations.doubts) == (None, ["no_indicator", "no_period"])
    assert not Observation.objects.exists()
    with noon(TODAY):
        accept_figure(draft=share, choice=choice(share, world), by=actor(world.coordinator))
        with pytest.raises(FigureDraftError, match="đã được xem xét"):
            accept_figure(draft=share, choice=choice(share, world), by=actor(world.coordinator))
    row = Observation.objects.get()
    assert (row.entry, row.qualifier, str(row.value)) == (Entry.PARSED, Qualifier.ABOUT, "0.985000")
    assert row.passage == share.passage
    assert IndicatorValue.objects.get().observation == row


def test_nothing_is_kept_that_the_grid_would_refuse(world: World) -> None:
    share, stations = drafted(world)
    by = actor(world.coordinator)
    with noon(TODAY):
        with pytest.raises(FigureDraftError, match="Chưa chọn chỉ tiêu"):
            accept_figure(draft=stations, choice=choice(stations, world), by=by)
        with pytest.raises(IndicatorError, match="đơn vị"):
            accept_figure(draft=share, choice=choice(share, world, typed="98 trạm"), by=by)
        with pytest.raises(FigureDraftError, match="lý do"):
            reject_figure(draft=stations, reason=" ", by=by)
        reject_figure(draft=stations, reason="Không phải chỉ tiêu", by=by)
    stations.refresh_from_db()
    assert stations.state == FigureDraftState.REJECTED
    share.refresh_from_db()
    assert share.state == FigureDraftState.PROPOSED


def test_sure_figures_are_taken_together_and_what_is_in_force_is_shown(
    client: Client, world: World
) -> None:
    share, stations = drafted(world)
    client.force_login(world.coordinator)
    place = reverse("figure-draft-take-many", args=[share.text_id])
    with noon(TODAY):
        assert "Chưa chọn mục nào" in client.post(place, follow=True).content.decode()
        page = client.post(place, {"muc": [share.pk, stations.pk]}, follow=True).content.decode()
        assert "Đã nhận 1 mục" in page and "không nhận chung" in page
        row = Observation.objects.get()
        assert (row.passage, row.organisation) == (share.passage, share.organisation)
        FigureDraft.objects.filter(pk=stations.pk).update(
            indicator=share.indicator,
            organisation=share.organisation,
            period_end=share.period_end,
        )
        address = reverse("figure-draft", args=[stations.pk])
        shown = client.get(address).content.decode()
        assert "Đã có số liệu ở chỗ này" in shown and 'name="seen" value="1"' in shown
        sent = {
            "indicator": row.indicator_id, "organisation": row.organisation_id, "typed": "97",
            "day": "20/11/2025", "seen": "0",
        }  # fmt: skip
        clash = client.post(address, sent)
        assert clash.status_code == 409 and 'name="seen" value="1"' in clash.content.decode()
        assert client.post(address, {**sent, "seen": "1"}).status_code == 302
    assert Observation.objects.get(is_current=True).revision == 2


def test_a_target_of_a_plan_rests_on_its_words(world: World) -> None:
    (draft,) = drafted(world, PLAN)
    assert (draft.kind, draft.horizon, draft.comparator) == (FigureKind.TARGET, "2030", ">=")
    with noon(TODAY):
        accept_figure(draft=draft, choice=choice(draft, world), by=actor(world.coordinator))
    target = Target.objects.get()
    assert (str(target.value), target.last_day) == ("0.990000", dt.date(2030, 12, 31))
    assert target.passage == draft.passage
    assert "99/KH-UBND" in target.source


def test_a_text_is_read_once_and_its_page_shows_what_was_made_of_it(
    client: Client, world: World, django_assert_num_queries: Any
) -> None:
    an_indicator(world, "HT.02", name="Tỷ lệ dân số được phủ sóng 4G")
    text = read(world, REPORT)
    client.force_login(world.coordinator)
    place = reverse("figure-draft-list", args=[text.pk])
    with noon(TODAY):
        assert "Chưa đọc số liệu" in client.get(place).content.decode()
        for _again in range(2):
            client.post(reverse("figure-draft-start", args=[text.pk]))
        assert FigureDraft.objects.count() == 2
        shown = client.get(place).content.decode()
        assert "<mark>98,5%" in shown
        assert "Không thấy chỉ tiêu giống" in shown
        draft = FigureDraft.objects.first()
        assert draft is not None
        form = client.get(reverse("figure-draft", args=[draft.pk])).content.decode()
        assert "khoảng 98,5%" in form
        sent = {
            "indicator": draft.indicator_id,
            "organisation": world.skhcn.pk,
            "typed": "1,234.5",
            "day": "20/11/2025",
        }
        wrong = client.post(reverse("figure-draft", args=[draft.pk]), sent)
        assert wrong.status_code == 422
        assert "kiểu nước ngoài" in wrong.content.decode()
        taken = client.post(reverse("figure-draft", args=[draft.pk]), {**sent, "typed": "98,5"})
        assert taken.status_code == 302
    assert Observation.objects.get().is_current


# How much is matched right


def known_of_starter() -> tuple[list[Known], list[str]]:
    starter = read_starter()
    names = {dimension.code: dimension.items for dimension in starter.dimensions}
    own = [row for row in starter.indicators if not row.is_national]
    known = [
        Known(
            place,
            row.name,
            row.unit,
            row.unit_base,
            tuple(Item(code, *item) for code in row.dimensions for item in names[code]),
        )
        for place, row in enumerate(own)
    ]
    return known, [row.code for row in own]


EXPECTED = [
    "CDS.01",
    "HT.05",
    "HT.01",
    "HT.02",
    "HT.03",
    "HT.06",
    "HT.04",
    "NC.01",
    "NC.01",
    "NC.01",
    "TC.01",
    "TC.02",
    "NS.01",
    "NS.01/tinh-chat=dau-tu",
    "NS.01/nguon-von=trung-uong;tinh-chat=dau-tu",
    "NS.01/nguon-von=tinh;tinh-chat=dau-tu",
    "NS.01/tinh-chat=thuong-xuyen",
    "NS.02",
    "NS.03",
    "NS.02/linh-vuc=khcn",
    "NS.02/linh-vuc=dmst",
    "NS.02/linh-vuc=cds",
    "NS.04",
    "NL.01",
    "NL.01/hoc-ham-trinh-do=giao-su",
    "NL.01/hoc-ham-trinh-do=pho-giao-su",
    "NL.01/hoc-ham-trinh-do=tien-si",
    "NL.01/hoc-ham-trinh-do=thac-si",
    "NL.01/hoc-ham-trinh-do=dai-hoc",
]


def test_the_figures_of_the_seed_report_are_matched_to_the_starter(shared: Path) -> None:
    parsed = vanban.parse(vanban.read(shared / "seeds" / "report-2025-11.txt"))
    known, codes = known_of_starter()
    content = parsed.text.content
    stated = [
        Stated(
            each.metric,
            each.unit or "",
            content[content.rfind("\n", 0, each.span.start) + 1 :].partition("\n")[0],
            each.is_subset,
            each.path or "",
        )
        for each in parsed.observations
    ]
    found = match_figures(stated, known)
    told = [
        f"{codes[match.key]}/{match.breakdown}".rstrip("/") if match else "-" for match in found
    ]
    right = [here == there for here, there in zip(told, EXPECTED, strict=True)]
    assert sum(right) >= 27, told
    sure = [ok for ok, match in zip(right, found, strict=True) if match and match.score >= SURE]
    assert all(sure)


def test_a_unit_alone_is_no_likeness_where_it_says_nothing() -> None:
    known = [Known(1, "Tỷ lệ hộ có nước sạch", "%"), Known(2, "Số trạm y tế", "trạm")]
    assert match_figures([Stated("giải ngân", "%")], known) == [None]
    (match,) = match_figures([Stated("quan trắc", "trạm")], known)
    assert isinstance(match, Match)
    assert match.score < SURE
