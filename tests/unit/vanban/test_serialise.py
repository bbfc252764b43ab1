"""The JSON object: valid against the shipped schema, and a superset of what is scored."""

import datetime as dt
import json
from decimal import Decimal

import jsonschema

from tests.unit.vanban.packages import docx, paragraph, table
from vanban.models import (
    Citation,
    Comparator,
    Deadline,
    DraftTarget,
    DraftTask,
    Header,
    Issue,
    Margin,
    MarginKind,
    Money,
    Observation,
    Page,
    ParsedDocument,
    Percentage,
    Place,
    Severity,
    Signer,
    Span,
    TargetValue,
    Text,
    Unit,
    UnitKind,
)
from vanban.readers import read
from vanban.rows import find_rows
from vanban.serialise import load_schema, to_json

SPAN = Span(0, 1)
DEADLINE = Deadline(SPAN, raw="Quý III/2025", key="2025-Q3", last_day=dt.date(2025, 9, 30))


def valid(parsed: ParsedDocument) -> dict:
    found = to_json(parsed)
    jsonschema.validate(json.loads(json.dumps(found)), load_schema())
    return found


def full() -> ParsedDocument:
    return ParsedDocument(
        text=Text("Kế hoạch", (), issues=(Issue("hidden_text", Severity.WARNING),)),
        header=Header(SPAN, number="146/KH-UBND", date=dt.date(2025, 6, 25)),
        outline=(
            Unit(SPAN, kind=UnitKind.MUC, marker="I", path="I", title="MỤC TIÊU"),
            Unit(SPAN, kind=UnitKind.BULLET, marker="-", path="I.-1", level=2),
        ),
        citations=(Citation(SPAN, raw="số 71/NQ-CP", number="71/NQ-CP", number_raw="71/NQ-CP"),),
        deadlines=(DEADLINE,),
        money=(Money(SPAN, raw="1 tỷ đồng", value_vnd=10**9),),
        observations=(
            Observation(SPAN, metric="thôn có sóng", value=Decimal("99.9"), unit="%", raw="99,9%"),
        ),
        attached=(Header(SPAN, type="Kế hoạch", number="12/QĐ-UBND"),),
        percentages=(Percentage(SPAN, raw="36,67%", ratio=Decimal("0.3667")),),
        tasks=(DraftTask(SPAN, leads=("Sở Nội vụ",), deadlines=(DEADLINE,), path="II.1.a"),),
        targets=(DraftTarget(SPAN, values={"2030": TargetValue(Comparator.GE, Decimal("1.5"))}),),
        signer=Signer(SPAN, authority=("KT. CHỦ TỊCH",), position="PHÓ CHỦ TỊCH"),
        issues=(
            Issue("hidden_text", Severity.WARNING),
            Issue("impossible_date", Severity.ERROR, SPAN, {"raw": "31/6/2025"}),
        ),
    )


def test_the_schema_is_a_schema() -> None:
    jsonschema.Draft202012Validator.check_schema(load_schema())


def test_everything_found_is_valid_json() -> None:
    found = valid(full())
    assert found["schema_version"] == 2
    assert found["header"]["date"] == "2025-06-25"
    assert found["deadlines"][0]["last_day"] == "2025-09-30"
    assert found["money"][0]["value_vnd"] == 1_000_000_000
    assert found["percentages"][0]["ratio"] == 0.3667
    assert found["tasks"][0]["lead"] == ["Sở Nội vụ"]


def test_a_law_by_name_has_no_number() -> None:
    law = Citation(SPAN, raw="Luật Dữ liệu", name="Luật Dữ liệu")
    found = valid(ParsedDocument(Text("L", ()), Header(SPAN), citations=(law,)))["citations"][0]
    assert (found["number"], found["name"], found["is_self"]) == (None, "Luật Dữ liệu", False)


def test_pages_margins_and_recognised_words_are_kept() -> None:
    text = Text(
        "Kế",
        (),
        places=(Place(SPAN, page=1, confidence=0.4),),
        pages=(Page(1, 595.0, 842.0, is_scanned=True),),
        margins=(Margin(MarginKind.PAGE_NUMBER, "2", 2),),
    )
    found = valid(ParsedDocument(text, Header(SPAN)))["text"]
    assert found["recognised"] == [[0, 1, 0.4]]
    assert found["pages"][0]["is_scanned"] is True
    assert found["margins"] == [{"kind": "page_number", "words": "2", "page": 2}]


def test_the_duties_of_a_task_are_tasks() -> None:
    task = DraftTask(SPAN, duties=(DraftTask(SPAN, text="a"), DraftTask(SPAN, text="b")))
    found = valid(ParsedDocument(Text("a", ()), Header(SPAN), tasks=(task,)))["tasks"][0]
    assert [duty["text"] for duty in found["duties"]] == ["a", "b"]
    assert found["obligation"] == "must"


def test_the_schema_of_stored_data_stays() -> None:
    assert load_schema(1)["properties"]["schema_version"]["const"] == 1


def test_an_empty_document_is_valid_too() -> None:
    found = valid(ParsedDocument(Text("", ()), Header(Span(0, 0))))
    assert found["signer"] is None
    assert found["rows"] == {"tasks": [], "targets": []}


def test_bullets_are_no_part_of_the_outline() -> None:
    found = valid(full())
    assert [unit["path"] for unit in found["outline"]] == ["I"]
    assert [unit["kind"] for unit in found["bullets"]] == ["bullet"]


def test_issues_of_reader_and_parser_come_once() -> None:
    assert [issue["code"] for issue in valid(full())["issues"]] == [
        "hidden_text",
        "impossible_date",
    ]


def test_clauses_are_no_rows() -> None:
    assert valid(full())["rows"]["tasks"] == []


def test_rows_have_the_keys_of_their_tables() -> None:
    text = read(
        docx(
            paragraph("Phụ lục I"),
            table(
                ["TT", "Nhiệm vụ", "Chủ trì", "Phối hợp", "Thời hạn", "Sản phẩm"],
                ["1", "Rà soát", "Sở Tư pháp, Sở Nội vụ", "", "Quý III/2025", "Báo cáo"],
            ),
            table(
                ["TT", "Chỉ tiêu", "Đơn vị tính", "Năm 2030", "Năm 2035"],
                ["1", "Số phòng thí nghiệm", "phòng", "≥ 3", "5"],
            ),
        )
    )
    tasks, targets = find_rows(text, lambda offset: "appendix-1")
    rows = valid(ParsedDocument(text, Header(Span(0, 0)), tasks=tasks, targets=targets))["rows"]
    assert rows["tasks"] == [
        {
            "no": "1",
            "group": None,
            "text": "Rà soát",
            "lead": "Sở Tư pháp, Sở Nội vụ",
            "coordinating": [],
            "deadline_raw": "Quý III/2025",
            "deadlines": ["2025-Q3"],
            "product": "Báo cáo",
            "part": "appendix-1",
        }
    ]
    assert rows["targets"][0]["2030"] == {"comparator": ">=", "value": 3.0, "high": None}
    assert rows["targets"][0]["2035"] == {"comparator": "=", "value": 5.0, "high": None}
    assert rows["targets"][0]["2045"] is None
