"""Word lists with their sources, kept as data beside the code."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib import resources

import yaml


@cache
def load(name: str) -> Mapping[str, object]:
    """The lexicon ``name`` as plain mappings, lists and strings."""
    text = resources.files(__name__).joinpath(f"{name}.yaml").read_text(encoding="utf-8")
    loaded: Mapping[str, object] = yaml.safe_load(text)
    return loaded


def words(name: str, key: str) -> tuple[str, ...]:
    """The list of strings under ``key`` of a lexicon."""
    listed = load(name)[key]
    if not isinstance(listed, list):
        raise TypeError(f"{name}.{key} is not a list")
    return tuple(str(word) for word in listed)


def mapping(name: str, key: str) -> dict[str, str]:
    """The string-to-string mapping under ``key`` of a lexicon."""
    listed = load(name)[key]
    if not isinstance(listed, dict):
        raise TypeError(f"{name}.{key} is not a mapping")
    return {str(left): str(right) for left, right in listed.items()}
