"""What the checks before signing find: a code, where it is, how much it weighs."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Weight(StrEnum):
    """What a finding means for signing: it stops it, asks for a reason, or is only told."""

    BLOCKING = "blocking"
    OPEN = "open"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class Place:
    """Where in the report: the anchor on its page, the heading above, the words of the paragraph.

    Missing: ``anchor`` is "" for what concerns the whole report.
    """

    anchor: str = ""
    heading: str = ""
    words: str = ""


WHOLE = Place()


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing to look at before signing. ``figure`` is the key of the figure it concerns."""

    code: str
    weight: Weight
    place: Place = WHOLE
    params: Mapping[str, str] = field(default_factory=dict)
    figure: str = ""

    @property
    def is_blocking(self) -> bool:
        """Whether the report cannot be signed with it."""
        return self.weight is Weight.BLOCKING

    @property
    def needs_reason(self) -> bool:
        """Whether going on with it takes a reason."""
        return self.weight is Weight.OPEN


def fingerprint(findings: Iterable[Finding]) -> str:
    """What tells whether the findings that stop or need a reason are those somebody saw."""
    said = sorted(
        "\x1f".join([each.code, each.place.words, each.figure, *map(str, each.params.items())])
        for each in findings
        if each.weight is not Weight.NOTE
    )
    return hashlib.sha256("\x1e".join(said).encode()).hexdigest()[:32]
