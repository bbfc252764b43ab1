"""`parse`: JSON alone on stdout, sentences on stderr, nothing of Django."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tiendo.cli import parse
from vanban.errors import UnreadableFile
from vanban.unreadable import MESSAGES, describe_unreadable

PLAN = """ỦY BAN NHÂN DÂN
TỈNH ĐẮK LẮK

Số: 12/KH-UBND

KẾ HOẠCH
Về việc thử

1. Sở Nội vụ hoàn thành trước ngày 15/7/2025.
"""


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    path = tmp_path / "ke-hoach.txt"
    path.write_text(PLAN, encoding="utf-8")
    return path


def test_one_file_gives_one_object_and_nothing_else(
    plan: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert parse.main([str(plan), "--json"]) == 0
    printed = capsys.readouterr()
    assert json.loads(printed.out)["header"]["number"] == "12/KH-UBND"
    assert printed.err == ""


def test_several_files_give_one_line_each(plan: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert parse.main([str(plan), str(plan)]) == 0
    first, second = capsys.readouterr().out.splitlines()
    assert json.loads(first) == json.loads(second)


def test_an_unreadable_file_exits_with_2_and_a_sentence(
    plan: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    empty = tmp_path / "rong.docx"
    empty.touch()
    assert parse.main([str(empty), str(tmp_path / "none.txt"), str(tmp_path), str(plan)]) == 2
    printed = capsys.readouterr()
    assert len(printed.out.splitlines()) == 1
    assert "empty_file" in printed.err
    assert "không có tệp này" in printed.err
    assert "thư mục" in printed.err


def test_django_is_not_loaded(plan: Path) -> None:
    script = (
        "import sys; from tiendo.cli.__main__ import main;"
        "code = main(['parse', sys.argv[1]]);"
        "sys.exit(code or any(name.split('.')[0] == 'django' for name in sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", script, str(plan)], capture_output=True)
    assert done.returncode == 0, done.stderr.decode()


@pytest.mark.parametrize("code", sorted(MESSAGES))
def test_each_known_code_has_a_sentence_and_names_itself(code: str) -> None:
    params = {"part": "x", "command": "apt-get install x"}
    told = describe_unreadable(UnreadableFile(code, params))
    assert told.startswith(MESSAGES[code] % params)
    assert f"{code}, part: x, command: apt-get install x" in told


def test_a_code_of_tomorrow_is_told_too() -> None:
    assert "không đọc được" in describe_unreadable(UnreadableFile("of_tomorrow"))
