"""What the written pages point at exists: links, named tests, identifiers of the glossary."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
_LINK = re.compile(r"\]\((?!https?:|mailto:)(?P<target>[^)#\s]*)(?:#[^)]*)?\)")
_TEST = re.compile(r"(?P<path>tests/[\w/]+\.py)::(?P<name>test_\w+)")
_IDENTIFIER = re.compile(r"`([A-Za-z_.]+)`")


def _name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@pytest.mark.parametrize("page", PAGES, ids=_name)
def test_links_of_a_page_lead_somewhere(page: Path):
    targets = {match["target"] for match in _LINK.finditer(page.read_text(encoding="utf-8"))}
    assert [each for each in sorted(targets) if not (page.parent / each).exists()] == []


def test_the_tests_that_prove_the_laws_exist():
    page = (ROOT / "docs/explanation/architecture.md").read_text(encoding="utf-8")
    named = {(match["path"], match["name"]) for match in _TEST.finditer(page)}
    assert len(named) > 30
    assert [pair for pair in sorted(named) if not _is_defined(*pair)] == []


def _is_defined(path: str, name: str) -> bool:
    file = ROOT / path
    return file.exists() and f"def {name}(" in file.read_text(encoding="utf-8")


def test_every_law_names_a_test():
    page = (ROOT / "docs/explanation/architecture.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| (\d+) .*$", page, re.MULTILINE)
    assert rows == [str(number) for number in range(1, 13)]
    assert all(_TEST.search(row) for row in re.findall(r"^\| \d+ .*$", page, re.MULTILINE))


def test_the_identifiers_of_the_glossary_are_in_the_code():
    code = " ".join(path.read_text(encoding="utf-8") for path in (ROOT / "src").rglob("*.py"))
    known = set(re.findall(r"\w+", code))
    rows = (ROOT / "GLOSSARY.md").read_text(encoding="utf-8").splitlines()
    columns = (row.split("|")[2] for row in rows if row.startswith("| "))
    words = {word for column in columns for word in _IDENTIFIER.findall(column)}
    assert [word for word in words if word.split(".")[-1] not in known] == []


GUIDE = sorted((ROOT / "docs/huong-dan").glob("*.md"))
_BOLD = re.compile(r"\*\*(.+?)\*\*", re.DOTALL)


@pytest.fixture(scope="module")
def screens() -> str:
    """The words of the screens: templates and code, without the marks between adjoining strings."""
    files = [*(ROOT / "src/tiendo").rglob("*.html"), *(ROOT / "src/tiendo").rglob("*.py")]
    words = " ".join(path.read_text(encoding="utf-8") for path in sorted(files))
    return re.sub(r"\s+", " ", re.sub(r'"\s+"', "", words))


@pytest.mark.parametrize("page", GUIDE, ids=_name)
def test_the_guide_quotes_words_of_the_screens(page: Path, screens: str):
    quoted = (" ".join(each.split()) for each in _BOLD.findall(page.read_text(encoding="utf-8")))
    assert [words for words in quoted if words not in screens] == []
