"""The doctor says what is lacking, what for and how to get it."""

import pytest

from tiendo.cli import doctor
from tiendo.cli.doctor import Finding
from vanban.errors import UnreadableFile


def test_what_is_there_is_one_line() -> None:
    assert doctor.describe(Finding("git", "/bin/git", "mã nguồn", "x")) == "[có]    git: /bin/git"


def test_what_is_lacking_says_what_for_and_how_to_get_it() -> None:
    told = doctor.describe(Finding("Poppler", "", "xem PDF", "apt-get install poppler-utils"))
    assert "[thiếu] Poppler" in told
    assert "xem PDF" in told
    assert "apt-get install poppler-utils" in told


def test_an_optional_lack_is_no_failure(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(doctor.shutil, "which", lambda _name: None)
    monkeypatch.setattr(doctor, "CHECKS", (lambda: Finding("x", "1", "", "", True),))
    assert doctor.main([]) == 0
    told = capsys.readouterr().out
    assert "apt-get install chromium" in told
    assert "libreoffice-writer-nogui" in told
    # Nothing makes previews with it, so nobody is sent to install it.
    assert "Poppler" not in told


def test_a_missing_recogniser_says_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    def lacking() -> str:
        raise UnreadableFile("ocr_missing", {"command": "apt-get install tesseract-ocr-vie"})

    monkeypatch.setattr(doctor, "find_recogniser", lacking)
    finding = doctor.check_recogniser()
    assert (finding.found, finding.is_required) == ("", False)
    assert "tesseract-ocr-vie" in finding.remedy


def test_a_required_lack_is_a_failure(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doctor, "CHECKS", (lambda: Finding("x", "", "", "", True),))
    assert doctor.main([]) == 1


def test_the_running_python_fits() -> None:
    assert doctor.check_python().found
