"""What a reviewer must see first of a recognised text: doubtful words, pages nobody could read."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from vanban.models import Issue, Place, Severity, Text
from vanban.readers.debris import mend
from vanban.readers.page_layout import PageLayout

# Measured on 30 pages of all qualities: of words recognised with less than this every fifth is
# wrong, of those above one in two hundred.
DOUBTFUL = 0.7
# A page with more doubtful words than this is doubtful as a whole.
MANY_DOUBTFUL = 12


def review(text: Text, layouts: Sequence[PageLayout]) -> Text:
    """The text with what is certain repaired, and its doubtful words and unread pages named."""
    mended = mend(text)
    found = (*mended.issues, *_unread(layouts), *_doubtful(mended))
    return replace(mended, issues=found)


def _unread(layouts: Iterable[PageLayout]) -> Iterator[Issue]:
    for layout in layouts:
        if layout.is_unread:
            yield Issue("page_not_read", Severity.ERROR, params={"page": str(layout.page.number)})


def _doubtful(text: Text) -> Iterator[Issue]:
    pages: dict[int | None, list[Place]] = defaultdict(list)
    for place in text.places:
        if place.confidence is not None and place.confidence < DOUBTFUL:
            pages[place.page].append(place)
    for page, places in pages.items():
        if len(places) > MANY_DOUBTFUL:
            params = {"page": str(page), "count": str(len(places))}
            yield Issue("doubtful_page", Severity.WARNING, places[0].span, params)
            continue
        for place in places:
            raw = place.span.of(text.content)
            params = {"page": str(page), "confidence": f"{place.confidence:.2f}", "raw": raw}
            yield Issue("doubtful_word", Severity.WARNING, place.span, params)
