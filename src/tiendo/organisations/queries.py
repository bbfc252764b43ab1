"""Finding bodies: by name in any spelling, through successions, by group, in lists."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from django.db import connection
from django.db.models import Q, QuerySet

from tiendo.domain import clock
from tiendo.organisations.loading import families_key
from tiendo.organisations.models import (
    BodyGroup,
    Kind,
    Level,
    Organisation,
    OrganisationAlias,
    Succession,
)
from tiendo.organisations.names import families_of, lookup_keys, match_key, spelling
from tiendo.organisations.province import current_province

CANDIDATES = 5
LIKENESS = 0.3


@dataclass(frozen=True, slots=True)
class Resolution:
    """What a name in a document means.

    ``organisation`` is the body as it was on the document's date; ``successor`` the one body that
    carries its duties today (itself while it lives on; None where it ended without one, or was
    split). ``in_force`` is False where no body of the name existed on that date and the nearest
    in time was taken. ``group`` is set instead for a generic addressee. Neither: unknown, and
    ``candidates`` are the bodies of today with the most similar names.
    """

    text: str
    organisation: Organisation | None = None
    successor: Organisation | None = None
    group: BodyGroup | None = None
    in_force: bool = True
    candidates: tuple[Organisation, ...] = field(default=())

    @property
    def is_known(self) -> bool:
        """Whether the name means a body or a group."""
        return self.organisation is not None or self.group is not None


def resolve_body(text: str, on: dt.date) -> Resolution:
    """What a name means in a document of a date. Cost: at most six queries."""
    return resolve_bodies([text], on)[text]


def resolve_bodies(texts: Iterable[str], on: dt.date) -> dict[str, Resolution]:
    """What each name means in a document of a date.

    Any spelling: case, diacritics, tone placement, apostrophes, "UBND", "KH&CN", with or without
    the province's name. A commune needs its word ("xã Krông Ana"): bare names are also those of
    former districts. Cost: at most six queries, whatever the number of names.
    """
    wanted = list(dict.fromkeys(texts))
    suffixes = current_province().suffixes
    keys = {text: lookup_keys(text, suffixes) for text in wanted}
    found = _named(key for own in keys.values() for key in own)
    chosen = {text: _choose(text, _first_hit(keys[text], found), on) for text in wanted}
    known = [body for body, _in_force in chosen.values() if body is not None]
    heirs = successors([body.pk for body in known], clock.today())
    groups = _groups_of([text for text in wanted if chosen[text][0] is None])
    unknown = [text for text in wanted if chosen[text][0] is None and text not in groups]
    similar = _similar(unknown)
    return {
        text: _resolution(text, chosen[text], heirs, groups.get(text), similar.get(text, ()))
        for text in wanted
    }


def successor_today(organisation: Organisation) -> Organisation | None:
    """The one body that carries on a body's duties today; None where there is none or several."""
    heirs = successors([organisation.pk], clock.today())[organisation.pk]
    return heirs[0] if len(heirs) == 1 else None


def successors(ids: Iterable[int], on: dt.date) -> dict[int, tuple[Organisation, ...]]:
    """The bodies in existence on a day that carry on each body's duties (itself, if it exists).

    Cost: two queries.
    """
    wanted = set(ids)
    if not wanted:
        return {}
    onward: dict[int, set[int]] = defaultdict(set)
    rows = Succession.objects.filter(effective_on__lte=on)
    for predecessor, successor in rows.values_list("predecessor_id", "successor_id"):
        onward[predecessor].add(successor)
    reached = {body: _closure(body, onward) for body in wanted}
    every = set().union(*reached.values())
    alive = {
        body.pk: body for body in Organisation.objects.filter(pk__in=every, validity__contains=on)
    }
    return {body: _heirs(body, reached[body], alive) for body in wanted}


def expand_group(
    group: BodyGroup, on: dt.date, *, today: dt.date | None = None
) -> tuple[Organisation, ...]:
    """The bodies of today a generic addressee of a document stands for, in Vietnamese order.

    Those that existed on the document's date, followed to their successors. Where the list holds
    none of that date (communes before 1 July 2025), those of today: a generic addressee covers
    the whole territory then and now. Cost: at most four queries.
    """
    day = today or clock.today()
    members = Organisation.objects.filter(kind__in=group.kinds, is_provisional=False)
    if group.level:
        members = members.filter(level=group.level)
    then = members.filter(validity__contains=on).values_list("pk", flat=True)
    heirs = {body for bodies in successors(then, day).values() for body in bodies}
    missing = set(group.kinds) - {body.kind for body in heirs}
    heirs |= set(members.filter(kind__in=missing, validity__contains=day))
    return tuple(sorted(heirs, key=lambda body: bytes(body.sort_key)))


def organisations_on(
    on: dt.date,
    *,
    text: str = "",
    kind: str = "",
    include_ended: bool = False,
    divisions: bool = True,
) -> QuerySet[Organisation]:
    """The bodies that exist on a day, in Vietnamese order; ``text`` in any spelling."""
    bodies = Organisation.objects.order_by("sort_key", "pk")
    if not divisions:
        bodies = bodies.exclude(kind=Kind.DIVISION)
    if not include_ended:
        bodies = bodies.filter(validity__contains=on)
    if kind:
        bodies = bodies.filter(kind=kind)
    if key := match_key(text):
        by_alias = OrganisationAlias.objects.filter(folded__contains=key)
        bodies = bodies.filter(
            Q(folded__contains=key) | Q(pk__in=by_alias.values("organisation_id"))
        )
    return bodies


def committee_office(on: dt.date) -> Organisation | None:
    """The office of the province's People's Committee on a day."""
    return Organisation.objects.filter(
        kind="committee_office", level=Level.PROVINCE, validity__contains=on
    ).first()


def house_of(body: Organisation) -> Organisation:
    """The body a division belongs to; any other body itself."""
    while body.kind == Kind.DIVISION and body.parent is not None:
        body = body.parent
    return body


def divisions_of(house: Organisation) -> QuerySet[Organisation]:
    """The divisions of a body and those under them, ended ones too, in Vietnamese order."""
    under = Q(parent=house) | Q(parent__parent=house, parent__kind=Kind.DIVISION)
    return Organisation.objects.filter(under, kind=Kind.DIVISION).order_by("sort_key", "pk")


def house_bodies(house: Organisation, on: dt.date) -> QuerySet[Organisation]:
    """A body and its divisions that exist on a day, the body first."""
    parts = Q(kind=Kind.DIVISION) & (Q(parent=house) | Q(parent__parent=house))
    return organisations_on(on).filter(Q(pk=house.pk) | parts)


def house_with_divisions(house: Organisation) -> frozenset[int]:
    """The ids of a body and of its divisions. Cost: one query."""
    return frozenset({house.pk, *divisions_of(house).values_list("pk", flat=True)})


def _named(keys: Iterable[str]) -> dict[str, list[Organisation]]:
    """The bodies of each key, by their own name or another one."""
    wanted = set(keys)
    found: dict[str, list[Organisation]] = defaultdict(list)
    for body in Organisation.objects.filter(folded__in=wanted):
        found[body.folded].append(body)
    aliases = OrganisationAlias.objects.filter(folded__in=wanted).select_related("organisation")
    for alias in aliases:
        if alias.organisation not in found[alias.folded]:
            found[alias.folded].append(alias.organisation)
    return found


def _first_hit(keys: Sequence[str], found: Mapping[str, list[Organisation]]) -> list[Organisation]:
    return next((found[key] for key in keys if found.get(key)), [])


def _choose(
    text: str, bodies: Sequence[Organisation], on: dt.date
) -> tuple[Organisation | None, bool]:
    """The body meant: in force on the date, else nearest in time; then the one spelled alike.

    Two left after that are two different bodies: none is chosen. A division is meant only where no
    body has the name.
    """
    bodies = [body for body in bodies if body.kind != Kind.DIVISION] or bodies
    alive = [body for body in bodies if on in body.validity]
    nearest = alive or _nearest(bodies, on)
    if len(nearest) > 1:
        alike = [body for body in nearest if spelling(body.name) == spelling(text)]
        nearest = alike or nearest
    return (nearest[0], bool(alive)) if len(nearest) == 1 else (None, True)


def _nearest(bodies: Sequence[Organisation], on: dt.date) -> list[Organisation]:
    if not bodies:
        return []
    gaps = [_gap_days(body, on) for body in bodies]
    return [body for body, gap in zip(bodies, gaps, strict=True) if gap == min(gaps)]


def _gap_days(body: Organisation, on: dt.date) -> int:
    """How many days lie between a date and a body's existence."""
    since, until = body.validity.lower, body.validity.upper
    if since is not None and on < since:
        return int((since - on).days)
    return int((on - until).days) + 1 if until is not None and on >= until else 0


def _closure(start: int, onward: Mapping[int, set[int]]) -> set[int]:
    seen: set[int] = set()
    front = {start}
    while front := front - seen:
        seen |= front
        front = set().union(*(onward.get(body, set()) for body in front))
    return seen


def _heirs(
    body: int, reached: set[int], alive: Mapping[int, Organisation]
) -> tuple[Organisation, ...]:
    if body in alive:
        return (alive[body],)
    heirs = (alive[other] for other in reached if other in alive)
    return tuple(sorted(heirs, key=lambda heir: bytes(heir.sort_key)))


def _groups_of(texts: Sequence[str]) -> dict[str, BodyGroup]:
    """The generic addressee each text names, where it names one that is known."""
    keys: dict[str, list[str]] = {}
    for text in texts:
        families = families_of(text)
        keys[text] = [match_key(text), *([families_key(families)] if families else [])]
    if not keys:
        return {}
    every = sorted({key for own in keys.values() for key in own})
    by_key: dict[str, BodyGroup] = {}
    for group in BodyGroup.objects.filter(folded_names__overlap=every).order_by("-pk"):
        by_key.update(dict.fromkeys(group.folded_names, group))
    hits = {
        text: next((by_key[key] for key in own if key in by_key), None)
        for text, own in keys.items()
    }
    return {text: group for text, group in hits.items() if group is not None}


def _similar(texts: Sequence[str]) -> dict[str, tuple[Organisation, ...]]:
    """The bodies of today whose names are most like each text, the likest first."""
    if not texts:
        return {}
    sql = """
        SELECT wanted.place, near.id
        FROM unnest(%s::text[]) WITH ORDINALITY AS wanted(key, place)
        CROSS JOIN LATERAL (
            SELECT id, folded <-> wanted.key AS distance
            FROM organisations_organisation
            WHERE validity @> %s::date AND kind <> 'division'
            ORDER BY distance, id LIMIT %s
        ) AS near
        WHERE near.distance <= %s
        ORDER BY wanted.place, near.distance, near.id
    """
    with connection.cursor() as cursor:
        keys = [match_key(text) for text in texts]
        cursor.execute(sql, [keys, clock.today(), CANDIDATES, 1 - LIKENESS])
        rows = cursor.fetchall()
    bodies = Organisation.objects.in_bulk({body_id for _place, body_id in rows})
    similar: dict[str, tuple[Organisation, ...]] = {}
    for place, body_id in rows:
        text = texts[place - 1]
        similar[text] = (*similar.get(text, ()), bodies[body_id])
    return similar


def _resolution(
    text: str,
    chosen: tuple[Organisation | None, bool],
    heirs: Mapping[int, tuple[Organisation, ...]],
    group: BodyGroup | None,
    candidates: tuple[Organisation, ...],
) -> Resolution:
    body, in_force = chosen
    if body is None:
        return Resolution(text, group=group, candidates=candidates)
    today = heirs.get(body.pk, ())
    return Resolution(
        text,
        organisation=body,
        successor=today[0] if len(today) == 1 else None,
        in_force=in_force,
    )


@dataclass(frozen=True, slots=True)
class Profile:
    """What surrounds a body: other names, whom it follows and who follows it, its parts."""

    names: tuple[OrganisationAlias, ...]
    predecessors: tuple[Succession, ...]
    successors: tuple[Succession, ...]
    parts: tuple[Organisation, ...]


def profile_of(body: Organisation, on: dt.date) -> Profile:
    """What surrounds a body on a day. The communes are no parts of a committee. Cost: 4 queries."""
    before = body.successions_in.select_related("predecessor").order_by("effective_on", "pk")
    after = body.successions_out.select_related("successor").order_by("effective_on", "pk")
    parts = organisations_on(on).filter(parent=body).exclude(level=Level.COMMUNE)
    return Profile(
        names=tuple(body.aliases.order_by("name", "pk")),
        predecessors=tuple(before),
        successors=tuple(after),
        parts=tuple(parts),
    )
