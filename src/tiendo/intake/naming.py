"""Bodies as documents name them, resolved once for a whole run as of the document's date."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from tiendo.intake.models import ExtractionRun
from tiendo.organisations.models import BodyGroup, Organisation
from tiendo.organisations.queries import Resolution, resolve_bodies


@dataclass(frozen=True, slots=True)
class NamedBody:
    """A body's name as written with what it stands for; both None: known only as text."""

    text: str
    organisation: Organisation | None = None
    group: BodyGroup | None = None

    @property
    def is_known(self) -> bool:
        """Whether the name stands for a body or a group of bodies."""
        return self.organisation is not None or self.group is not None


def name_bodies(texts: Iterable[str], on: dt.date) -> Mapping[str, NamedBody]:
    """What each name stands for on a day; unknown ones are kept as text.

    Cost: constant number of queries.
    """
    wanted = {text for text in texts if text}
    if not wanted:
        return {}
    found = resolve_bodies(sorted(wanted), on)
    return {text: _named(found[text]) for text in wanted}


def _named(resolution: Resolution) -> NamedBody:
    """The body that carries the duties today, as it is the one that will be given the task."""
    body = resolution.successor or resolution.organisation
    return NamedBody(resolution.text[:250], body, resolution.group)


def day_of(run: ExtractionRun) -> dt.date:
    """The day as of which a run's bodies are named: the document's, else the run's."""
    issued_on = run.text.rendition.document.issued_on
    return issued_on or run.created_at.date()
