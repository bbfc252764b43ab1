"""One letterhead set in every way Word knows gives one header."""

import datetime as dt

import pytest

from tests.unit.vanban.packages import cell, docx, paragraph, run, table
from vanban import parse, read

ISSUER = ["ỦY BAN NHÂN DÂN", "TỈNH QUẢNG NGÃI"]
NUMBER = "Số: 12/KH-UBND"
NATION = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
NATIONAL = [NATION, "Độc lập - Tự do - Hạnh phúc"]
DATE = "Quảng Ngãi, ngày 05 tháng 01 năm 2026"
LEFT, RIGHT = [*ISSUER, NUMBER], [*NATIONAL, DATE]
BODY = [
    *("KẾ HOẠCH", "Triển khai chuyển đổi số năm 2026"),
    "Căn cứ Nghị quyết số 77-NQ/TW ngày 02/3/2026 của Ban Bí thư;",
    *("I. MỤC TIÊU", "1. Hoàn thiện hạ tầng số."),
]
TAB, BREAK = "<w:r><w:tab/></w:r>", "<w:r><w:br/></w:r>"


def joined(parts: list[str], mark: str) -> str:
    return paragraph(inner=mark.join(map(run, parts)))


def box(lines: list[str]) -> str:
    content = f"<w:txbxContent>{''.join(map(paragraph, lines))}</w:txbxContent>"
    return f"<w:r><w:pict><v:textbox>{content}</v:textbox></w:pict></w:r>"


def framed(lines: list[str]) -> str:
    place = '<w:framePr w:w="4000" w:hAnchor="margin"/>'
    return "".join(paragraph(line, place) for line in lines)


def rows(gap: str) -> str:
    pairs = zip(LEFT, RIGHT, strict=True)
    return "".join(paragraph(f"{left}{gap}{right}") for left, right in pairs)


WAYS = {
    "rows of a table": table(
        ["\n".join(ISSUER), "\n".join(NATIONAL)], [NUMBER, DATE]
    ),
    "one row": table(["\n".join(LEFT), "\n".join(RIGHT)]),
    "an empty column": table(["\n".join(ISSUER), "", "\n".join(NATIONAL)], [NUMBER, "", DATE]),
    "breaks in cells": table(
        [cell(inner=joined(LEFT, BREAK)), cell(inner=joined(RIGHT, BREAK))]
    ),
    "tabs": "".join(joined(list(pair), TAB) for pair in zip(LEFT, RIGHT, strict=True)),
    "leading tabs": "".join(
        joined(["", left, "", right], TAB) for left, right in zip(LEFT, RIGHT, strict=True)
    ),
    "wide gaps": rows("                "),
    "single spaces": rows(" "),
    "non-breaking spaces": rows("\u00a0" * 8),
    "text boxes": paragraph(inner=box(LEFT) + box(RIGHT)),
    "text boxes from the right": paragraph(inner=box(RIGHT) + box(LEFT)),
    "frames": framed(LEFT) + framed(RIGHT),
    "columns of a section": "".join(map(paragraph, LEFT))
    + paragraph(inner='<w:r><w:br w:type="column"/></w:r>' + run(RIGHT[0]))
    + "".join(map(paragraph, RIGHT[1:])),
    "lines": "".join(map(paragraph, [*NATIONAL, *ISSUER, NUMBER, DATE])),
}  # fmt: skip


@pytest.mark.parametrize("way", WAYS)
def test_the_header_is_the_same_however_it_is_set(way: str) -> None:
    header = parse(read(docx(WAYS[way], *map(paragraph, BODY)))).header
    assert (header.number, header.issuer, header.type) == (
        *("12/KH-UBND", "UBND tỉnh Quảng Ngãi"),
        "Kế hoạch",
    )
    assert header.date == dt.date(2026, 1, 5)
    assert header.title == "Triển khai chuyển đổi số năm 2026"


def test_a_draft_with_a_gap_for_its_number_is_cut_between_the_columns() -> None:
    lines = [
        joined([ISSUER[0], NATIONAL[0]], TAB),
        joined([ISSUER[1], NATIONAL[1]], TAB),
        joined(["Số:          /KH-UBND", "Quảng Ngãi, ngày      tháng 01 năm 2026"], TAB),
    ]
    text = read(docx(*lines, *map(paragraph, BODY)))
    blocks = [block.span.of(text.content) for block in text.blocks]
    assert blocks[2] == "Số: /KH-UBND"
    assert blocks[5] == "Quảng Ngãi, ngày tháng 01 năm 2026"
