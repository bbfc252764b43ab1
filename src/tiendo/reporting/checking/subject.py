"""What the checks look at: a report with its document, figures, places and written file."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

import vanban
from tiendo.accounts.actor import Actor
from tiendo.composer.model import OfficialDocument
from tiendo.documents.known import known_documents
from tiendo.reporting.checking.places import Placed, Places, places_of
from tiendo.reporting.measures import Measure
from tiendo.reporting.models import Figure, Report
from tiendo.reporting.queries import composed_document, figures_of, file_of
from tiendo.reporting.recomputing import recompute
from vanban.models import KnownDocument, ParsedDocument

_DASHES = ("- ", "+ ")


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
    def typed(self) -> tuple[Placed, ...]:
        """The paragraphs that people wrote, of this report and of those it is compiled from."""
        lines = set(_lines(self.report.narrative))
        sources = Report.objects.filter(gathered_into__report=self.report)
        for words in sources.values_list("narrative", flat=True).iterator():
            lines |= set(_lines(words))
        return tuple(each for each in self.places.paragraphs if each.words in lines)

    @cached_property
    def recomputed(self) -> Mapping[str, Measure] | None:
        """The figures by what is known now; None where the asker may not compute them."""
        return recompute(self.by, self.report)


def _lines(narrative: Mapping[str, str]) -> Iterator[str]:
    for words in narrative.values():
        for line in words.splitlines():
            bare = line.strip()
            is_dash = bare[:2] in _DASHES
            yield " ".join((bare[2:] if is_dash else bare).split())
