"""The systems lists are exchanged with, and the form of each in force on a day."""

from __future__ import annotations

import datetime as dt
from functools import cache
from importlib import resources

from tiendo.domain.exchange import ExchangeForm, read_form
from tiendo.exchange.models import FormVersion

NQ57 = "nq57"
SYSTEMS = (NQ57,)


def form_on(system: str, day: dt.date) -> ExchangeForm:
    """The form in force: the newest added by an operator, else the one that came along.

    Cost: one query.
    """
    return read_form(text_on(system, day))


def text_on(system: str, day: dt.date) -> str:
    """The text of that form. Cost: one query."""
    added = FormVersion.objects.filter(system=system, since__lte=day).first()
    return added.text if added is not None else shipped_text(system)


@cache
def shipped_text(system: str) -> str:
    """The form that came along. Errors: KeyError for a system that is not known."""
    if system not in SYSTEMS:
        raise KeyError(system)
    file = resources.files("tiendo.exchange").joinpath("forms", f"{system}.yaml")
    return file.read_text(encoding="utf-8")
