"""Old Office formats: converted where LibreOffice is, refused with the command to install it."""

import hashlib
import io
import os
import time
from dataclasses import replace
from pathlib import Path

import pytest
from docx import Document

from tests.unit.vanban.packages import docx, paragraph
from vanban.errors import UnreadableFile
from vanban.readers import office, read

RTF = (
    b"{\\rtf1\\ansi{\\fonttbl{\\f0 Times New Roman;}}\\f0 "
    b"K\\u7871? ho\\u7841?ch\\par Vi\\u7879?c\\par}"
)


@pytest.fixture
def program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A stand-in for LibreOffice on the path, to be written by the test."""
    folder = tmp_path / "bin"
    folder.mkdir()
    monkeypatch.setenv("PATH", f"{folder}{os.pathsep}{os.environ['PATH']}")
    return folder / "soffice"


def written(program: Path, script: str) -> None:
    program.write_text(f"#!/bin/sh\n{script}\n")
    program.chmod(0o755)


def refusal(raw: bytes, name: str | None = None) -> tuple[str, dict[str, str]]:
    with pytest.raises(UnreadableFile) as caught:
        read(raw, name)
    return caught.value.code, caught.value.params


def test_without_libreoffice_the_command_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(office, "_PROGRAMS", ("no-such-program",))
    code, params = refusal(RTF)
    assert code == "office_missing"
    assert params["found"] == "rtf"
    assert params["command"].startswith("apt-get install")


def test_what_the_program_writes_is_read_and_the_source_keeps_its_hash(
    program: Path, tmp_path: Path
) -> None:
    (tmp_path / "made.docx").write_bytes(docx(paragraph("Kế hoạch")))
    written(program, f"mkdir -p out; cp {tmp_path}/made.docx out/source.docx")
    text = read(RTF, "a.rtf")
    assert (text.content, text.media_type) == ("Kế hoạch", "application/rtf")
    assert text.sha256 == hashlib.sha256(RTF).hexdigest()
    assert text.reader.startswith("office/1+docx/")


@pytest.mark.parametrize("script", ["exit 1", "true", "mkdir out; : > out/source.docx"])
def test_a_program_that_gives_nothing_is_a_refusal(program: Path, script: str) -> None:
    written(program, script)
    assert refusal(RTF) == ("office_failed", {"found": "rtf"})


def test_a_program_that_hangs_is_ended_with_all_it_started(
    program: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(office._FORMATS, "rtf", replace(office._FORMATS["rtf"], seconds=1))
    written(program, f"sleep 600 & echo $! > {tmp_path}/child; wait")
    assert refusal(RTF)[0] == "office_failed"
    child = int((tmp_path / "child").read_text())
    for _ in range(50):
        if not runs(child):
            return
        time.sleep(0.1)
    pytest.fail("what the program started still runs")


def runs(process: int) -> bool:
    try:
        os.kill(process, 0)
        return Path(f"/proc/{process}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except OSError:
        return False


def test_conversions_wait_for_each_other(program: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(office, "_WAIT_SECONDS", 0)
    written(program, "exit 0")
    with office._one_at_a_time("doc"):
        assert refusal(RTF) == ("office_failed", {"found": "rtf", "busy": "yes"})


# LibreOffice itself

_ROWS = (("TT", "Việc"), ("1", "Rà soát"))


def test_rtf_is_read(soffice: str) -> None:
    assert read(RTF, "a.rtf").content == "Kế hoạch\nViệc"


def test_an_old_word_file_keeps_tables_and_old_fonts(soffice: str) -> None:
    document = Document()
    document.add_paragraph().add_run("ñy ban nh©n d©n").font.name = ".VnTime"
    for row, words in zip(document.add_table(2, 2).rows, _ROWS, strict=True):
        for cell, text in zip(row.cells, words, strict=True):
            cell.text = text
    document.add_paragraph("./.")
    source = io.BytesIO()
    document.save(source)
    office._FORMATS["docx"] = office._Format("docx", "doc", "application/msword")
    try:
        raw = office.convert(source.getvalue(), "docx")
    finally:
        del office._FORMATS["docx"]
    text = read(raw, "a.doc")
    assert text.content == "ủy ban nhân dân\nTT\nViệc\n1\nRà soát\n./."
    assert len(text.tables) == 1
