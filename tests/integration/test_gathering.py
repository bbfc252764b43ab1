"""Reports of bodies gathered into one: words, figures, documents, difficulties, disagreements."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from copy import deepcopy
from decimal import Decimal

import pytest
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext

from tests.factories import World, actor, make_world
from tests.gathering_factories import (
    OF_SNV,
    compile_from,
    make_body_report,
    make_body_reports,
    make_outline,
)
from tests.indicator_factories import an_indicator, an_observation
from tests.report_factories import AS_OF, Plan, compile_plan, make_plan
from tests.task_factories import noon
from tiendo.accounts.actor import PermissionRefused
from tiendo.composer.model import Bullet, FigureRef, Paragraph, Row, RowKind, Run, Table
from tiendo.documents.models import Document
from tiendo.domain import clock
from tiendo.domain.periods import Cadence, period_around
from tiendo.indicators.models.dictionary import Frequency
from tiendo.reporting.actions import recompile_report
from tiendo.reporting.errors import ReportError
from tiendo.reporting.gathering.choosing import choose_value
from tiendo.reporting.gathering.contradictions import contradictions, open_contradictions
from tiendo.reporting.gathering.difficulties import difficulties_of
from tiendo.reporting.gathering.documents import documents_of, issuer_meant
from tiendo.reporting.gathering.sources import Source, sources_of
from tiendo.reporting.models import ChosenValue, Figure, Report, ValueState
from tiendo.reporting.queries import composed_document, figures_of
from tiendo.tasks.actions.difficulties import raise_difficulty
from tiendo.tasks.models import Difficulty

TOTALS = {"kind": "gathered_table", "figures": ["tasks.total", "tasks.on_time_rate"]}


@pytest.fixture(scope="module")
def made(kept_transaction: None) -> tuple[World, Plan, list[Report]]:
    """Made once for all tests, none of which sees what another did."""
    world = make_world()
    plan = make_plan(world)
    return world, plan, make_body_reports(world, plan)


@pytest.fixture
def db(made: object) -> Iterator[None]:
    """One test, undone; pytest-django's would undo what was made too."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


@pytest.fixture
def own(db: None, made: tuple[World, Plan, list[Report]]) -> tuple[World, Plan, list[Report]]:
    """What was made, as objects that a test may change."""
    return deepcopy(made)


@pytest.fixture
def world(own: tuple[World, Plan, list[Report]]) -> World:
    return own[0]


@pytest.fixture
def plan(own: tuple[World, Plan, list[Report]]) -> Plan:
    return own[1]


@pytest.fixture
def sources(own: tuple[World, Plan, list[Report]]) -> list[Report]:
    return own[2]


def blocks_of(report: Report) -> list[object]:
    """What stands under the only heading."""
    return list(composed_document(report, list(figures_of(report))).blocks[2:])


def printed(report: Report, block: object) -> str:
    """A paragraph or a dash as it reads."""
    assert isinstance(block, Paragraph | Bullet)
    figures = dict(report.figures.values_list("key", "printed"))
    return "".join(
        each.text if isinstance(each, Run) else figures[each.key]
        for each in block.content
        if isinstance(each, Run | FigureRef)
    )


def lines(report: Report) -> list[str]:
    return [printed(report, block) for block in blocks_of(report)]


def cells(report: Report, row: Row) -> list[str]:
    figures = dict(report.figures.values_list("key", "printed"))
    return [
        "".join(
            figures[each.key] if isinstance(each, FigureRef) else each.text
            for each in cell.content
            if isinstance(each, Run | FigureRef)
        )
        for cell in row.cells
    ]


# Words


def test_words_of_bodies_stand_side_by_side_under_their_names(
    world: World, plan: Plan, sources: list[Report]
) -> None:
    report = compile_from(
        world, plan, sources, {"kind": "gathered_narratives", "place": "assessment"}
    )
    assert lines(report) == [
        f"Sở Nội vụ: {OF_SNV.splitlines()[0]}",
        "Mở ba lớp bồi dưỡng kỹ năng số",
        "Sở Tài chính: Căn cứ Quyết định số 518/QĐ-UBND ngày 15/10/2025 của UBND tỉnh, đã bố trí "
        "kinh phí.",
    ]


def test_once_merged_only_the_merged_words_are_printed(
    world: World, plan: Plan, sources: list[Report]
) -> None:
    report = compile_from(
        world,
        plan,
        sources,
        {"kind": "narrative", "name": "merged"},
        {"kind": "gathered_narratives", "place": "assessment", "unless": "merged"},
        narrative={"merged": "Các sở đã bồi dưỡng và bố trí kinh phí."},
    )
    assert lines(report) == ["Các sở đã bồi dưỡng và bố trí kinh phí."]


def test_what_several_say_in_the_same_words_stands_once(world: World, plan: Plan) -> None:
    words = {
        "snv": "Đề nghị bổ sung kinh phí.\nMở hai lớp bồi dưỡng.",
        "stc": "Giải ngân đúng tiến độ\n- Đề nghị bổ sung  kinh phí",
    }
    reports = [make_body_report(world, plan, name, text) for name, text in words.items()]
    block = {"kind": "gathered_narratives", "place": "assessment"}
    assert lines(compile_from(world, plan, reports, block)) == [
        "Sở Nội vụ; Sở Tài chính: Đề nghị bổ sung kinh phí.",
        "Sở Nội vụ: Mở hai lớp bồi dưỡng.",
        "Sở Tài chính: Giải ngân đúng tiến độ",
    ]


# Figures


def test_figures_of_bodies_stand_in_a_table_with_their_sum(
    world: World, plan: Plan, sources: list[Report]
) -> None:
    report = compile_from(world, plan, sources, TOTALS)
    [table] = [block for block in blocks_of(report) if isinstance(block, Table)]
    rows = [cells(report, row) for row in table.rows]
    totals = [
        figure.value for source in sources for figure in source.figures.filter(key="tasks.total")
    ]
    assert [row[1] for row in rows] == ["Sở Nội vụ", "Sở Tài chính", "Tổng cộng"]
    assert [row[2] for row in rows] == ["8", "1", "9"]
    assert sum(value for value in totals if value is not None) == 9
    assert table.rows[-1].kind is RowKind.TOTAL


def test_a_rate_over_all_is_computed_from_sums_not_added(
    world: World, plan: Plan, sources: list[Report]
) -> None:
    report = compile_from(world, plan, sources, TOTALS)
    rate = report.figures.get(key="gathered.tasks.on_time_rate")
    parts = Figure.objects.filter(report__in=sources)
    on_time = sum(f.value or 0 for f in parts.filter(key="tasks.done_on_time"))
    all_done = sum(
        f.value or 0
        for f in parts.filter(key__in=["tasks.done_on_time", "tasks.done_late", "tasks.overdue"])
    )
    assert rate.value is not None
    assert rate.value == (on_time / Decimal(all_done)).quantize(Decimal("0.000001"))


def test_behind_a_sum_stand_the_figures_of_the_bodies(
    world: World, plan: Plan, sources: list[Report]
) -> None:
    report = compile_from(world, plan, sources, TOTALS)
    total = report.figures.get(key="gathered.tasks.total")
    behind = Figure.objects.filter(pk__in=total.record_ids)
    assert total.record_type == "reporting.figure"
    assert {figure.report_id for figure in behind} == {source.pk for source in sources}


def test_a_figure_no_body_gives_is_no_data_not_zero(
    world: World, plan: Plan, sources: list[Report]
) -> None:
    asked = {"kind": "gathered_table", "figures": [{"key": "budget.spent", "name": "Giải ngân"}]}
    report = compile_from(world, plan, sources, asked)
    told = report.figures.get(key="gathered.budget.spent")
    assert (told.value, told.value_state) == (None, ValueState.NO_DATA)
    assert "Sở Nội vụ; Sở Tài chính" in printed(report, blocks_of(report)[1])


def test_live_sentences_name_what_is_gathered(
    world: World, plan: Plan, sources: list[Report]
) -> None:
    template = "{gathered.bodies} cơ quan báo cáo {gathered.tasks.total} nhiệm vụ."
    report = compile_from(world, plan, sources, {"kind": "sentence", "template": template})
    assert lines(report) == ["2 cơ quan báo cáo 9 nhiệm vụ."]


@pytest.mark.parametrize("gap", ["gathered", "gathered.tasks.total | %"])
def test_a_gap_that_gathers_nothing_is_refused(
    world: World, plan: Plan, sources: list[Report], gap: str
) -> None:
    with pytest.raises(ReportError) as refused:
        compile_from(world, plan, sources, {"kind": "sentence", "template": f"{{{gap}}}"})
    assert refused.value.code == "unknown_value"


# A total and its parts


def test_parts_that_add_up_are_all_of_the_total(
    world: World, plan: Plan, sources: list[Report]
) -> None:
    parts = [f"{{tasks.{code}}} {code}" for code in ("done_on_time", "done_late", "in_progress")]
    parts += ["{tasks.overdue} overdue", "{tasks.continuous} continuous"]
    parts += ["{tasks.suspended} suspended"]
    whole = "Đã giao {tasks.total} nhiệm vụ"
    report = compile_from(
        world, plan, sources, {"kind": "breakdown", "total": whole, "parts": parts}
    )
    assert lines(report)[0].startswith("Đã giao 9 nhiệm vụ, gồm: 1 done_on_time; 1 done_late;")


def test_parts_that_do_not_add_up_claim_no_sum(
    world: World, plan: Plan, sources: list[Report]
) -> None:
    block = {
        "kind": "breakdown",
        "total": "Đã giao {tasks.total} nhiệm vụ",
        "parts": ["{tasks.done_late} hoàn thành quá hạn"],
    }
    report = compile_from(world, plan, sources, block)
    assert lines(report) == ["Đã giao 9 nhiệm vụ, trong đó: 1 hoàn thành quá hạn."]


def test_a_breakdown_without_a_figure_is_refused(
    world: World, plan: Plan, sources: list[Report]
) -> None:
    block = {"kind": "breakdown", "total": "Đã giao", "parts": ["{tasks.total} nhiệm vụ"]}
    with pytest.raises(ReportError):
        compile_from(world, plan, sources, block)


# Documents


def register(world: World, number: str, day: dt.date, title: str = "Về bồi dưỡng") -> Document:
    return Document.objects.create(
        type_name="Quyết định",
        title=title,
        number=number,
        number_raw=number,
        issuer=world.ubnd,
        issuer_text=world.ubnd.name,
        issued_on=day,
        folded=number.lower(),
        created_by=world.coordinator,
        created_at=dt.datetime(2025, 10, 6, tzinfo=dt.UTC),
    )


def test_a_document_several_name_is_listed_once_in_full(
    world: World, plan: Plan, sources: list[Report]
) -> None:
    register(world, "518/QĐ-UBND", dt.date(2025, 10, 5))
    report = compile_from(world, plan, sources, {"kind": "gathered_documents"})
    assert lines(report) == [
        "Theo báo cáo của các cơ quan, có 2 văn bản ban hành trong kỳ:",
        "UBND tỉnh (2 văn bản):",
        "Quyết định số 12/QĐ-UBND ngày 01/9/2025 của UBND tỉnh (theo báo cáo của Sở Nội vụ);",
        "Quyết định số 518/QĐ-UBND ngày 05/10/2025 của Ủy ban nhân dân tỉnh Đắk Lắk về bồi dưỡng "
        "(theo báo cáo của Sở Nội vụ; Sở Tài chính).",
    ]


def test_issuers_stand_in_their_order(world: World, plan: Plan) -> None:
    words = (
        "Sở ban hành Kế hoạch số 12/KH-SNV ngày 01/10/2025 của Sở Nội vụ; Quyết định số 7/QĐ-UBND "
        "ngày 02/10/2025 của UBND tỉnh; Chương trình số 3-CTr/TU ngày 03/10/2025 của Tỉnh ủy."
    )
    report = compile_from(
        world, plan, [make_body_report(world, plan, "snv", words)], {"kind": "gathered_documents"}
    )
    issuers = [row.issuer for row in documents_of(report)]
    assert [name.split()[0] for name in issuers] == ["Tỉnh", "UBND", "UBND", "Sở"]


def test_what_was_issued_before_the_period_is_not_listed(world: World, plan: Plan) -> None:
    words = "Thực hiện Quyết định số 9/QĐ-UBND ngày 02/01/2024 của UBND tỉnh."
    report = compile_from(
        world, plan, [make_body_report(world, plan, "snv", words)], {"kind": "gathered_documents"}
    )
    assert "9/QĐ-UBND" in [row.number for row in documents_of(report)]
    assert all("số 9/QĐ-UBND" not in line for line in lines(report))


def test_bodies_that_number_alike_issued_different_documents(world: World, plan: Plan) -> None:
    words = "Đã ban hành Quyết định số 15/QĐ-UBND ngày 09/10/2025."
    reports = [make_body_report(world, plan, name, words) for name in ("ea_trang", "tan_an")]
    report = compile_from(world, plan, reports, {"kind": "gathered_documents"})
    assert len(documents_of(report)) == 2
    assert contradictions(report) == ()


@pytest.mark.parametrize(
    ("number", "name", "symbol", "issuer"),
    [
        ("12/QĐ-UBND", "Sở Nội vụ", "SNV", "UBND tỉnh"),
        ("12/KH-SNV", "Sở Nội vụ", "SNV", "Sở Nội vụ"),
        ("12/KH-STC", "Sở Nội vụ", "SNV", ""),
        ("12/QĐ-UBND", "Ủy ban nhân dân xã Ea Trang", "", "Ủy ban nhân dân xã Ea Trang"),
        ("3/NQ-HĐND", "Ủy ban nhân dân xã Ea Trang", "", "HĐND xã Ea Trang"),
        ("3-CTr/TU", "Ủy ban nhân dân xã Ea Trang", "", "Tỉnh ủy"),
        ("57-NQ/TW", "Ủy ban nhân dân xã Ea Trang", "", ""),
    ],
)
def test_who_issued_is_read_from_the_symbol_where_it_says_so(
    number: str, name: str, symbol: str, issuer: str
) -> None:
    assert issuer_meant(number, Source(1, 1, name, symbol, AS_OF)) == issuer


# Difficulties


def difficulty(world: World, plan: Plan, name: str, what: str) -> Difficulty:
    with noon(dt.date(2025, 10, 1)):
        return raise_difficulty(
            by=actor(getattr(world, f"{name}_officer")),
            programme=plan.programme,
            organisation=getattr(world, name),
            what=what,
        )


def test_what_several_bodies_say_stands_once(world: World, plan: Plan) -> None:
    difficulty(world, plan, "snv", "Thiếu 5 cán bộ chuyên trách công nghệ thông tin cấp xã.")
    difficulty(world, plan, "stc", "Thiếu 5 cán bộ chuyên trách công nghệ thông tin cấp xã")
    difficulty(world, plan, "stc", "Thiếu 7 cán bộ chuyên trách công nghệ thông tin cấp xã")
    reports = [make_body_report(world, plan, name, "") for name in ("snv", "stc")]
    report = compile_from(world, plan, reports, {"kind": "gathered_difficulties"})
    # The plan has a difficulty of Sở Nội vụ already.
    assert [row.bodies for row in difficulties_of(report)] == [
        ("Sở Nội vụ", "Sở Tài chính"),
        ("Sở Nội vụ",),
        ("Sở Tài chính",),
    ]
    assert lines(report)[:2] == [
        "Các cơ quan nêu 3 khó khăn, vướng mắc:",
        "Thiếu 5 cán bộ chuyên trách công nghệ thông tin cấp xã (Sở Nội vụ; Sở Tài chính).",
    ]


# Disagreements


def test_two_days_of_one_document_are_shown_with_who_says_them(
    world: World, plan: Plan, sources: list[Report]
) -> None:
    report = compile_from(world, plan, sources, {"kind": "gathered_documents"})
    [found] = contradictions(report)
    assert (found.kind, found.is_open) == ("day", True)
    assert {each.printed: [s.name for s in each.sources] for each in found.sayings} == {
        "05/10/2025": ["Sở Nội vụ"],
        "15/10/2025": ["Sở Tài chính"],
    }
    assert open_contradictions(report) == 1


def test_a_day_that_was_chosen_is_printed_afterwards(
    world: World, plan: Plan, sources: list[Report]
) -> None:
    report = compile_from(world, plan, sources, {"kind": "gathered_documents"})
    [found] = contradictions(report)
    choose(world, report, found.key, str(sources[1].pk))
    assert open_contradictions(report) == 0
    with noon(AS_OF):
        again = recompile_report(by=actor(world.coordinator), report=report)
    assert "518/QĐ-UBND ngày 15/10/2025" in lines(again)[3]


def test_two_spellings_of_one_symbol_are_shown(world: World, plan: Plan) -> None:
    reports = [
        make_body_report(
            world, plan, name, f"Theo Quyết định số {number} ngày 22/9/2025 của UBND tỉnh."
        )
        for name, number in (("snv", "57/QĐ-UBND"), ("stc", "57/QĐ-KGVX"))
    ]
    report = compile_from(world, plan, reports)
    assert [(found.kind, len(found.sayings)) for found in contradictions(report)] == [("symbol", 2)]


def test_a_body_and_the_register_of_the_same_day_are_compared(
    world: World, plan: Plan, sources: list[Report]
) -> None:
    report = compile_from(world, plan, sources, {"kind": "counts_by_lead"}, TOTALS)
    # The body's report was approved; afterwards the register says otherwise.
    held = report.figures.get(key=f"lead.{world.snv.pk}.total")
    held.value, held.printed = Decimal(7), "7"
    held.save()
    [found] = [each for each in contradictions(report) if each.kind == "body"]
    assert [(each.printed, bool(each.sources)) for each in found.sayings] == [
        ("8", True),
        ("7", False),
    ]
    choose(world, report, found.key, "register")
    chosen = ChosenValue.objects.get(report=report)
    assert (chosen.source, chosen.value, chosen.unit) == (None, Decimal(7), "nhiệm vụ")
    with noon(AS_OF):
        again = recompile_report(by=actor(world.coordinator), report=report)
    told = again.figures.get(key=f"source.{sources[0].pk}.tasks.total")
    assert (told.value, told.formula) == (Decimal(7), "gathered.chosen")
    assert again.figures.get(key="gathered.tasks.total").value == 8


def say(report: Report, key: str, value: int, **fields: object) -> Figure:
    """One more figure of a draft."""
    values: dict[str, object] = {
        "label": "Tỷ lệ",
        "order": 900,
        "value": Decimal(value),
        "value_state": ValueState.VALUE,
        "unit": "ngày",
        "printed": str(value),
        "as_of": report.as_of,
        "formula": "task.days_overdue",
        "record_type": "tasks.task",
        "record_ids": [],
    }
    return Figure.objects.create(report=report, key=key, **(values | fields))


def drafts(world: World, plan: Plan) -> list[Report]:
    return [compile_plan(world, plan, body=body) for body in (world.snv, world.stc)]


def test_two_values_of_one_thing_are_shown_and_the_chosen_one_used(
    world: World, plan: Plan
) -> None:
    reports = drafts(world, plan)
    for report, value in zip(reports, (5, 7), strict=True):
        say(report, "task.900001.days_overdue", value)
    asked = {"kind": "gathered_table", "figures": ["task.900001.days_overdue"]}
    compiled = compile_from(world, plan, reports, asked)
    [found] = [each for each in contradictions(compiled) if each.kind == "figure"]
    assert [each.printed for each in found.sayings] == ["5", "7"]
    choose(world, compiled, found.key, str(reports[1].pk))
    with noon(AS_OF):
        again = recompile_report(by=actor(world.coordinator), report=compiled)
    told = again.figures.filter(key__startswith="source.")
    assert [(each.printed, each.formula) for each in told] == [("7", "gathered.chosen")] * 2


def test_values_of_different_days_do_not_disagree(world: World, plan: Plan) -> None:
    reports = drafts(world, plan)
    say(reports[0], "task.900001.days_overdue", 5)
    say(reports[1], "task.900001.days_overdue", 7, as_of=dt.date(2025, 11, 1))
    assert [e.kind for e in contradictions(compile_from(world, plan, reports))] == []


def test_an_indicator_disagrees_only_over_the_same_body_and_period(
    world: World, plan: Plan
) -> None:
    reports = drafts(world, plan)
    fourth = an_observation(world, an_indicator(world))
    monthly = an_indicator(world, "HT.02", frequency=Frequency.MONTHLY)
    november = an_observation(world, monthly, period=period_around(Cadence.MONTHLY, AS_OF))
    kept = {"record_type": "indicators.observation"}
    say(reports[0], "indicator.kt_01", 5, record_ids=[fourth.pk], **kept)
    other = say(reports[1], "indicator.kt_01", 7, record_ids=[november.pk], **kept)
    compiled = compile_from(world, plan, reports)
    assert contradictions(compiled) == ()
    Figure.objects.filter(pk=other.pk).update(record_ids=[fourth.pk])
    [found] = contradictions(compiled)
    assert (found.kind, [each.printed for each in found.sayings]) == ("figure", ["5", "7"])


def choose(
    world: World, report: Report, key: str, saying: str, reason: str = "Theo bản gốc"
) -> None:
    with clock.at(clock.local_noon(AS_OF)):
        choose_value(
            by=actor(world.coordinator), report=report, key=key, saying=saying, reason=reason
        )


@pytest.mark.parametrize(
    ("key", "saying", "reason", "code"),
    [
        ("no-such-key", "register", "Theo bản gốc", "not_disagreed"),
        (None, "0", "Theo bản gốc", "not_said"),
        (None, "register", " ", "choice_reason_missing"),
    ],
)
def test_a_choice_of_what_nobody_says_or_without_a_reason_is_refused(
    world: World,
    plan: Plan,
    sources: list[Report],
    key: str | None,
    saying: str,
    reason: str,
    code: str,
) -> None:
    report = compile_from(world, plan, sources, {"kind": "gathered_documents"})
    with pytest.raises(ReportError) as refused:
        choose(world, report, key or contradictions(report)[0].key, saying, reason)
    assert refused.value.code == code


def test_who_does_not_compile_chooses_nothing(
    world: World, plan: Plan, sources: list[Report]
) -> None:
    report = compile_from(world, plan, sources, {"kind": "gathered_documents"})
    with pytest.raises(PermissionRefused):
        choose_value(
            by=actor(world.snv_officer), report=report, key="x", saying="register", reason="x"
        )


def test_choices_are_kept_as_they_were_made(
    world: World, plan: Plan, sources: list[Report]
) -> None:
    report = compile_from(world, plan, sources, {"kind": "gathered_documents"})
    [found] = contradictions(report)
    choose(world, report, found.key, str(sources[0].pk))
    choose(world, report, found.key, str(sources[1].pk), "Sở Tài chính đính kèm bản gốc")
    assert ChosenValue.objects.filter(report=report).count() == 2
    assert contradictions(report)[0].chosen_code == str(sources[1].pk)
    with pytest.raises(DatabaseError), transaction.atomic():
        ChosenValue.objects.update(reason="Khác")


# Cost


def test_compiling_asks_as_many_queries_however_many_sources(
    world: World, plan: Plan, sources: list[Report]
) -> None:
    others = [make_body_report(world, plan, name, OF_SNV) for name in ("ea_trang", "tan_an")]
    kinds = ("gathered_documents", "gathered_difficulties", "comparison")
    blocks = [{"kind": kind, "figures": ["tasks.total"]} for kind in kinds]
    outline = make_outline("tong-hop", TOTALS, *blocks)
    few = compile_plan(world, plan, outline=outline, sources=sources)
    with CaptureQueriesContext(connection) as few_asked:
        compile_plan(world, plan, outline=outline, sources=sources)
    with CaptureQueriesContext(connection) as many_asked:
        many = compile_plan(world, plan, outline=outline, sources=[*sources, *others])
    assert len(few_asked) == len(many_asked)
    asked = []
    for report in (few, many):
        with CaptureQueriesContext(
            connection,
        ) as queries:
            contradictions(report)
            documents_of(report)
            difficulties_of(report)
            sources_of(report)
        asked.append(len(queries))
    assert asked[0] == asked[1] <= 30
