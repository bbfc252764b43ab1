"""The introduction that a portal sets above a document without letterhead."""

from __future__ import annotations

import re

from vanban.bodies import body_end
from vanban.capitals import sentence_case
from vanban.citations import find_citations
from vanban.dates import find_dates
from vanban.letterhead import Reading
from vanban.models import Citation, Span

_INTRODUCTION = 5
_BRACKETED_DAY = re.compile(r"\s*\(\s*(?:ban hành )?ngày\s+")


def read_introduction(reading: Reading) -> None:
    """A page headed only by a number: date, issuer and title as its first paragraphs cite it."""
    number = reading.values.get("number")
    if number is None or "date_raw" in reading.values or "issuer" in reading.spans:
        return
    content = reading.text.content
    for block in reading.text.blocks[1:_INTRODUCTION]:
        for cited in find_citations(reading.words(block)):
            if cited.number != number:
                continue
            start, end = block.span.start + cited.span.start, block.span.start + cited.span.end
            day = _BRACKETED_DAY.match(content, end, block.span.end)
            dates = find_dates(content[end : end + 40]) if day else ()
            date = cited.date or next((found.value for found in dates), None)
            if date:
                for part, value in (("year", date.year), ("month", date.month), ("day", date.day)):
                    reading.values[part] = str(value)
                reading.spans["date"] = Span(start, end)
            _read_introduced(reading, cited, Span(start, block.span.end))
            return


_OF_ISSUER = re.compile(r"[^.]{0,40}?\bcủa (?=[A-ZĐ])")


def _read_introduced(reading: Reading, cited: Citation, span: Span) -> None:
    """Issuer and subject that follow the own number in an introduction."""
    content = reading.text.content
    end = span.start + cited.span.end - cited.span.start
    issuer = cited.issuer
    found = None if issuer else _OF_ISSUER.match(content, end, span.end)
    if found:
        stop = body_end(content, found.end())
        issuer = content[found.end() : stop] if stop else None
        end = stop or end
    if issuer:
        reading.put("issuer", sentence_case(issuer), Span(span.start, end))
    subject = re.compile(r"\s*(?=về |quy định |ban hành |phê duyệt )").match(content, end, span.end)
    if subject:
        stop = content.find(". ", subject.end(), span.end)
        about = Span(subject.end(), stop if stop > 0 else span.end)
        reading.values["title"] = about.of(content).rstrip(" .")
        reading.spans["title"] = about
