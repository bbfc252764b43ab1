"""What an outline asks for that there is not: a fault with its place, and those of sentences."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from tiendo.domain.live_sentences import UnreadableSentence, gaps_of
from tiendo.domain.outlines import OutlineSpec
from tiendo.reporting.outlines.catalogue import Catalogue, nearest
from tiendo.reporting.outlines.gaps import Gives, given_by, known_names


@dataclass(frozen=True, slots=True)
class Fault:
    """What is asked for in vain: ``place`` is its heading or field, ``near`` what was probably
    meant."""

    code: str
    place: str
    found: str
    near: str = ""


@dataclass(frozen=True, slots=True)
class Looked:
    """What an option is held against: what there is, the outline itself, and where it stands."""

    catalogue: Catalogue
    spec: OutlineSpec
    place: str

    def fault(self, code: str, found: object, near: str = "") -> Fault:
        """A fault at this place."""
        return Fault(code, self.place, str(found), near)


def sentence_faults(
    template: object, looked: Looked, *, is_figure: bool = False
) -> Iterator[Fault]:
    """What is wrong with the gaps of a sentence; ``is_figure``: one of them has to be a figure."""
    if not isinstance(template, str):
        yield looked.fault("not_words", template)
        return
    try:
        gaps = gaps_of(template)
    except UnreadableSentence as wrong:
        yield looked.fault(wrong.code, wrong.found)
        return
    given = {gap: given_by(gap, looked.catalogue) for gap in gaps}
    for gap, gives in given.items():
        if gives is None:
            near = nearest(gap.name, known_names(looked.catalogue))
            printed = f"{gap.name} | {gap.form}" if gap.form else gap.name
            yield looked.fault("unknown_value", printed, "" if near == gap.name else near)
    if is_figure and None not in given.values() and Gives.FIGURE not in given.values():
        yield looked.fault("no_figure", template)
