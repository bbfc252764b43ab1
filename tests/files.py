"""Private folders of files for a test that takes files in."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

_FILES = "django.core.files.storage.FileSystemStorage"


@dataclass(frozen=True, slots=True)
class PrivateFiles:
    """The folder of kept files and the quarantine of one test."""

    kept_folder: Path
    quarantine_folder: Path

    @property
    def kept(self) -> list[Path]:
        """The files that were kept."""
        return _files_in(self.kept_folder)

    @property
    def quarantined(self) -> list[Path]:
        """The files that wait in quarantine."""
        return _files_in(self.quarantine_folder)


@pytest.fixture
def private_files(settings: Any, tmp_path: Path) -> PrivateFiles:
    """Storages of this test alone."""
    files = PrivateFiles(tmp_path / "files", tmp_path / "quarantine")
    settings.STORAGES = {
        **settings.STORAGES,
        "default": {"BACKEND": _FILES, "OPTIONS": {"location": files.kept_folder}},
        "quarantine": {"BACKEND": _FILES, "OPTIONS": {"location": files.quarantine_folder}},
        "pages": {"BACKEND": _FILES, "OPTIONS": {"location": tmp_path / "pages"}},
    }
    return files


def _files_in(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file())
