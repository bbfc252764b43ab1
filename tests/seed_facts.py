"""The facts of November 2025 loaded as people load them: registered, entered, confirmed, raised."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from tests.document_factories import upload
from tests.factories import MERGER, World, actor, make_body
from tests.task_factories import make_programme, noon
from tiendo.accounts.actor import Actor
from tiendo.budgets import actions as money
from tiendo.budgets.actions import LineFacts, NewAmount, NewApproval, ProjectFacts
from tiendo.budgets.models import ApprovalKind, BudgetLine, Source, Stage
from tiendo.documents.headers import HeaderData, edit_header
from tiendo.documents.models import Document
from tiendo.documents.uploads import receive_upload
from tiendo.indicators.actions.confirming import confirm_observations
from tiendo.indicators.actions.loading import load_starter
from tiendo.indicators.models import Observation
from tiendo.indicators.starter.planning import Takers
from tiendo.organisations.models import Kind, Level
from tiendo.programmes.models import Programme
from tiendo.reporting.actions import compile_report
from tiendo.reporting.models import Outline, OutlineVersion, Report
from tiendo.reporting.outlines.reading import starter_content
from tiendo.tasks.actions.difficulties import raise_difficulty
from vanban.dates import format_date

FACTS = Path(__file__).parent / "golden" / "seed_report" / "facts.yaml"
MILLION = 10**6
LOADED_ON = dt.date(2025, 11, 10)
COMPILED_ON = dt.date(2025, 11, 12)
_RELATIONS = {"implements": "Thực hiện", "based_on": "Căn cứ"}
_COMMUNES = ("phường", "xã")


@dataclass(frozen=True, slots=True)
class Loaded:
    """What was loaded, and the facts it was loaded from."""

    facts: Mapping[str, Any]
    programme: Programme
    documents: Mapping[str, Document]


def load_facts(world: World) -> Loaded:
    """All facts, on the day of the figures, by the coordinator."""
    facts = yaml.safe_load(FACTS.read_text(encoding="utf-8"))
    _make_bodies(facts["bodies"])
    by = actor(world.coordinator, LOADED_ON)
    with noon(LOADED_ON):
        documents = _register(by, facts["documents"])
        programme = make_programme(world, document=documents["146/KH-UBND"])
        _measure(world, by)
        _give_money(world, by, facts["budget"], programme, documents)
        for row in facts["difficulties"]:
            raise_difficulty(by=by, organisation=world.skhcn, programme=programme, **row)
    return Loaded(facts, programme, documents)


def compile_seed(world: World, loaded: Loaded, **fields: Any) -> Report:
    """The report of the month by the outline that comes with the product; its opening names the
    letter that asked this province for it."""
    told = loaded.facts["report"]
    values: dict[str, Any] = {
        "by": actor(world.coordinator, COMPILED_ON),
        "programme": loaded.programme,
        "period_start": told["period"][0],
        "period_end": told["period"][1],
        "as_of": told["as_of"],
        "title": told["title"],
        "addressee": told["addressee"],
        "outline": make_outline(opening=told["opening"]),
        "narrative": loaded.facts["narrative"],
    }
    with noon(COMPILED_ON):
        return compile_report(**(values | fields))


def make_outline(name: str = "ubkttw-225", **changed: Any) -> OutlineVersion:
    """A version of an outline that comes with the product, changed as an office changes it."""
    outline, _is_new = Outline.objects.get_or_create(code=name, defaults={"title": name})
    return OutlineVersion.objects.create(
        outline=outline,
        number=outline.versions.count() + 1,
        since=dt.date(2025, 1, 1),
        source="225-KH/UBKTTW",
        content={**starter_content(name), **changed},
        created_at=dt.datetime(2025, 1, 1, tzinfo=dt.UTC),
    )


def _make_bodies(bodies: Mapping[str, str]) -> None:
    for slug, name in bodies.items():
        is_commune = any(f" {word} " in name for word in _COMMUNES)
        kind, level = (Kind.WARD, Level.COMMUNE) if is_commune else (Kind.OTHER, Level.PROVINCE)
        body = make_body(name, kind=kind, level=level, since=MERGER if is_commune else _OLD)
        body.slug = slug
        body.save(update_fields=["slug"])


_OLD = dt.date(2000, 1, 1)


def _register(by: Actor, rows: Iterable[Mapping[str, Any]]) -> Mapping[str, Document]:
    """Every document taken in as a file and its header data checked by a person, as at the desk."""
    known = {row["number"]: row for row in rows}
    return {number: _take_in(by, row, known) for number, row in known.items()}


def _take_in(by: Actor, row: Mapping[str, Any], known: Mapping[str, Any]) -> Document:
    received = receive_upload(by=by, file=upload(_paper(row, known), "van-ban.txt"), name="v.txt")
    assert received.document is not None
    document = received.document
    data = HeaderData(row["type"], row["number"], row["title"], row["issuer"], row.get("day"))
    return edit_header(by=by, document=document, version=document.version, data=data)


def _paper(row: Mapping[str, Any], known: Mapping[str, Any]) -> bytes:
    """The document as a plain text: its head, its title, what it rests on."""
    day = row.get("day")
    lines = [
        row["issuer"].upper(),
        f"Số: {row['number']}",
        f"Đắk Lắk, ngày {day.day:02d} tháng {day.month:02d} năm {day.year}" if day else "",
        row["type"].upper(),
        f"{row['title'][:1].upper()}{row['title'][1:]}",
    ]
    for relation, word in _RELATIONS.items():
        lines += [f"{word} {_cited(each, known)};" for each in row.get(relation, ())]
    return "\n\n".join(line for line in lines if line).encode()


def _cited(words: str, known: Mapping[str, Any]) -> str:
    row = known.get(words)
    if row is None:
        return words
    day = f" ngày {format_date(row['day'])}" if row.get("day") else ""
    return f"{row['type']} số {row['number']}{day} của {row['issuer']}"


def _measure(world: World, by: Actor) -> None:
    """The dictionary with its figures, which the province then confirms."""
    loaded = load_starter(by=by, takers=Takers(world.skhcn, world.ubnd, world.ubnd))
    assert not loaded.problems, loaded.problems
    confirm_observations(by=by, rows=list(Observation.objects.all()))


def _give_money(
    world: World,
    by: Actor,
    facts: Mapping[str, Any],
    programme: Programme,
    documents: Mapping[str, Document],
) -> None:
    for row in facts["given"]:
        new = NewAmount(row["millions"] * MILLION, facts["given_on"], symbol="dự toán giao")
        line = _line(world, by, row, facts["year"], programme)
        money.record_step(by=by, line=line, stage=Stage.ALLOCATION, new=new)
    for row in facts["paid"]:
        new = NewAmount(row["millions"] * MILLION, facts["paid_by"], symbol="bảng kê")
        line = _line(world, by, row, facts["year"], programme)
        money.record_payment(by=by, line=line, new=new)
    for row in facts["projects"]:
        _propose(world, by, row, programme, documents[row["decided_by"]])


def _line(
    world: World, by: Actor, row: Mapping[str, Any], year: int, programme: Programme
) -> BudgetLine:
    told = {name: row.get(name, "") for name in ("source", "nature", "area")}
    facts = LineFacts(year=year, title=row["title"], body=world.skhcn, programme=programme, **told)
    return money.open_line(by=by, facts=facts)


def _propose(
    world: World, by: Actor, row: Mapping[str, Any], programme: Programme, decision: Document
) -> None:
    starts, ends = row["years"]
    facts = ProjectFacts(
        code=row["code"], name=row["name"], owner=world.stc, programme=programme,
        starts_year=starts, ends_year=ends,
    )  # fmt: skip
    project = money.propose_project(by=by, facts=facts)
    new = NewApproval(
        ApprovalKind(row["kind"]),
        row["decided_by"],
        row["day"],
        row["millions"] * MILLION,
        funding={Source(row["source"]): row["millions"] * MILLION},
        document=decision,
    )
    money.record_approval(by=by, project=project, new=new)
