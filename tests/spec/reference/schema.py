"""The page of the object that `tiendo parse --json` prints."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import vanban
from tests.spec.reference.markdown import code, page, section, table

Schema = dict[str, Any]


def write() -> str:
    """Every key, its type and what it means."""
    schema = vanban.load_schema()
    named = schema["$defs"].items()
    return page(
        "The object of `./tiendo parse FILE --json`",
        f"{schema['description']} The JSON Schema is"
        " `src/vanban/schema/parsed-document.v2.json`; every key with a name is always there.",
        section("Document", list_keys(schema)),
        *(section(_heading(name), *describe(part)) for name, part in named),
    )


def _heading(name: str) -> str:
    return f"`{name}`"


def describe(part: Schema) -> Iterator[str]:
    """What an object or a value is."""
    if "description" in part:
        yield part["description"]
    yield list_keys(part) if "properties" in part else _type(part)


def list_keys(part: Schema) -> str:
    """The keys of an object with their types and meanings, as a table."""
    rows = ((code(key), _type(value), value.get("description", "")) for key, value in _flat(part))
    return table(["key", "type", "meaning"], [*rows, *_further(part)])


def _further(part: Schema) -> Iterator[tuple[str, str, str]]:
    """Keys that are not listed by name: those always there, then any other."""
    kind = part.get("additionalProperties")
    if isinstance(kind, dict):
        for key in part["required"]:
            if key not in part["properties"]:
                yield code(key), _type(kind), ""
        yield "any other key", _type(kind), ""


def _flat(part: Schema, prefix: str = "") -> Iterator[tuple[str, Schema]]:
    """The keys in order; those of an object without a name of its own under its key."""
    for key, value in part["properties"].items():
        if "properties" in value:
            yield from _flat(value, f"{prefix}{key}.")
        else:
            yield prefix + key, value


def _type(value: Schema) -> str:
    if "$ref" in value:
        name = value["$ref"].rsplit("/", 1)[1]
        return f"[{name}](#{name.lower()})"
    if "oneOf" in value:
        return " or ".join(_type(each) for each in value["oneOf"])
    if "enum" in value:
        return "one of " + ", ".join(code(each) for each in value["enum"])
    if "const" in value:
        return code(value["const"])
    return _plain(value)


def _plain(value: Schema) -> str:
    kinds = value["type"] if isinstance(value["type"], list) else [value["type"]]
    words = " or ".join(kinds)
    if "array" in kinds:
        inner = value.get("items")
        return f"array of {_type(inner)}" if inner else "pair of integers"
    if isinstance(value.get("additionalProperties"), dict):
        return f"object of {_type(value['additionalProperties'])}"
    return f"{words}, {code(value['pattern'])}" if "pattern" in value else words
