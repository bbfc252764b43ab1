"""Writes docs/reference/ from the rules of the code and the tables of this folder.

`python -m tests.spec.write_reference` writes; `test_reference.py` fails where a page differs.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import django

FOLDER = Path(__file__).parents[2] / "docs" / "reference"


def pages() -> dict[str, Callable[[], str]]:
    """What writes each page, by the name of its file. Django is set up by now."""
    from tests.spec.reference import (
        analytics,
        api,
        lineage,
        outlines,
        people,
        regimes,
        rules,
        schema,
        status,
    )

    return {
        "analytics.md": analytics.write,
        "deadline-keys.md": rules.write_deadline_keys,
        "lineage-json.md": lineage.write,
        "lifecycle.md": people.write_lifecycle,
        "parameters.md": rules.write_parameters,
        "parse-json.md": schema.write,
        "permissions.md": people.write_permissions,
        "report-outlines.md": outlines.write,
        "reporting-regimes.md": regimes.write,
        "settings.md": rules.write_settings,
        "status.md": status.write,
        "vanban.md": api.write,
    }


def main() -> None:
    """Write every page."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
    django.setup()
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name, write in pages().items():
        (FOLDER / name).write_text(write(), encoding="utf-8")


if __name__ == "__main__":
    main()
