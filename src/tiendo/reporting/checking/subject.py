"""What the checks look at: a report with its document, figures, places and written file."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

import vanban
from tiendo.accounts.actor import Actor
from tiendo.composer.model import OfficialDocument
from tiendo.documents.known import known_documents
from tiendo.reporting.checking.claims import speaks_of_the_future
from tiendo.reporting.checking.findings import Place
from tiendo.reporting.checking.places import Placed, Places, places_of
from tiendo.reporting.measures import Measure
from tiendo.reporting.models import Figure, Report
from tiendo.reporting.queries import composed_document, figures_of, file_of
from tiendo.reporting.recomputing import recompute
from vanban.models import Citation, KnownDocument, ParsedDocument, Span

_DASHES = ("- ", "+ ")
_SENTENCE = re.compile(r"[^.!?\n]+(?:\.(?=\d)[^.!?\n]+)*")


@dataclass(frozen=True, slots=True)
class Typed:
    """A paragraph that people wrote. ``body`` is the name of the body whose report says it, ""
    where it is of this report or several say it."""

    placed: Placed
    body: str

    @property
    def words(self) -> str:
        """The words without the name of who says them."""
        return self.placed.words.removeprefix(f"{self.body}: ") if self.body else self.placed.words

    @property
    def place(self) -> Place:
        """Where it stands."""
        return self.placed.place


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of a paragraph, with the documents and days it names, counted from its start."""

    paragraph: Typed
    words: str
    cited: tuple[Citation, ...]
    days: tuple[tuple[Span, dt.date], ...]

    def is_cited(self, span: Span) -> bool:
        """Whether a place lies in the citation of a document."""
        return any(each.span.start <= span.start < each.span.end for each in self.cited)


@dataclass(frozen=True)
class Checked:
    """A report under check. What costs something is read once, when first asked for."""

    by: Actor
    report: Report

    @cached_property
    def figures(self) -> Mapping[str, Figure]:
        """The figures by key, without their records."""
        return {row.key: row for row in figures_of(self.report).defer("record_ids")}

    @cached_property
    def document(self) -> OfficialDocument:
        """The report as it was composed."""
        return composed_document(self.report, list(self.figures.values()))

    @cached_property
    def places(self) -> Places:
        """Where everything stands on its page."""
        return places_of(self.document)

    @cached_property
    def known(self) -> tuple[KnownDocument, ...]:
        """The register that citations are held against."""
        return tuple(known_documents(but=self.report.document))

    @cached_property
    def written(self) -> ParsedDocument | None:
        """The written file as any document is read, with its citations looked up in the register;
        None where the report has no file, or the file is gone."""
        stored = file_of(self.report)
        if stored is None:
            return None
        try:
            with stored.file.open("rb") as file:
                text = vanban.read(file.read(), "bao-cao.docx")
        except FileNotFoundError:
            return None
        return vanban.parse(text, self.known)

    @cached_property
    def typed(self) -> tuple[Typed, ...]:
        """The paragraphs that people wrote, of this report and of those it is compiled from."""
        own = set(_lines(self.report.narrative))
        told: dict[str, str] = {}
        sources = Report.objects.filter(gathered_into__report=self.report)
        for name, words in sources.values_list("issuer__name", "narrative").iterator():
            for line in _lines(words):
                # Behind its name where it is the first of a body; whose it is, is known of one.
                told[f"{name}: {line}"] = name
                told[line] = name if told.get(line, name) == name else ""
        return tuple(
            Typed(each, "" if each.words in own else told[each.words])
            for each in self.places.paragraphs
            if each.words in own or each.words in told
        )

    @cached_property
    def sentences(self) -> tuple[Sentence, ...]:
        """The sentences that people wrote."""
        return tuple(said for paragraph in self.typed for said in sentences_of(paragraph))

    @cached_property
    def headings_ahead(self) -> frozenset[str]:
        """The headings, as places name them, under which or under whose parent the future is
        told."""
        found: set[str] = set()
        above: tuple[str, ...] = ()
        for heading in self.places.headings:
            marker = heading.place.heading.partition(" ")[0]
            if speaks_of_the_future(heading.text) or (above and marker.startswith(above)):
                found.add(heading.place.heading)
                above = (*above, marker)
        return frozenset(found)

    def is_ahead(self, place: Place) -> bool:
        """Whether at a place people write what is to be done."""
        return place.heading in self.headings_ahead

    @cached_property
    def recomputed(self) -> Mapping[str, Measure] | None:
        """The figures by what is known now; None where the asker may not compute them."""
        return recompute(self.by, self.report)


def sentences_of(paragraph: Typed) -> Iterator[Sentence]:
    """The sentences of a paragraph."""
    for match in _SENTENCE.finditer(paragraph.words):
        days = vanban.find_dates(match[0])
        yield Sentence(
            paragraph,
            match[0],
            tuple(vanban.find_citations(match[0])),
            tuple((each.span, each.value) for each in days if each.value is not None),
        )


def _lines(narrative: Mapping[str, str]) -> Iterator[str]:
    for words in narrative.values():
        for line in words.splitlines():
            bare = line.strip()
            is_dash = bare[:2] in _DASHES
            yield " ".join((bare[2:] if is_dash else bare).split())
