"""What the page of an indicator tells: definitions, targets, formula, the indicators around it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise

from django.urls import reverse
from django.utils.translation import gettext as _

from tiendo.documents.models import Document, Passage
from tiendo.domain.closing import load_closing_rules
from tiendo.domain.formulas import formula_in_words, vietnamese_text
from tiendo.indicators.aims import Chain, print_target
from tiendo.indicators.errors import IndicatorError
from tiendo.indicators.formula_book import read
from tiendo.indicators.lineage import Relations
from tiendo.indicators.models import IndicatorVersion, Origin, Target
from tiendo.indicators.registers import find_register
from tiendo.organisations.models import Organisation
from tiendo.overview.sheets.indicators import unit_words
from tiendo.workspace.task_facts import Source, place_words
from tiendo.workspace.templatetags.vn import vn_date


@dataclass(frozen=True, slots=True)
class Change:
    """One thing a definition says, before and after."""

    label: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class VersionRow:
    """One definition through time: from when, what it changed, why.

    Missing: ``until`` is None while it is in force.
    """

    version: IndicatorVersion
    since: dt.date | None
    until: dt.date | None
    changes: tuple[Change, ...]


@dataclass(frozen=True, slots=True)
class Link:
    """One stage of a target: what was to be reached, and what decided it."""

    target: Target
    words: str
    source: Source | None
    deciding: Document | None
    is_now: bool


@dataclass(frozen=True, slots=True)
class AimRow:
    """A target with its stages, the newest first. Missing: ``now`` is None before the first."""

    now: Link | None
    links: tuple[Link, ...]
    is_withdrawn: bool
    last: Target


@dataclass(frozen=True, slots=True)
class AimGroup:
    """The targets of one body, the nearest first."""

    body: Organisation
    rows: tuple[AimRow, ...]


@dataclass(frozen=True, slots=True)
class Branch:
    """An indicator in a tree of formulas; ``is_again``: what is below it stands further up."""

    code: str
    version: IndicatorVersion | None
    branches: tuple[Branch, ...]
    is_again: bool


def facts_of(version: IndicatorVersion) -> dict[str, str]:
    """Everything a definition says, in words, by its labels. Cost: none where all is fetched."""
    closing = load_closing_rules().get(version.closing)
    return {
        _("Tên"): version.name,
        _("Định nghĩa"): version.definition,
        _("Đơn vị tính"): unit_words(version),
        _("Số chữ số thập phân"): str(version.decimals),
        _("Chiều tốt"): version.get_direction_display(),
        _("Cách có số liệu"): version.get_origin_display(),
        _("Công thức"): vietnamese_text(read(version.formula).root) if version.formula else "",
        _("Sổ theo dõi"): _register_words(version.register) if version.register else "",
        _("Kỳ số liệu"): version.get_frequency_display(),
        _("Chốt số liệu"): closing.name if closing else version.closing,
        _("Cơ quan báo cáo"): version.reporters.name if version.reporters else "",
        _("Số liệu của"): version.subject.name if version.subject else "",
        _("Phân tổ"): ", ".join(dimension.name for dimension in version.dimensions.all()),
        _("Nguồn số liệu"): version.data_source,
        _("Căn cứ"): version.source,
        _("Kiểm chứng"): _("Đã kiểm chứng") if version.is_verified else _("Chưa kiểm chứng"),
    }


def _register_words(name: str) -> str:
    try:
        return str(find_register(name)[0].words)
    except IndicatorError:
        return name


def version_rows(versions: Sequence[IndicatorVersion]) -> list[VersionRow]:
    """The definitions, the newest first, each with what it changed."""
    told = [facts_of(version) for version in versions]
    changes = [(), *(_changes(before, after) for before, after in pairwise(told))]
    rows = [
        VersionRow(version, version.validity.lower, version.validity.upper, tuple(changed))
        for version, changed in zip(versions, changes, strict=True)
    ]
    return rows[::-1]


def _changes(before: Mapping[str, str], after: Mapping[str, str]) -> tuple[Change, ...]:
    return tuple(
        Change(label, before[label] or "–", after[label] or "–")
        for label in after
        if before[label] != after[label]
    )


def passage_source(passage: Passage) -> Source:
    """A passage with its place and the way to its words in the document."""
    document = passage.text.rendition.document
    span = f"{passage.start}-{passage.end}"
    address = reverse("document", args=[document.pk])
    url = f"{address}?ban={passage.text.rendition_id}&o={span}#o-{span}"
    name, place = str(document), place_words(passage)
    if document.issued_on:
        words = _("%(document)s ngày %(day)s")
        name = words % {"document": name, "day": vn_date(document.issued_on)}
    return Source(passage, f"{place}, {name}" if place else name, url)


def aim_groups(chains: Iterable[Chain], version: IndicatorVersion) -> list[AimGroup]:
    """Targets by body, as ``chains_of`` orders them."""

    def body_of(chain: Chain) -> Organisation:
        return chain.links[-1].organisation

    return [
        AimGroup(body, tuple(_aim_row(chain, version) for chain in found))
        for body, found in groupby(chains, body_of)
    ]


def _aim_row(chain: Chain, version: IndicatorVersion) -> AimRow:
    links = [_link(target, version, chain.now) for target in reversed(chain.links)]
    now = next((link for link in links if link.is_now), None)
    return AimRow(now, tuple(links), chain.is_withdrawn, chain.links[-1])


def _link(target: Target, version: IndicatorVersion, now: Target | None) -> Link:
    source = passage_source(target.passage) if target.passage else None
    words = print_target(target, version)
    return Link(target, words, source, target.deciding, is_now=target is now)


def formula_words(version: IndicatorVersion, relations: Relations) -> tuple[str, str]:
    """A formula as people edit it, and told with the names of its indicators."""
    if version.origin != Origin.FORMULA:
        return "", ""
    root = read(version.formula).root
    names = {code: found.name for code, found in relations.versions.items()}
    return vietnamese_text(root), formula_in_words(root, names)


def tree_of(code: str, graph: Mapping[str, tuple[str, ...]], relations: Relations) -> list[Branch]:
    """The indicators that follow one in a graph, as a tree; each is opened once."""
    opened: set[str] = {code}

    def branch(each: str) -> Branch:
        is_again = each in opened and each in graph
        opened.add(each)
        below = () if is_again else tuple(branch(name) for name in graph.get(each, ()))
        return Branch(each, relations.versions.get(each), below, is_again)

    return [branch(each) for each in graph.get(code, ())]


def leaves_of(branches: Iterable[Branch]) -> Iterator[Branch]:
    """Every indicator of a tree once, in its order."""
    for each in branches:
        if not each.is_again:
            yield each
            yield from leaves_of(each.branches)
