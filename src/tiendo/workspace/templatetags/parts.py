"""The parts of a document in words: {% load parts %}."""

from django import template
from django.utils.translation import gettext as _

from tiendo.documents.page_images import has_pages

register = template.Library()

_ROMAN = ((10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))


@register.filter
def part_words(part: str) -> str:
    """ "appendix-4" as "Phụ lục IV"; the body as "Toàn văn"."""
    number = part.removeprefix("appendix-")
    if number == part:
        return _("Toàn văn")
    if not number.isdecimal():
        return _("Phụ lục")
    return _("Phụ lục %(number)s") % {"number": _roman(int(number))}


@register.filter
def is_drawn(media_type: str) -> bool:
    """Whether files of this type can be shown as pictures of pages."""
    return has_pages(media_type)


def _roman(number: int) -> str:
    letters = ""
    for value, letter in _ROMAN:
        letters += letter * (number // value)
        number %= value
    return letters
