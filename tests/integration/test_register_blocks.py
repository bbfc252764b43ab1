"""Blocks and values from the registers: documents, money, measures, difficulties."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from copy import deepcopy
from typing import Any

import pytest
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.budget_factories import approve, line, pay, project, step
from tests.factories import World, actor, make_world
from tests.indicator_factories import a_target, an_indicator, an_observation
from tests.seed_facts import COMPILED_ON, LOADED_ON, Loaded, compile_seed, load_facts, make_outline
from tests.task_factories import make_programme, noon
from tiendo.composer.model import (
    Bullet,
    Clause,
    Heading,
    OfficialDocument,
    Paragraph,
    Table,
    iter_blocks,
)
from tiendo.domain import clock
from tiendo.domain.outlines import read_outline
from tiendo.domain.periods import Cadence, Period, period_around
from tiendo.indicators.actions.confirming import confirm_observations
from tiendo.indicators.models import Direction
from tiendo.indicators.models.dictionary import Frequency
from tiendo.programmes.models import Programme
from tiendo.reporting.actions import compile_report
from tiendo.reporting.errors import ReportError
from tiendo.reporting.facts.indicators import asked_codes, read_indicators
from tiendo.reporting.facts.tasks import Subject
from tiendo.reporting.formulas import FORMULAS
from tiendo.reporting.models import Figure, OutlineVersion, Report, ValueState
from tiendo.reporting.outlines.reading import find_faults, starter_content
from tiendo.reporting.queries import composed_document, figures_of
from tiendo.reporting.readback import plain

pytestmark = pytest.mark.django_db
D = dt.date
NOVEMBER = (D(2025, 11, 1), D(2025, 11, 30))
Block = dict[str, Any]


@pytest.fixture(scope="module")
def made(kept_transaction: None) -> tuple[World, Loaded]:
    """Made once for all tests, none of which sees what another did."""
    world = make_world()
    return world, load_facts(world)


@pytest.fixture
def db(made: object) -> Iterator[None]:
    """One test, undone; pytest-django's would undo what was made too."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


@pytest.fixture
def world(db: None, made: tuple[World, Loaded]) -> World:
    return deepcopy(made[0])


@pytest.fixture
def loaded(db: None, made: tuple[World, Loaded]) -> Loaded:
    return deepcopy(made[1])


def outline(*blocks: Block) -> OutlineVersion:
    """An outline of one heading with some blocks."""
    heading = {"code": "results", "title": "Kết quả", "blocks": list(blocks)}
    return make_outline(
        opening="Báo cáo:", closing="Trên đây là báo cáo.", headings=[heading], appendices=[]
    )


def write(world: World, loaded: Loaded, *blocks: Block, **fields: Any) -> Report:
    """The report of November with some blocks."""
    values = {"outline": outline(*blocks), "narrative": {}}
    return compile_seed(world, loaded, **(values | fields))


def say(world: World, loaded: Loaded, template: str, **fields: Any) -> str:
    """What a sentence says."""
    report = write(world, loaded, {"kind": "sentence", "template": template}, **fields)
    return lines(report)[1]


def document_of(report: Report) -> OfficialDocument:
    return composed_document(report, list(figures_of(report)))


def lines(report: Report) -> list[str]:
    """The paragraphs of a report; items with their dash or number; rows of tables by " | "."""
    printed = dict(report.figures.values_list("key", "printed"))
    told: list[str] = []
    for block in iter_blocks(document_of(report)):
        if isinstance(block, Paragraph):
            told.append(plain(block.content, printed))
        elif isinstance(block, Bullet):
            told.append(f"- {plain(block.content, printed)}")
        elif isinstance(block, Clause):
            told.append(f"{block.marker}. {plain(block.content, printed)}")
        elif isinstance(block, Table):
            for row in block.rows:
                told.append(" | ".join(plain(cell.content, printed) for cell in row.cells))
    return told[:-1]


def figure(report: Report, key: str) -> Figure:
    return report.figures.get(key=key)


# The outline that comes with the product


def test_its_outline_asks_for_nothing_that_there_is_not(world: World, loaded: Loaded) -> None:
    assert find_faults(read_outline(starter_content("ubkttw-225"))) == ()
    report = compile_seed(world, loaded)
    assert {row.formula for row in report.figures.all()} <= FORMULAS.keys()


def test_without_any_facts_it_says_that_there_are_none(world: World, loaded: Loaded) -> None:
    empty = make_programme(world, title="Kế hoạch khác", short_title="Kế hoạch khác")
    report = compile_seed(world, loaded, programme=empty)
    told = "\n".join(lines(report))
    assert "Tổng dự toán chi cho KHCN, ĐMST và CĐS năm 2025: chưa có số liệu." in told
    assert "Đến ngày 10/11/2025, không có khó khăn, vướng mắc đang theo dõi." in told
    assert figure(report, "budget.disbursed_rate").value_state == ValueState.NO_DATA
    assert report.checks["is_clean"]


def test_a_part_without_anything_is_left_out(world: World, loaded: Loaded) -> None:
    words = loaded.facts["narrative"]
    without = [h.text for h in _headings(compile_seed(world, loaded))]
    having = compile_seed(world, loaded, narrative={**words, "proposals": "Đề nghị bổ sung vốn."})
    assert "Phương hướng, kiến nghị" not in without
    assert [h.text for h in _headings(having)] == [*without, "Phương hướng, kiến nghị"]


def _headings(report: Report) -> list[Heading]:
    return [block for block in document_of(report).blocks if isinstance(block, Heading)]


# Documents


def test_documents_stand_by_issuer_with_their_number(world: World, loaded: Loaded) -> None:
    block = {"kind": "register_documents", "issuers": ["Ban Chỉ đạo tỉnh"], "since": "year"}
    report = write(world, loaded, block)
    told = lines(report)[1:]
    assert told[0] == "Ban Chỉ đạo tỉnh đã ban hành 3 văn bản:"
    assert [line.split(" ngày ")[0] for line in told[1:]] == [
        "- Kế hoạch số 07-KH/BCĐ",
        "- Kế hoạch số 01-KH/BCĐ",
        "- Kế hoạch số 02-KH/BCĐ",
    ]
    assert "(thực hiện Kế hoạch số 02-KH/BCĐTW ngày 19/6/2025" in told[1]
    numbers = ("07-KH/BCĐ", "01-KH/BCĐ", "02-KH/BCĐ")
    ids = [loaded.documents[number].pk for number in numbers]
    assert figure(report, "documents.registered.ban_chi_dao_tinh").record_ids == ids


@pytest.mark.parametrize(
    ("since", "count"), [("period", 1), ("year", 3), ("2025-07-01", 2), ("ever", 3)]
)
def test_documents_are_taken_from_a_day_on(
    world: World, loaded: Loaded, since: str, count: int
) -> None:
    block = {"kind": "register_documents", "issuers": ["Ban Chỉ đạo tỉnh"], "since": since}
    assert len(lines(write(world, loaded, block))) == 2 + count


def test_a_document_named_before_is_not_listed_again(world: World, loaded: Loaded) -> None:
    one = {"kind": "register_documents", "numbers": ["281-KH/TU"]}
    again = {**one, "again": True}
    report = write(world, loaded, one, one, again, {**again, "lead": "Nhắc lại:"})
    assert lines(report)[1:] == [
        "Tỉnh ủy đã ban hành 1 văn bản:",
        "- Kế hoạch số 281-KH/TU ngày 16/5/2025 của Tỉnh ủy về phong trào “Bình dân học vụ số”.",
        "Tỉnh ủy đã ban hành 1 văn bản:",
        "- Kế hoạch số 281-KH/TU.",
        "Nhắc lại:",
        "- Kế hoạch số 281-KH/TU.",
    ]
    keys = list(report.figures.values_list("key", flat=True))
    assert keys == ["documents.registered.tinh_uy", "documents.registered.tinh_uy.2"]


def test_names_of_issuers_are_known_in_any_spelling(world: World, loaded: Loaded) -> None:
    block = {"kind": "register_documents", "types": ["Nghị quyết"], "since": "ever"}
    told = [
        lines(write(world, loaded, {**block, "issuers": [name]}))[1:]
        for name in ("HĐND tỉnh", "Hội đồng nhân dân tỉnh", "hội đồng nhân dân tỉnh Đắk Lắk")
    ]
    assert told[0] == told[1] == told[2]
    assert len(told[0]) == 5


def test_a_gap_cites_in_full_and_then_in_short(world: World, loaded: Loaded) -> None:
    told = say(world, loaded, "{document | 281-KH/TU}; {document | 281-KH/TU}")
    dated = "Kế hoạch số 281-KH/TU ngày 16/5/2025 của Tỉnh ủy"
    assert told == f"{dated} về phong trào “Bình dân học vụ số”; Kế hoạch số 281-KH/TU"
    assert say(world, loaded, "{document.dated | 281-KH/TU}") == dated


def test_a_document_that_is_not_registered_is_named_by_its_number(
    world: World, loaded: Loaded
) -> None:
    assert say(world, loaded, "{document | 99/KH-UBND}.") == "văn bản số 99/KH-UBND."
    other_day = "{document | 02-KH/BCĐ ngày 01/9/2025}"
    assert say(world, loaded, other_day) == "văn bản số 02-KH/BCĐ ngày 01/9/2025"


def test_what_was_registered_later_is_not_known_before(world: World, loaded: Loaded) -> None:
    before = clock.local_noon(LOADED_ON) - dt.timedelta(hours=1)
    assert say(world, loaded, "{document | 71/NQ-CP}", known_at=before) == "văn bản số 71/NQ-CP"


def test_documents_of_the_period_are_counted(world: World, loaded: Loaded) -> None:
    block = {"kind": "sentence", "template": "Có {documents.registered} văn bản."}
    report = write(world, loaded, block)
    assert lines(report)[1] == "Có 1 văn bản."
    assert figure(report, "documents.registered").record_ids == [loaded.documents["02-KH/BCĐ"].pk]
    later = write(world, loaded, block, period_start=D(2025, 11, 11))
    assert figure(later, "documents.registered").value_state == ValueState.NOT_DUE


def test_a_bodys_report_tells_of_its_own_documents(world: World, loaded: Loaded) -> None:
    block = {"kind": "register_documents", "since": "year"}
    report = write(world, loaded, block, body=world.ubnd, issuer=world.ubnd)
    own = {document.pk for document in loaded.documents.values() if document.issuer == world.ubnd}
    listed = figure(report, "documents.registered.ubnd_tinh_dak_lak").record_ids
    assert own.issuperset(listed)
    assert not write(world, loaded, block, body=world.snv).figures.exists()


def test_what_others_issued_is_no_part_of_a_bodys_report(world: World, loaded: Loaded) -> None:
    of_council = {"kind": "register_documents", "issuers": ["HĐND tỉnh"], "lead": "HĐND:"}
    told = write(world, loaded, of_council | {"since": "ever"}, body=world.ubnd, issuer=world.ubnd)
    assert lines(told) == ["Báo cáo:"]


def test_the_documents_of_who_reports_are_asked_for_by_a_word(world: World, loaded: Loaded) -> None:
    block = {"kind": "register_documents", "own": True, "since": "year"}
    told = lines(write(world, loaded, block))
    assert told[1] == "UBND tỉnh Đắk Lắk đã ban hành 7 văn bản:"
    assert len(told) == 2 + 7


# Money


def new_plan(world: World) -> Programme:
    return make_programme(world, title="Kế hoạch khác", short_title="Kế hoạch khác")


def test_amounts_are_told_in_the_unit_asked_for(world: World, loaded: Loaded) -> None:
    told = say(
        world,
        loaded,
        "{budget.disbursed | triệu đồng}; {budget.disbursed | tỷ đồng}; "
        "{budget.disbursed | đồng}; {budget.disbursed_rate}; {budget.year}",
    )
    assert told == "183.395; 183,395; 183.395.000.000; 36,67%; 2025"


def test_amounts_are_told_by_group_as_far_as_papers_tell(world: World, loaded: Loaded) -> None:
    report = write(
        world,
        loaded,
        {
            "kind": "sentence",
            "template": "{budget.allotted:investment:central} {budget.disbursed:digital} "
            "{budget.allotted:digital} {budget.disbursed_rate:digital} {budget.left}",
        },
    )
    assert lines(report)[1] == "302.430 133.387 chưa có số liệu chưa có số liệu 316.723"
    states = dict(report.figures.values_list("key", "value_state"))
    assert states["budget.disbursed_rate.digital"] == ValueState.NO_DATA
    assert len(figure(report, "budget.allotted.investment.central").record_ids) == 1


def test_zero_no_data_undefined_and_not_due_stay_apart(world: World, loaded: Loaded) -> None:
    plan = new_plan(world)
    with noon(LOADED_ON):
        given = line(world, programme=plan)
        step(world, given, 0)
    block = {
        "kind": "sentence",
        "template": "{budget.allotted} / {budget.disbursed} / {budget.disbursed_rate}",
    }
    unpaid = write(world, loaded, block, programme=plan)
    assert lines(unpaid)[1] == "0 / chưa có số liệu / chưa có số liệu"
    with noon(LOADED_ON):
        pay(world, given, 5, D(2025, 11, 3))
        pay(world, given, -5, D(2025, 11, 4))
    paid = write(world, loaded, block, programme=plan)
    assert lines(paid)[1] == "0 / 0 / không xác định"
    rate = figure(paid, "budget.disbursed_rate")
    assert (rate.value, rate.value_state) == (None, ValueState.UNDEFINED)
    next_year = {"period_start": D(2026, 1, 1), "period_end": D(2026, 1, 31)}
    early = write(world, loaded, block, programme=plan, **next_year)
    assert lines(early)[1] == "Chưa đến kỳ / chưa đến kỳ / chưa đến kỳ"


def test_a_sum_of_payments_leads_to_those_it_counts(world: World, loaded: Loaded) -> None:
    plan = new_plan(world)
    with noon(LOADED_ON):
        given = line(world, programme=plan)
        pay(world, given, 5, D(2025, 8, 1))
        told = pay(world, given, 7.25, D(2025, 9, 30), is_cumulative=True)
        after = pay(world, given, 1, D(2025, 10, 5))
        pay(world, given, 9, D(2025, 11, 9))
    block = {"kind": "sentence", "template": "{budget.disbursed}"}
    report = write(world, loaded, block, programme=plan, as_of=D(2025, 11, 8))
    assert lines(report)[1] == "8,25"
    assert figure(report, "budget.disbursed").record_ids == [told.pk, after.pk]


def test_what_was_recorded_later_enters_no_older_report(world: World, loaded: Loaded) -> None:
    before = clock.local_noon(COMPILED_ON)
    with noon(D(2025, 11, 20)):
        given = line(world, programme=loaded.programme)
        step(world, given, 1000)
        report = compile_report(
            by=actor(world.coordinator),
            programme=loaded.programme,
            period_start=NOVEMBER[0],
            period_end=NOVEMBER[1],
            as_of=LOADED_ON,
            known_at=before,
            outline=outline({"kind": "sentence", "template": "{budget.allotted}"}),
        )
    assert lines(report)[1] == "500.118"


def test_a_body_tells_of_its_own_money(world: World, loaded: Loaded) -> None:
    with noon(LOADED_ON):
        own = line(world, programme=loaded.programme)
        step(world, own, 12)
    block = {"kind": "sentence", "template": "{budget.allotted}"}
    by = actor(world.snv_officer, COMPILED_ON)
    report = write(world, loaded, block, by=by, body=world.snv)
    assert lines(report)[1] == "12"
    assert figure(report, "budget.allotted").record_ids == [own.pk]


def test_the_rows_of_the_table_add_up_to_its_sum(world: World, loaded: Loaded) -> None:
    told = lines(write(world, loaded, {"kind": "budget_table"}))[1:]
    lacking = "Chưa có số liệu | Chưa có số liệu"
    assert told == [
        f"1 | Chi đầu tư | 325.030 | {lacking}",
        f" | Trong đó: ngân sách Trung ương | 302.430 | {lacking}",
        f" | Trong đó: ngân sách tỉnh | 22.600 | {lacking}",
        f"2 | Chi thường xuyên | 175.088 | {lacking}",
        " | Phần chưa phân chia | Chưa có số liệu | 183.395 | –",
        " | Tổng cộng | 500.118 | 183.395 | 36,67%",
    ]
    by_area = lines(write(world, loaded, {"kind": "budget_table", "by": "area"}))
    assert by_area[-2] == " | Phần chưa phân chia | 500.118 | Chưa có số liệu | –"


def test_a_projects_money_is_told_by_source(world: World, loaded: Loaded) -> None:
    plan = new_plan(world)
    with noon(LOADED_ON):
        of = project(world, programme=plan)
        approve(world, of, 90, funding={"central": 60 * 10**6, "province": 20 * 10**6})
        project(world, code="DA-02", programme=plan)
    told = lines(write(world, loaded, {"kind": "projects"}, programme=plan))[1:]
    assert told == [
        "- Xây dựng kho dữ liệu cán bộ, công chức, viên chức của tỉnh: tổng mức đầu tư 90 triệu "
        "đồng (trong đó: ngân sách Trung ương 60 triệu đồng; ngân sách tỉnh 20 triệu đồng), theo "
        "văn bản số 100/QĐ-UBND ngày 03/02/2025."
    ]


@pytest.mark.parametrize(
    "block",
    [
        {"kind": "sentence", "template": "{budget.allotted:moon}"},
        {"kind": "sentence", "template": "{budget.allotted | thúng}"},
        {"kind": "sentence", "template": "{budget.spent}"},
        {"kind": "sentence", "template": "{indicator:XX.99}"},
        {"kind": "sentence", "template": "{indicator.ht}"},
        {"kind": "sentence", "template": "{document}"},
        {"kind": "sentence", "template": "{documents.lost}"},
        {"kind": "indicators", "indicators": ["XX.99"]},
        {"kind": "budget_table", "by": "moon"},
        {"kind": "register_documents", "since": "hôm qua"},
    ],
    ids=str,
)
def test_what_there_is_not_is_refused_by_name(world: World, loaded: Loaded, block: Block) -> None:
    with pytest.raises(ReportError) as refusal:
        write(world, loaded, block)
    assert refusal.value.code == "unknown_value"


# Measures


def test_figures_are_told_with_word_unit_names_and_parts(world: World, loaded: Loaded) -> None:
    told = say(
        world,
        loaded,
        "{indicator:HT.02}; {indicator:HT.03} Mbps; {indicator:NL.01:giao-su} giáo sư; "
        "{indicator:HT.05} thôn ({indicator:HT.05.names}); {indicator:HT.02.names}",
    )
    assert told == (
        "khoảng 99,9%; 390 Mbps; 4 giáo sư; 1 thôn (Thôn Ea Boa, xã Ea Trang); chưa nêu tên"
    )


def test_a_share_is_kept_as_a_ratio(world: World, loaded: Loaded) -> None:
    report = write(world, loaded, {"kind": "indicators", "indicators": ["HT.02"]})
    row = figure(report, "indicator.ht.02")
    assert (str(row.value), row.unit, row.printed) == ("0.999000", "", "khoảng 99,9%")


def test_a_computed_figure_leads_to_what_it_was_computed_of(world: World, loaded: Loaded) -> None:
    report = write(
        world, loaded, {"kind": "indicators", "indicators": ["NS.03"]}, as_of=COMPILED_ON
    )
    row = figure(report, "indicator.ns.03")
    assert (row.printed, row.formula, len(row.record_ids)) == ("36,67%", "indicator.computed", 2)


def test_only_confirmed_figures_are_told(world: World, loaded: Loaded) -> None:
    of = an_indicator(world, "P7.01", unit="xã", decimals=0, frequency=Frequency.YEARLY)
    block = {"kind": "indicators", "indicators": ["P7.01"]}
    assert lines(write(world, loaded, block))[1].endswith(": chưa đến kỳ.")
    row = an_observation(world, of, "12", period=period_around(Cadence.YEARLY, LOADED_ON))
    assert "12" not in lines(write(world, loaded, block))[1]
    with noon(LOADED_ON):
        confirm_observations(by=actor(world.coordinator), rows=[row])
    assert lines(write(world, loaded, block))[1].endswith(": 12 xã.")


def test_a_figure_of_zero_and_one_declared_missing_stay_apart(world: World, loaded: Loaded) -> None:
    zero = an_indicator(world, "P7.02", unit="xã", decimals=0)
    none = an_indicator(world, "P7.03", unit="xã", decimals=0)
    rows = [
        an_observation(world, zero, "0"),
        an_observation(world, none, "", is_missing=True, note="Chưa điều tra"),
    ]
    with noon(LOADED_ON):
        confirm_observations(by=actor(world.coordinator), rows=rows)
    block = {"kind": "indicators", "indicators": ["P7.02", "P7.03"]}
    report = write(world, loaded, block)
    assert [row.rpartition(": ")[2] for row in lines(report)[1:]] == ["0 xã.", "chưa có số liệu."]
    assert figure(report, "indicator.p7.03").record_ids == [rows[1].pk]


def test_an_older_figure_says_of_when_it_is(world: World, loaded: Loaded) -> None:
    told = lines(write(world, loaded, {"kind": "indicators", "indicators": ["CDS.01"]}))[1]
    assert told.endswith("; số liệu đến ngày 15/7/2025).")


def test_what_a_body_is_not_asked_for_is_left_out_of_its_report(
    world: World, loaded: Loaded
) -> None:
    block = {"kind": "indicators", "indicators": ["HT.02"], "lead": "Số liệu:"}
    assert len(lines(write(world, loaded, block, body=world.snv))) == 1
    assert len(lines(write(world, loaded, block, body=world.ubnd, issuer=world.ubnd))) == 3


def test_indicators_are_found_wherever_an_outline_names_them() -> None:
    options = {
        "template": "{indicator:HT.02} và {last_year.indicator:HT-1.A2}",
        "parts": ["{indicator:NL.01:giao-su}", {"figures": ["indicator:NC.01"]}],
        "indicators": ["TC.01"],
        "of": "indicator",
    }
    found = set(asked_codes(["{indicator:HT.05.names}.", options]))
    assert found == {"HT.02", "HT-1.A2", "NL.01", "NC.01", "TC.01", "HT.05"}


def test_figures_are_read_in_as_many_queries_however_many(world: World, loaded: Loaded) -> None:
    by = actor(world.coordinator)
    known = clock.local_noon(COMPILED_ON)
    subject = Subject(loaded.programme, Period(*NOVEMBER), LOADED_ON, known)

    def cost(*codes: str) -> int:
        with CaptureQueriesContext(
            connection,
        ) as asked:
            read_indicators(by, subject, codes)
        return len(asked)

    assert cost("HT.02", "NL.01") == cost("HT.01", "HT.02", "HT.03", "NC.01", "NL.01") <= 8


def test_targets_stand_with_rate_and_verdict(world: World, loaded: Loaded) -> None:
    more = an_indicator(world, "P7.04", name="Xã có mạng", unit="xã", decimals=0)
    less = an_indicator(
        world, "P7.05", name="Thôn lõm", unit="thôn", decimals=0, direction=Direction.LOWER
    )
    plan = new_plan(world)
    rows = [an_observation(world, more, "44"), an_observation(world, less, "3")]
    with noon(LOADED_ON):
        confirm_observations(by=actor(world.coordinator), rows=rows)
    first = a_target(world, more, 8800, programme=plan, last_day=D(2030, 12, 31))
    a_target(world, less, 100, programme=plan, comparator="<=")
    report = write(world, loaded, {"kind": "targets"}, programme=plan)
    assert lines(report)[1:] == [
        "1 | Xã có mạng | xã | ≥ 88 | 44 | 50% | Không xác định",
        "2 | Thôn lõm | thôn | ≤ 1 | 3 | Không xác định | Không xác định",
    ]
    reached = figure(report, f"target.{first.pk}.reached")
    assert (reached.record_type, reached.record_ids) == ("indicators.observation", [rows[0].pk])
    assert figure(report, f"target.{first.pk}.rate").unit == ""


# Lineage


def test_the_pages_of_figures_tell_of_every_kind_of_record(world: World, loaded: Loaded) -> None:
    report = compile_seed(world, loaded)
    client = Client()
    client.force_login(world.leader, "allauth.account.auth_backends.AuthenticationBackend")
    kinds = {row.record_type: row.key for row in report.figures.all() if row.record_ids}
    assert kinds.keys() == {
        "budgets.budgetline",
        "budgets.disbursement",
        "budgets.projectapproval",
        "documents.document",
        "indicators.observation",
        "indicators.target",
        "tasks.difficulty",
    }
    for key in kinds.values():
        assert client.get(f"/bao-cao/{report.pk}/so-lieu/{key}/").status_code == 200, key


# What stands in the way


def test_difficulties_are_numbered_with_cause_and_proposal(world: World, loaded: Loaded) -> None:
    told = lines(write(world, loaded, {"kind": "difficulties_list", "causes": False}))[1:]
    assert told[0] == "Đến ngày 10/11/2025, còn 5 khó khăn, vướng mắc chưa được giải quyết xong:"
    assert [line[:2] for line in told[1:]] == ["1.", "2.", "3.", "4.", "5."]
    assert not any("Nguyên nhân" in line for line in told)
    named = lines(write(world, loaded, {"kind": "difficulties_list", "bodies": True}))[2]
    assert "Nguyên nhân: " in named
    assert named.endswith("Cơ quan nêu: Sở Khoa học và Công nghệ.")
