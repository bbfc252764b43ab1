"""Fields of DOCX: what stands between their marks is an instruction or a shown result."""

from __future__ import annotations

from dataclasses import dataclass

from lxml import etree

from vanban.readers.package import word

_BEGIN, _SEPARATE, _END = "begin", "separate", "end"


@dataclass(slots=True)
class _Field:
    instruction: str = ""
    is_shown: bool = False

    @property
    def name(self) -> str:
        return self.instruction.strip().split(" ", 1)[0].upper()


class Fields:
    """The open fields of a document, outer before inner; they may go on over paragraphs."""

    def __init__(self) -> None:
        self._open: list[_Field] = []

    def begin_paragraph(self) -> None:
        """An instruction ends with its paragraph, so that a damaged field hides no text."""
        for field in self._open:
            field.is_shown = True

    @property
    def hide_text(self) -> bool:
        """Whether text here is part of an instruction."""
        return any(not field.is_shown for field in self._open)

    def has(self, name: str) -> bool:
        """Whether a field of a name is open."""
        return any(field.name == name for field in self._open)

    def instruct(self, words: str) -> None:
        """Take in words of an instruction."""
        if self._open and not self._open[-1].is_shown:
            self._open[-1].instruction += words

    def mark(self, char: etree._Element) -> str:
        """Follow a mark (w:fldChar); gives what a form field shows by itself."""
        kind = char.get(word("fldCharType"))
        if kind == _BEGIN:
            self._open.append(_Field())
            return _form_value(char.find(word("ffData")))
        if kind == _SEPARATE and self._open:
            self._open[-1].is_shown = True
        elif kind == _END and self._open:
            self._open.pop()
        return ""


def _form_value(data: etree._Element | None) -> str:
    """The box or the chosen entry of an old form field."""
    if data is None:
        return ""
    box, choice = data.find(word("checkBox")), data.find(word("ddList"))
    if box is not None:
        return "☒" if _is_checked(box) else "☐"
    if choice is None:
        return ""
    entries = [entry.get(word("val"), "") for entry in choice.findall(word("listEntry"))]
    chosen = choice.find(word("result"))
    at = "0" if chosen is None else chosen.get(word("val"), "0")
    return entries[int(at)] if at.isdigit() and int(at) < len(entries) else ""


def _is_checked(box: etree._Element) -> bool:
    for name in ("checked", "default"):
        found = box.find(word(name))
        if found is not None:
            return found.get(word("val"), "1") not in {"0", "false", "off"}
    return False
