"""Loading the bodies of a province from its data folder."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateRange

from tiendo.audit.trail import Author, record
from tiendo.domain.collation import sort_key
from tiendo.organisations.models import (
    BodyGroup,
    Organisation,
    OrganisationAlias,
    Succession,
)
from tiendo.organisations.names import acronyms, match_key
from tiendo.organisations.permissions import Acting, author_of
from tiendo.organisations.province import (
    BodyRow,
    GroupRow,
    Province,
    SuccessionRow,
    current_province,
    read_province,
)


@transaction.atomic
def load_province(*, by: Acting | Author, province: str | None = None) -> int:
    """Add the bodies, names, successions and groups of a data folder that are not yet there.

    What people changed since stays. Returns the number of bodies added; a second run adds none.
    Errors: PermissionRefused.
    """
    author = author_of(by, "organisation.manage")
    data = read_province(province) if province else current_province()
    added = _add_bodies(data)
    by_slug = Organisation.objects.in_bulk([row.slug for row in data.bodies], field_name="slug")
    _set_parents(data, added, by_slug)
    _add_aliases(data, by_slug)
    _add_successions(data.successions, by_slug)
    _write_groups(data.groups)
    for slug in added:
        body = by_slug[slug]
        after = {"name": body.name, "slug": slug, "source": body.source}
        record(by=author, action="organisation.loaded", target=body, after=after)
    return len(added)


def _add_bodies(data: Province) -> list[str]:
    """Add the missing bodies without their parents; returns their slugs."""
    slugs = [row.slug for row in data.bodies]
    known = set(Organisation.objects.filter(slug__in=slugs).values_list("slug", flat=True))
    rows = [row for row in data.bodies if row.slug not in known]
    Organisation.objects.bulk_create(_as_model(row) for row in rows)
    return [row.slug for row in rows]


def _as_model(row: BodyRow) -> Organisation:
    return Organisation(
        name=row.name,
        short_name=row.short,
        slug=row.slug,
        branch=row.branch,
        level=row.level,
        kind=row.kind,
        validity=DateRange(row.since, row.until),
        code=row.code,
        symbol_code=row.symbol,
        unit_code=row.unit_code,
        unit_code_version=row.unit_code_version,
        source=row.source,
        sort_key=sort_key(row.name),
        folded=match_key(row.name),
    )


def _set_parents(data: Province, added: Iterable[str], by_slug: Mapping[str, Organisation]) -> None:
    new = set(added)
    changed = []
    for row in data.bodies:
        if row.parent and row.slug in new:
            by_slug[row.slug].parent = by_slug[row.parent]
            changed.append(by_slug[row.slug])
    Organisation.objects.bulk_update(changed, ["parent"])


def _add_aliases(data: Province, by_slug: Mapping[str, Organisation]) -> None:
    rows = (
        OrganisationAlias(
            organisation=by_slug[row.slug], name=name, folded=match_key(name), source=row.source
        )
        for row in data.bodies
        for name in _other_names(row)
    )
    OrganisationAlias.objects.bulk_create(rows, ignore_conflicts=True)


def _other_names(row: BodyRow) -> Iterator[str]:
    """The names beside the full one, each key once: given, short, and the usual acronyms."""
    seen = {match_key(row.name)}
    short = () if "(trước" in row.short else (row.short,)
    for name in (*row.aliases, *short, *acronyms(row.name)):
        key = match_key(name)
        if key and key not in seen:
            seen.add(key)
            yield name


def _add_successions(rows: Iterable[SuccessionRow], by_slug: Mapping[str, Organisation]) -> None:
    models = (
        Succession(
            predecessor=by_slug[row.predecessor],
            successor=by_slug[row.successor],
            kind=row.kind,
            effective_on=row.on,
            source=row.source,
        )
        for row in rows
    )
    Succession.objects.bulk_create(models, ignore_conflicts=True)


def _write_groups(rows: Iterable[GroupRow]) -> None:
    """Groups are definitions, not records: the folder's wording wins."""
    models = [
        BodyGroup(
            name=row.name,
            slug=row.slug,
            folded_names=[match_key(row.name), families_key(row.families)],
            kinds=list(row.kinds),
            source=row.source,
        )
        for row in rows
    ]
    BodyGroup.objects.bulk_create(
        models,
        update_conflicts=True,
        unique_fields=["slug"],
        update_fields=["name", "folded_names", "kinds", "source"],
    )


def families_key(families: Iterable[str]) -> str:
    """How a set of families stands among a group's folded names: "+departments+localities"."""
    return "+" + "+".join(sorted(families))
