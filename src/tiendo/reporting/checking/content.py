"""What the report says and leaves out: empty headings, claims, typed numbers, quotation marks."""

from __future__ import annotations

from collections.abc import Iterator

from tiendo.reporting.checking.claims import find_claims
from tiendo.reporting.checking.findings import Finding, Place, Weight
from tiendo.reporting.checking.subject import Checked
from tiendo.reporting.checking.typed_numbers import Known, contradictions_in, yardstick_of
from tiendo.reporting.outlines.reading import outline_of

_MANY_FIGURES = 3000


def find_empty_headings(checked: Checked) -> Iterator[Finding]:
    """Headings under which nothing stands, and those of the outline that the report lacks."""
    for heading in checked.places.headings:
        if heading.count == 0:
            yield Finding("heading_empty", Weight.OPEN, heading.place, {"heading": heading.text})
    printed = {heading.text for heading in checked.places.headings}
    for _, marker, spec in outline_of(checked.report).walk():
        if not spec.is_optional and "{" not in spec.title and spec.title not in printed:
            params = {"heading": spec.title, "marker": marker}
            yield Finding("heading_missing", Weight.OPEN, params=params)


def find_empty_places(checked: Checked) -> Iterator[Finding]:
    """Places of the outline where nobody wrote anything, though something is asked for there."""
    narrative = checked.report.narrative
    for spec in outline_of(checked.report).narratives:
        if not narrative.get(spec.name, "").strip():
            place = _heading_place(checked, spec.heading)
            yield Finding("words_absent", Weight.NOTE, place, {"label": spec.label})


def _heading_place(checked: Checked, title: str) -> Place:
    found = (each.place for each in checked.places.headings if each.text == title)
    return next(found, Place())


def find_unsupported(checked: Checked) -> Iterator[Finding]:
    """Claims of results in people's paragraphs without any number near them."""
    for paragraph in checked.typed:
        if claims := find_claims(paragraph.words, is_ahead=checked.is_ahead(paragraph.place)):
            params = {"claim": "”, “".join(claims)}
            yield Finding("claim_without_data", Weight.OPEN, paragraph.place, params)


def find_contradicted(checked: Checked) -> Iterator[Finding]:
    """Numbers people typed that a figure of the report contradicts."""
    if not checked.typed:
        return
    report = checked.report
    own = report.body.name.casefold() if report.body else ""
    figures = yardstick_of(tuple(_known(checked)), own)
    for paragraph in checked.typed:
        body = "" if paragraph.body.casefold() == own else paragraph.body
        found = contradictions_in(paragraph.words, figures, body=body, own=own, as_of=report.as_of)
        for each in found:
            params = {
                "typed": each.typed,
                "label": each.figure.label,
                "printed": each.figure.printed,
            }
            key = each.figure.key if each.figure.key in checked.figures else ""
            yield Finding("typed_number_differs", Weight.OPEN, paragraph.place, params, key)


def _known(checked: Checked) -> Iterator[Known]:
    for row in list(checked.figures.values())[:_MANY_FIGURES]:
        if row.value is not None:
            yield Known(row.key, row.label, row.value, row.unit, row.printed)


def find_mixed_quotes(checked: Checked) -> Iterator[Finding]:
    """Straight quotation marks in a report that uses curly ones too."""
    straight = [each for each in checked.places.paragraphs if '"' in each.words]
    if straight and any(mark in each.words for each in checked.places.paragraphs for mark in "“”"):
        params = {"count": str(len(straight))}
        yield Finding("quotes_mixed", Weight.OPEN, straight[0].place, params)
