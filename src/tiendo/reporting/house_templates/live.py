"""Live values in the office's own sentences: which a template names, and what a report says."""

from __future__ import annotations

from collections.abc import Iterable

from tiendo.composer.model import Content
from tiendo.domain import clock
from tiendo.domain.live_sentences import UnreadableSentence, gaps_of
from tiendo.organisations.models import Organisation
from tiendo.reporting.drafting import Draft
from tiendo.reporting.errors import ReportError
from tiendo.reporting.house_templates.errors import TemplateRefused
from tiendo.reporting.house_templates.queries import template_on
from tiendo.reporting.house_templates.types import LETTER, REPORT
from tiendo.reporting.outlines.catalogue import Catalogue, nearest
from tiendo.reporting.outlines.gaps import given_by, known_names
from tiendo.reporting.values import fill

Values = tuple[tuple[str, Content], ...]


def house_values(draft: Draft) -> Values | None:
    """The live values of the template that a report is written in today, by their names there.

    Missing: None where it is written in the built-in layout. Errors: TemplateRefused gap_unknown.
    Cost: one query.
    """
    type_name = LETTER if draft.outline.letter_unit else REPORT
    template = template_on(draft.issuer, type_name, clock.today())
    if template is None or template.stored_file_id is None:
        return None
    kept = template.placeholders
    return values_for(draft, [each[1:-1] for each in kept if each.startswith("{")])


def values_for(draft: Draft, names: Iterable[str]) -> Values:
    """What some live values say in a report. Errors: TemplateRefused gap_unknown."""
    return tuple((name, _value(draft, name)) for name in names)


def is_live_value(inside: str, catalogue: Catalogue) -> tuple[bool, str]:
    """Whether there is a live value of a name, and the name that was probably meant."""
    try:
        (gap,) = gaps_of(f"{{{inside}}}")
    except UnreadableSentence:
        return False, nearest(inside.strip(), known_names(catalogue))
    if given_by(gap, catalogue) is not None:
        return True, ""
    near = nearest(gap.name, known_names(catalogue))
    return False, "" if near == gap.name else near


def _value(draft: Draft, name: str) -> Content:
    try:
        return fill(draft, f"{{{name}}}").content
    except (ReportError, UnreadableSentence) as wrong:
        body: Organisation = draft.issuer
        raise TemplateRefused("gap_unknown", body=body.name, name=f"{{{name}}}") from wrong
