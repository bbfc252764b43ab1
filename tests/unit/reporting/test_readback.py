"""Reading a written report back finds what was changed in the file."""

from __future__ import annotations

import io
import zipfile

import pytest

from tests.golden.composer.report import report
from tiendo.composer.docx import write_docx
from tiendo.reporting.readback import Reading, read_back


def with_change(source: bytes, part: str, before: str, after: str) -> bytes:
    """The file with words changed in one part."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(source)) as package, zipfile.ZipFile(made, "w") as target:
        for name in package.namelist():
            content = package.read(name)
            if name == part:
                assert before.encode() in content
                content = content.replace(before.encode(), after.encode(), 1)
            target.writestr(name, content)
    return made.getvalue()


def reading_of(source: bytes) -> Reading:
    return read_back(source, "bao-cao.docx", report())


def test_what_was_written_comes_out_again() -> None:
    reading = reading_of(write_docx(report()))
    assert reading.differences == ()
    assert not reading.has_errors
    assert reading.dump()["is_clean"] is True


@pytest.mark.parametrize(
    ("part", "before", "after", "codes"),
    [
        ("word/document.xml", ">32<", ">33<", {"figure", "text"}),
        ("word/document.xml", ">Sở Nội vụ<", ">Sở Y tế<", {"cell"}),
        ("customXml/item1.xml", 'value="32"', 'value="33"', {"map"}),
        ("word/document.xml", "nhiệm vụ quá hạn", "nhiệm vụ tồn", {"text"}),
    ],
)
def test_a_change_in_the_file_is_found(part: str, before: str, after: str, codes: set[str]) -> None:
    reading = reading_of(with_change(write_docx(report()), part, before, after))
    assert {difference.code for difference in reading.differences} == codes
    assert reading.has_errors
    assert reading.dump()["is_clean"] is False
    assert reading.dump()["difference_count"] == len(reading.differences)
