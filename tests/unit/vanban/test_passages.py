"""Invented passages in the manner of many issuers: bodies, coordinating bodies, deadlines.

Each file of ``passages`` holds one kind of issuer: ``head`` stands before every passage. A passage
names all ``leads``, all bodies ``with`` whom work is done, and all keys of ``deadlines``;
``allow_leads`` and ``ignore_deadlines`` are neither right nor wrong.
"""

from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

import vanban
from vanban.body_lists import body_list_end
from vanban.models import ParsedDocument
from vanban.text import fold_tones

FOLDER = Path(__file__).parent / "passages"
KINDS = sorted(path.stem for path in FOLDER.glob("*.yaml"))


@cache
def _file(kind: str) -> Mapping[str, Any]:
    loaded: Mapping[str, Any] = yaml.safe_load((FOLDER / f"{kind}.yaml").read_text("utf-8"))
    return loaded


def _passages() -> Iterator[Any]:
    for kind in KINDS:
        for place, passage in enumerate(_file(kind).get("passages", ())):
            yield pytest.param(kind, passage, id=f"{kind}-{place}")


def _sentences() -> Iterator[Any]:
    for kind in KINDS:
        for sentence, keys in _file(kind).get("sentences", {}).items():
            yield pytest.param(kind, sentence, keys, id=sentence)


def _parse(kind: str, words: str) -> ParsedDocument:
    head = str(_file(kind)["head"])
    return vanban.parse(vanban.read(f"{head}{words}".encode()))


def _names(names: Sequence[str]) -> set[str]:
    folded = (fold_tones(" ".join(name.split())).casefold() for name in names)
    return {name.replace("ủy ban nhân dân", "ubnd") for name in folded}


@pytest.mark.parametrize(("kind", "passage"), list(_passages()))
def test_a_passage_gives_its_leads(kind: str, passage: Mapping[str, Any]) -> None:
    parsed = _parse(kind, passage["text"])
    found = _names([name for task in parsed.tasks for name in task.leads])
    wanted = _names(passage.get("leads", ()))
    assert wanted <= found <= wanted | _names(passage.get("allow_leads", ()))


@pytest.mark.parametrize(("kind", "passage"), list(_passages()))
def test_a_passage_gives_its_coordinating_bodies(kind: str, passage: Mapping[str, Any]) -> None:
    parsed = _parse(kind, passage["text"])
    found = _names([name for task in parsed.tasks for name in task.coordinating])
    assert found == _names(passage.get("with", ()))


@pytest.mark.parametrize(("kind", "passage"), list(_passages()))
def test_a_passage_gives_its_deadlines(kind: str, passage: Mapping[str, Any]) -> None:
    wanted = passage.get("deadlines", [])
    ignored = set(passage.get("ignore_deadlines", ())) - set(wanted)
    keys = [deadline.key for deadline in _parse(kind, passage["text"]).deadlines]
    assert sorted(key for key in keys if key not in ignored) == sorted(wanted)


@pytest.mark.parametrize(("kind", "sentence", "keys"), list(_sentences()))
def test_a_sentence_gives_its_deadlines(kind: str, sentence: str, keys: Sequence[str]) -> None:
    found = [deadline.key for deadline in _parse(kind, sentence).deadlines]
    assert sorted(found) == sorted(keys)


@pytest.mark.parametrize(("name", "rest"), list(_file("names")["names"].items()))
def test_a_name_ends_before_the_words_of_its_sentence(name: str, rest: str) -> None:
    assert body_list_end(name + rest, 0, small=True) == len(name)
