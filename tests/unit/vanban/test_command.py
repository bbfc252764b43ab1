"""The command `vanban`: a page to read, other forms, several files, files that fail."""

import io
import json
import sys
from pathlib import Path

import pytest

from vanban.command import main
from vanban.summary import padded, shortened

PLAN = """ỦY BAN NHÂN DÂN
TỈNH LÂM ĐỒNG
Số: 12/KH-UBND
KẾ HOẠCH
Dữ liệu mở năm 2026
Thực hiện Nghị quyết số 77-NQ/TW ngày 02/3/2026 của Ban Bí thư, UBND tỉnh ban hành Kế hoạch:
I. NHIỆM VỤ
1. Sở Nội vụ chủ trì rà soát, hoàn thành trước ngày 15/7/2026.
"""


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    path = tmp_path / "ke-hoach.txt"
    path.write_text(PLAN, encoding="utf-8")
    return path


def test_the_page_names_document_tasks_and_citations(
    plan: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([str(plan)]) == 0
    page = capsys.readouterr().out
    assert page.startswith("Kế hoạch 12/KH-UBND\n")
    assert "Cơ quan ban hành: UBND tỉnh Lâm Đồng" in page
    assert "Sở Nội vụ" in page and "2026-07-15" in page
    assert "77-NQ/TW" in page and "02/3/2026" in page


@pytest.mark.parametrize(
    ("form", "start"),
    [("--json", '{"schema_version"'), ("--akn", "<?xml"), ("--markdown", "# Kế hoạch"),
     ("--text", "ỦY BAN")],
)  # fmt: skip
def test_other_forms(plan: Path, capsys: pytest.CaptureFixture[str], form: str, start: str) -> None:
    assert main([str(plan), form]) == 0
    assert capsys.readouterr().out.startswith(start)


def test_several_files_keep_their_order_and_one_failure_does_not_stop_the_others(
    plan: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    second = tmp_path / "hai.txt"
    second.write_text(PLAN.replace("12/KH-UBND", "13/KH-UBND"), encoding="utf-8")
    empty = tmp_path / "rong.txt"
    empty.touch()
    assert main([str(plan), str(empty), str(second), "--json", "--jobs", "2"]) == 2
    printed = capsys.readouterr()
    numbers = [json.loads(line)["header"]["number"] for line in printed.out.splitlines()]
    assert numbers == ["12/KH-UBND", "13/KH-UBND"]
    assert "tệp rỗng" in printed.err


def test_standard_input_is_read(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    class Input:
        buffer = io.BytesIO(PLAN.encode())

    monkeypatch.setattr(sys, "stdin", Input())
    assert main(["-", "--text"]) == 0
    assert "DỮ LIỆU" not in capsys.readouterr().out


def test_files_go_to_a_folder(plan: Path, tmp_path: Path) -> None:
    folder = tmp_path / "ra" / "day"
    assert main([str(plan), "--markdown", "--out", str(folder)]) == 0
    assert (folder / "ke-hoach.txt.md").read_text(encoding="utf-8").startswith("# Kế hoạch")


def test_a_register_resolves_citations(
    plan: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    register = tmp_path / "so.json"
    known = [{"key": "nq77", "number": "77-NQ/TW", "date": "2026-03-02", "issuer": "Ban Bí thư"}]
    register.write_text(json.dumps(known), encoding="utf-8")
    assert main([str(plan), "--json", "--register", str(register)]) == 0
    (citation,) = json.loads(capsys.readouterr().out)["citations"]
    assert citation["candidates"] == ["nq77"]


def test_a_broken_register_is_named(
    plan: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    register = tmp_path / "so.json"
    register.write_text("[{]", encoding="utf-8")
    assert main([str(plan), "--register", str(register)]) == 2
    assert "so.json" in capsys.readouterr().err


def test_words_are_cut_and_filled_by_columns() -> None:
    assert shortened("Sở Khoa học", 6) == "Sở Kh…"
    assert padded("Sở", 4) == "Sở  "
