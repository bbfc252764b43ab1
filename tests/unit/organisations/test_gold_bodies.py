"""Every body that the real plan, its appendices and its report name is known."""

import datetime as dt
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tiendo.audit.trail import SYSTEM
from tiendo.organisations.loading import load_province
from tiendo.organisations.queries import resolve_bodies

pytestmark = pytest.mark.django_db
PLAN = dt.date(2025, 6, 25)
REPORT = dt.date(2025, 11, 17)
# The Party as a whole and a force are no bodies that could hold a task; "các cấp" are none either.
NO_BODIES = {"Công an nhân dân"}


@pytest.fixture(autouse=True)
def province() -> None:
    load_province(by=SYSTEM)


def unknown(names: set[str], on: dt.date) -> set[str]:
    found = resolve_bodies(names - NO_BODIES, on)
    return {name for name, resolution in found.items() if not resolution.is_known}


def bodies_in(value: Any, key: str = "") -> Iterator[str]:
    """The texts under the keys that hold a lead, coordinating bodies or an issuer."""
    if isinstance(value, dict):
        for name, inner in value.items():
            yield from bodies_in(inner, name)
    elif isinstance(value, list):
        for inner in value:
            yield from bodies_in(inner, key)
    elif isinstance(value, str) and key in {"lead", "coordinating", "issuer", "issuers"}:
        yield value


def test_the_bodies_of_the_appendices_are_known(shared: Path) -> None:
    content = json.loads((shared / "gold/detail/appendices.json").read_text(encoding="utf-8"))
    assert unknown(set(bodies_in(content)), PLAN) == set()


@pytest.mark.parametrize(("name", "on"), [("plan-146", PLAN), ("report-2025-11", REPORT)])
def test_the_bodies_of_the_plan_and_the_report_are_known(
    shared: Path, name: str, on: dt.date
) -> None:
    content = json.loads((shared / f"gold/detail/{name}.json").read_text(encoding="utf-8"))
    named = {row["canonical"] for row in content["agencies"]} | set(bodies_in(content))
    assert unknown(named, on) == set()
