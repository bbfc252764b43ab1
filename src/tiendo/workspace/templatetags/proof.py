"""Evidence in templates: {% load proof %}{% evidence_cards cards %}."""

from collections.abc import Iterable

from django import template
from django.utils.safestring import SafeString

from tiendo.workspace.evidence_cards import EvidenceCard, cards_html

register = template.Library()


@register.simple_tag
def evidence_cards(cards: Iterable[EvidenceCard]) -> SafeString:
    """Cards of evidence; the words for none where there is none."""
    return cards_html(cards)
