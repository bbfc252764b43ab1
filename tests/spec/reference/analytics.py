"""The page of the Python interface for notebooks: opening facts, running analyses, the tables."""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterator
from dataclasses import is_dataclass
from typing import Any

import tiendo.analytics
from tests.spec.reference.markdown import code, page, section, table
from tiendo.analytics import errors, expressions
from tiendo.analytics.tables import fact_tables


def write() -> str:
    """Every public name with its signature and words, every analysis, every table of facts."""
    names = sorted(name for name in tiendo.analytics.__all__ if name != "expressions")
    public = {name: getattr(tiendo.analytics, name) for name in names}
    return page(
        "tiendo.analytics from Python",
        "`from tiendo.analytics import …`. How to use it stands in"
        " [Analyse the facts](../how-to/analyse.md), whose examples are run as tests.",
        *(section(code(name), *_told(name, each)) for name, each in public.items()),
        "# Analyses\n\n`from tiendo.analytics import expressions`. A function that returns an"
        " `Analysis` is run; one that returns a table is taken by others.",
        *(section(code(f"expressions.{name}"), *_told(name, each)) for name, each in _analyses()),
        "# Tables of facts\n\nA table with `year` has a file for each year.",
        *(section(code(name), _columns(name)) for name in fact_tables()),
        "# Refusals\n\nEach has a code that never changes, and words.",
        table(
            ["code", "words"],
            ((code(name), str(words)) for name, words in errors.AnalyticsError.words.items()),
        ),
    )


def _analyses() -> Iterator[tuple[str, Any]]:
    for name, each in inspect.getmembers(expressions, inspect.isfunction):
        if each.__module__ == expressions.__name__ and not name.startswith("_"):
            yield name, each


def _told(name: str, each: Any) -> Iterator[str]:
    if is_dataclass(each) or not inspect.isclass(each):
        yield f"```python\n{name}{_signature(each)}\n```"
    yield inspect.getdoc(each) or ""
    if is_dataclass(each) and isinstance(each, type):
        methods = inspect.getmembers(each, inspect.isfunction)
        yield from (
            f"`.{key}{_signature(found)}`: {inspect.getdoc(found)}"
            for key, found in methods
            if not key.startswith("_")
        )


def _signature(each: Any) -> str:
    """What is given, with what holds where it is not; a record gives back nothing else."""
    told = re.sub(r"(: |-> )'([^']*)'", r"\1\2", str(inspect.signature(each)))
    told = told.replace("<factory>", "{}")
    return told.removesuffix(" -> None")


def _columns(name: str) -> str:
    schema = fact_tables()[name].schema
    return table(["column", "type"], ((code(field.name), str(field.type)) for field in schema))
