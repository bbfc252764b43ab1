"""Regimes that are offered as they stand: files to be checked, mended and laid down by a person."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib import resources

from tiendo.domain.configuration import read_configuration
from tiendo.organisations.province import current_province, in_own_words

FOLDER = "starter"


@dataclass(frozen=True, slots=True)
class RegimeStarter:
    """A file that is offered: its name, what it says of itself, and its text."""

    name: str
    code: str
    title: str
    legal_basis: str
    guidance: str
    is_verified: bool
    text: str


@cache
def regime_starters() -> dict[str, RegimeStarter]:
    """The files that come with the product, by their names in order, worded for the province of
    this installation and with the plan of its own."""
    folder = resources.files(__package__).joinpath(FOLDER)
    files = (file for file in folder.iterdir() if file.name.endswith(".yaml"))
    found = [_starter(file.name, _own(file.read_text(encoding="utf-8"))) for file in files]
    return {each.name: each for each in sorted(found, key=lambda each: each.name)}


def _own(text: str) -> str:
    return in_own_words(text).replace("{province.plan}", current_province().plan)


def _starter(file_name: str, text: str) -> RegimeStarter:
    data = read_configuration(text).data
    return RegimeStarter(
        name=file_name.removesuffix(".yaml"),
        code=data["code"],
        title=data["title"],
        legal_basis=data["legal_basis"],
        guidance=data.get("guidance", ""),
        is_verified=data.get("verified", False),
        text=text,
    )
