"""The doctor says what is lacking, what for and how to get it."""

import pytest

from tiendo.cli import doctor
from tiendo.cli.doctor import Finding


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
    # Nothing reads scans or makes previews yet, so nobody is sent to install programs for it.
    assert not [name for name in ("Tesseract", "Poppler", "LibreOffice") if name in told]


def test_a_required_lack_is_a_failure(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doctor, "CHECKS", (lambda: Finding("x", "", "", "", True),))
    assert doctor.main([]) == 1


def test_the_running_python_fits() -> None:
    assert doctor.check_python().found
