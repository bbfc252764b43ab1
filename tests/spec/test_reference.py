"""The reference pages are what the code says; the tables behind them hold."""

from __future__ import annotations

import ast
import datetime as dt
from collections.abc import Callable, Iterator, Mapping
from itertools import islice
from pathlib import Path
from typing import Any

import pytest

from tests.spec.reference.rules import read_table
from tests.spec.write_reference import FOLDER, pages
from tiendo.config import environment, mail
from tiendo.config.environment import BadEnvironment
from tiendo.config.postgres_programs import find_programs
from tiendo.domain.deadlines import parse_recurrence
from vanban import parse_deadline_cell

SOURCE = Path(environment.__file__).parents[1]
# Written by hand, and what it describes has a gallery of its own.
BY_HAND = {"api.md", "components.md"}
KEYS = read_table("deadline_keys")
SETTINGS: list[dict[str, Any]] = [row for rows in read_table("settings").values() for row in rows]
GIVEN = dt.date(2025, 6, 25)

Read = Callable[[str, Mapping[str, str]], object]
READERS: dict[str, Read] = {
    "folder": lambda name, given: environment.read_data_folder(given),
    "province": lambda name, given: environment.read_province(given),
    "scanner": lambda name, given: environment.read_virus_scan(given),
    "engine": lambda name, given: environment.read_analytics_engine(given),
    "connect_server": lambda name, given: environment.read_analytics_url(given),
    "address": lambda name, given: environment.read_public_url(given),
    "list": lambda name, given: environment.read_list(name, ("127.0.0.1",), given),
    "secret": lambda name, given: environment.read_secret_key(Path("/unused"), given),
    "database": lambda name, given: environment.read_database(name, given),
    "programs": lambda name, given: find_programs(given),
    "day": lambda name, given: environment.read_day(name, given),
    "count": lambda name, given: environment.read_count(name, 0, 9, given),
    "flag": lambda name, given: environment.read_flag(name, False, given),
    "text": lambda name, given: environment.read(name, given),
    "mail_server": lambda name, given: mail.read_mail_server(given),
    "mail_sender": lambda name, given: mail.read_mail_sender(given),
}


@pytest.mark.parametrize("name", sorted(pages()))
def test_a_page_is_what_the_generator_writes(name: str):
    written = (FOLDER / name).read_text(encoding="utf-8")
    assert written == pages()[name](), "run: python -m tests.spec.write_reference"


def test_every_reference_page_is_generated():
    assert {path.name for path in FOLDER.iterdir()} == {*pages(), *BY_HAND}


@pytest.mark.parametrize("row", KEYS["once"], ids=lambda row: row["printed"])
def test_what_is_printed_has_its_key_and_last_day(row: dict[str, Any]):
    (deadline,) = parse_deadline_cell(row["printed"], 0, "body")
    assert (deadline.key, deadline.last_day) == (str(row["key"]), row["last_day"])


@pytest.mark.parametrize("row", KEYS["again"], ids=lambda row: row["printed"])
def test_what_recurs_has_its_key_and_due_days(row: dict[str, Any]):
    (deadline,) = parse_deadline_cell(row["printed"], 0, "body")
    rule = parse_recurrence(deadline.key, row["printed"])
    instances = rule.instances(GIVEN, dt.date(2030, 1, 1)) if rule else iter(())
    due = [instance.last_day for instance in islice(instances, 2)]
    assert (deadline.key, due) == (row["key"], row["due"])


def test_the_settings_are_those_that_the_code_reads():
    assert {row["name"] for row in SETTINGS} == set(_names_read())


@pytest.mark.parametrize("row", SETTINGS, ids=lambda row: row["name"])
def test_a_setting_takes_its_example_and_refuses_bad_values(row: dict[str, Any]):
    read = READERS[row["kind"]]
    if row["kind"] != "programs" or Path(row["example"]).is_dir():
        assert read(row["name"], {row["name"]: row["example"]})
    for value in row["refused"]:
        with pytest.raises(BadEnvironment, match=row["name"]):
            read(row["name"], {row["name"]: value})


def _names_read() -> Iterator[str]:
    """The variables named in calls of the readers of the environment."""
    for path in SOURCE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and _name_of(node.func).startswith("read"):
                yield from (
                    argument.value
                    for argument in node.args[:1]
                    if isinstance(argument, ast.Constant)
                    and isinstance(argument.value, str)
                    and ("TIENDO_" in argument.value or "DATABASE_URL" in argument.value)
                )


def _name_of(function: ast.expr) -> str:
    return function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")
