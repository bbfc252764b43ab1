"""House templates as offices make them: built up from words, with what Word does to them."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Mapping

from docx import Document
from docx.document import Document as PackageDocument

from tiendo.composer.house_starter import starter_template

LINES = (
    "{{co_quan}}",
    "Số: {{so}}",
    "{{ngay}}",
    "{{tieu_de}}",
    "{{noi_dung}}",
    "{{ky}}",
    "{{ho_ten}}",
    "{{noi_nhan}}",
)


def template(*lines: str, change: Callable[[PackageDocument], object] | None = None) -> bytes:
    """A template with a paragraph for each line, changed further."""
    made = Document()
    for words in lines or LINES:
        made.add_paragraph(words)
    if change:
        change(made)
    return saved(made)


def with_line(words: str) -> bytes:
    """A right template with one more paragraph before it."""
    return template(words, *LINES)


def without(name: str) -> bytes:
    """A template that lacks a placeholder."""
    return template(*(words for words in LINES if name not in words))


def starter(change: Callable[[PackageDocument], object]) -> bytes:
    """The template to begin with, changed."""
    made = Document(io.BytesIO(starter_template()))
    change(made)
    return saved(made)


def saved(made: PackageDocument) -> bytes:
    """The bytes of a package."""
    target = io.BytesIO()
    made.save(target)
    return target.getvalue()


def with_parts(source: bytes, changed: Mapping[str, Callable[[str], str]]) -> bytes:
    """A package in which some parts are rewritten as text."""
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(source)) as old, zipfile.ZipFile(target, "w") as new:
        for name in old.namelist():
            held = old.read(name)
            rewrite = changed.get(name)
            new.writestr(name, rewrite(held.decode()).encode() if rewrite else held)
    return target.getvalue()
