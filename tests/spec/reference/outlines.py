"""The page of what outlines of reports may ask for: kinds of blocks and live values."""

from __future__ import annotations

import inspect
import pkgutil
from collections.abc import Iterator
from importlib import import_module

from django.utils import translation

from tests.spec.reference.markdown import code, page, section, table
from tiendo.domain.outlines import read_outline
from tiendo.reporting import values
from tiendo.reporting.kinds import KINDS, Kind


def write() -> str:
    """Blocks with their options, and the names of live values."""
    reader = code(f"{read_outline.__module__}.{read_outline.__name__}")
    return page(
        "Outlines of reports",
        "An outline is data: headings in at most three levels, each with a code, a title and"
        f" blocks; appendices; an opening and a closing sentence. {reader} reads it. The outlines"
        " that come with the product stand in `src/tiendo/reporting/outlines/`.",
        section(
            "Blocks",
            "Options in bold are needed.",
            table(["kind", "is", "options", "writes"], _kinds()),
        ),
        section(
            "Live values",
            "A gap names a value and, after a bar, how it is printed:"
            " `{budget.disbursed | triệu đồng}`; two braces stand for one. What there is not is"
            " refused by its name.",
            table(["values", "examples"], _values()),
        ),
    )


def _kinds() -> Iterator[list[str]]:
    with translation.override("vi"):
        yield from [[code(name), *_kind(kind)] for name, kind in KINDS.items()]


def _kind(kind: Kind) -> list[str]:
    options = [f"**{name}**" for name in sorted(kind.needed)] + sorted(kind.known)
    return [str(kind.label), ", ".join(options) or "–", _words(kind.write)]


def _values() -> Iterator[list[str]]:
    for found in sorted(pkgutil.iter_modules(values.__path__), key=lambda each: each.name):
        module = import_module(f"{values.__name__}.{found.name}")
        yield [found.name, _words(module)]


def _words(of: object) -> str:
    """What something says of itself, on one line of a table."""
    return " ".join((inspect.getdoc(of) or "").split()).replace("``", "`")
