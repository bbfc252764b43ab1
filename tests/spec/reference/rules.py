"""The pages of thresholds by date, of settings, and of deadline keys."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

from tests.spec.reference.markdown import code, page, section, table
from tiendo.domain.parameters import load_parameters

FOLDER = Path(__file__).parents[1]


def read_table(name: str) -> Any:
    """One of the tables of this folder."""
    return yaml.safe_load((FOLDER / f"{name}.yaml").read_text(encoding="utf-8"))


def write_parameters() -> str:
    """Every threshold with its versions."""
    return page(
        "Thresholds",
        "Read from `src/tiendo/domain/parameters/*.yaml`. A new value is a new version with the day"
        " from which it holds; what was computed for an older day stays the same.",
        table(["name", "unit", "from", "value", "source"], _versions()),
    )


def _versions() -> Iterator[tuple[str, ...]]:
    for name, parameter in sorted(load_parameters().items()):
        for version in parameter.versions:
            value = str(version.value)
            yield code(name), parameter.unit, version.since.isoformat(), value, version.source


def write_settings() -> str:
    """Every variable of the environment."""
    return page(
        "Settings",
        "Every choice of an installation is a variable of the environment. Each `NAME` may be given"
        " as `NAME_FILE` instead: the path of a file that holds the value. Both at once, or a value"
        " that cannot be used, stops the program with exit code 2 and a sentence that says what is"
        " expected. An empty variable counts as not given.",
        *(section(title, _variables(rows)) for title, rows in read_table("settings").items()),
    )


def _variables(rows: list[dict[str, Any]]) -> str:
    return table(
        ["variable", "sets", "default", "example", "refused, for instance"],
        (
            (
                code(row["name"]),
                row["sets"],
                row["default"],
                code(row["example"]),
                ", ".join(code(value) for value in row["refused"]),
            )
            for row in rows
        ),
    )


def write_deadline_keys() -> str:
    """The grammar of keys, with what is printed and which day is the last."""
    tables = read_table("deadline_keys")
    return page(
        "Deadline keys",
        "A deadline is stored twice: as the key of what is printed, and as the last acceptable day."
        " “trước ngày X” keeps the key X; its last day is the day before.",
        section("Grammar", f"```text\n{tables['grammar'].strip()}\n```"),
        section(
            "Due once",
            table(["printed", "key", "last day"], map(_once, tables["once"])),
        ),
        section(
            "Due again and again",
            "The first two last days of a duty given on 25/6/2025.",
            table(["printed", "key", "last days"], map(_again, tables["again"])),
        ),
    )


def _once(row: dict[str, Any]) -> tuple[str, str, str]:
    return row["printed"], code(row["key"]), str(row["last_day"] or "none")


def _again(row: dict[str, Any]) -> tuple[str, str, str]:
    return row["printed"], code(row["key"]), ", ".join(map(str, row["due"])) or "never by date"
