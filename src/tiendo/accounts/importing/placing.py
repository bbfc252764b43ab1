"""Finding the body and the division that a row of a workbook names."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from difflib import get_close_matches

from django.db.models import Q

from tiendo.accounts.importing.columns import Field
from tiendo.accounts.importing.rows import Draft
from tiendo.accounts.importing.workbook import Sheet
from tiendo.accounts.models import RoleCode
from tiendo.domain import clock
from tiendo.organisations.models import Kind, Organisation
from tiendo.organisations.names import match_key
from tiendo.organisations.queries import Resolution, resolve_bodies

_NEAR = 3


def place(sheet: Sheet, drafts: Iterable[Draft]) -> None:
    """Find the body, then the division, of every row."""
    rows = list(drafts)
    found = resolve_bodies({row.body_words for row in rows if row.body_words}, clock.today())
    for row in rows:
        if not row.body_words:
            if Field.BODY not in row.row.formulas:
                row.say("body_missing", sheet, Field.BODY)
            continue
        _find_body(sheet, row, found[row.body_words])
    divisions = _divisions(row.body.pk for row in rows if row.body is not None)
    for row in rows:
        _find_division(sheet, row, divisions)


def _find_body(sheet: Sheet, draft: Draft, found: Resolution) -> None:
    if found.group is not None:
        draft.say("body_is_group", sheet, Field.BODY)
    elif found.organisation is None:
        near = ", ".join(body.name for body in found.candidates[:_NEAR])
        draft.say("body_unknown", sheet, Field.BODY, near=near)
    elif draft.since not in found.organisation.validity:
        near = found.successor.name if found.successor and not found.in_force else ""
        day = f"{draft.since:%d/%m/%Y}"
        draft.say("body_ended", sheet, Field.BODY, near=near, day=day)
    else:
        draft.body = found.organisation


def _divisions(ids: Iterable[int]) -> dict[int, dict[str, Organisation]]:
    """The divisions of today of each body by their keys. Cost: one query."""
    houses = set(ids)
    rows = Organisation.objects.filter(
        Q(parent__in=houses) | Q(parent__parent__in=houses, parent__kind=Kind.DIVISION),
        kind=Kind.DIVISION,
        validity__contains=clock.today(),
    ).select_related("parent")
    found: dict[int, dict[str, Organisation]] = {}
    for row in rows.order_by("pk"):
        parent = row.parent
        if parent is None:
            continue
        house = parent.pk if parent.pk in houses else parent.parent_id
        if house is not None:
            own = found.setdefault(house, {})
            for name in (row.name, row.short_name):
                if name:
                    own.setdefault(match_key(name), row)
    return found


def _find_division(
    sheet: Sheet, draft: Draft, divisions: Mapping[int, Mapping[str, Organisation]]
) -> None:
    house = draft.body
    if house is None:
        return
    if not draft.division_words:
        if draft.role == RoleCode.DIVISION_HEAD and house.kind != Kind.DIVISION:
            draft.say("division_needed", sheet, Field.DIVISION)
        return
    own = divisions.get(house.pk, {})
    key = match_key(draft.division_words)
    division = own.get(key)
    if division is None:
        near = [own[likely].name for likely in get_close_matches(key, own, n=_NEAR)]
        names = ", ".join(dict.fromkeys(near))
        draft.say("division_unknown", sheet, Field.DIVISION, near=names, body=house.name)
    elif draft.since not in division.validity:
        day = f"{draft.since:%d/%m/%Y}"
        draft.say("body_ended", sheet, Field.DIVISION, day=day, near="")
    else:
        draft.body = division
