"""The page of vanban's Python interface: its verbs with examples, its value types."""

from __future__ import annotations

import dataclasses
import inspect
from collections.abc import Iterator
from enum import Enum

import vanban
import vanban.models
from tests.spec.reference.markdown import code, page, section, table
from tests.spec.reference.rules import read_table


def write() -> str:
    """Every public verb with its signature, words and examples; every value type."""
    examples = read_table("vanban_examples")
    verbs = [name for name in vanban.__all__ if inspect.isfunction(getattr(vanban, name))]
    types = [name for name in vanban.models.__all__ if name[0].isupper()]
    return page(
        "vanban from Python",
        "`import vanban` gives the verbs, `vanban.models` the types. Offsets are code points of"
        " `Text.content`. The examples are run as tests.",
        *(section(code(name), *_verb(name, examples.get(name, ()))) for name in verbs),
        *(section(code(name), *_type(name)) for name in types),
    )


def _verb(name: str, examples: list[dict[str, object]]) -> Iterator[str]:
    verb = getattr(vanban, name)
    yield f"```python\n{name}{inspect.signature(verb)}\n```"
    yield inspect.getdoc(verb) or ""
    if examples:
        yield table(
            ["text", "gives"],
            (
                (str(row["text"]), "; ".join(map(str, row["gives"])) or "nothing")
                for row in examples
            ),
        )


def _type(name: str) -> Iterator[str]:
    kind = getattr(vanban.models, name)
    yield inspect.getdoc(kind) or ""
    if issubclass(kind, Enum):
        yield ", ".join(code(member.value) for member in kind)
    elif dataclasses.is_dataclass(kind):
        yield table(
            ["field", "type", "default"],
            (
                (code(each.name), code(each.type), _default(each))
                for each in dataclasses.fields(kind)
            ),
        )


def _default(field: dataclasses.Field[object]) -> str:
    if field.default is not dataclasses.MISSING:
        return code(repr(field.default).replace("<", "").split(":")[0])
    return "needed" if field.default_factory is dataclasses.MISSING else "empty"
