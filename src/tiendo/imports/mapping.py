"""Which column holds which field: proposed by the words, changed by a person, remembered."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from django.db import transaction

from tiendo.accounts.actor import Actor, PermissionRefused
from tiendo.audit.trail import Author, record
from tiendo.domain.headings import heading_key
from tiendo.imports.errors import ImportRefused
from tiendo.imports.fields import KINDS, LABELS, Field
from tiendo.imports.models import HeadMemory, ImportKind, ImportState, SheetImport

_MOST_LETTERS = 200
_MAPPABLE = (ImportState.MAPPING, ImportState.CHECKED)


def propose_columns(row: SheetImport) -> dict[str, int]:
    """The place of each field in the sheet chosen: as the body meant it last, else by its words.

    A hidden column is left out until somebody takes it. Cost: one query.
    """
    facts = row.sheets[row.sheet]
    hidden = set(facts["hidden_columns"])
    remembered = _remembered(row, facts["words"])
    found = {
        field: place
        for field, place in facts["places"].items()
        if place not in hidden and place not in remembered
    }
    for place, field in remembered.items():
        if field and place not in hidden:
            found[field] = place
    return found


def _remembered(row: SheetImport, words: Iterable[str]) -> dict[int, str]:
    keys = {_key(each): place for place, each in enumerate(words) if each}
    held = HeadMemory.objects.filter(
        organisation_id=row.organisation_id, kind=row.kind, words__in=keys
    )
    fields = KINDS[ImportKind(row.kind)].fields
    known = {str(field) for field in fields} | {""}
    return {keys[each.words]: each.field for each in held if each.field in known}


@transaction.atomic
def set_columns(
    *, row: SheetImport, columns: Mapping[Field, int], choices: Mapping[str, object], by: Actor
) -> SheetImport:
    """Say which column holds which field, and what is done with hidden rows; then it is checked.

    Errors: PermissionRefused; ImportRefused columns_missing, column_twice, hidden_unanswered,
    wrong_step.
    """
    current = own_import(row, by)
    if current.state not in _MAPPABLE:
        raise ImportRefused("wrong_step", state=current.get_state_display())
    _check(current, columns, choices)
    current.columns = {str(field): place for field, place in columns.items()}
    current.choices = {**current.choices, **choices}
    current.state = ImportState.CHECKING
    current.save(update_fields=["columns", "choices", "state"])
    _remember(current)
    record(
        by=Author(by.user_id, current.organisation_id),
        action="sheetimport.map",
        target=current,
        after={"columns": len(columns)},
    )
    return current


@transaction.atomic
def choose_sheet(*, row: SheetImport, sheet: int, by: Actor) -> SheetImport:
    """Take the rows of another sheet of the file. Errors: PermissionRefused; ImportRefused."""
    current = own_import(row, by)
    if current.state not in _MAPPABLE or not 0 <= sheet < len(current.sheets):
        raise ImportRefused("wrong_step", state=current.get_state_display())
    current.sheet = sheet
    current.columns = propose_columns(current)
    current.state = ImportState.MAPPING
    current.save(update_fields=["sheet", "columns", "state"])
    name = current.sheets[sheet]["name"]
    author = Author(by.user_id, current.organisation_id)
    record(by=author, action="sheetimport.sheet", target=current, after={"sheet": name})
    return current


def own_import(row: SheetImport, by: Actor) -> SheetImport:
    """The import, locked, for who brought it. Errors: PermissionRefused."""
    current = SheetImport.objects.select_for_update(of=("self",)).get(pk=row.pk)
    if current.created_by_id != by.user_id:
        raise PermissionRefused("sheetimport.own")
    return current


def _check(row: SheetImport, columns: Mapping[Field, int], choices: Mapping[str, object]) -> None:
    spec = KINDS[ImportKind(row.kind)]
    missing = [LABELS[field] for field in spec.fields if field in spec.required - columns.keys()]
    if spec.one_of and not columns.keys() & set(spec.one_of):
        missing.append(LABELS[spec.one_of[0]])
    if missing:
        raise ImportRefused("columns_missing", columns=", ".join(map(str, missing)))
    places = list(columns.values())
    for field, place in columns.items():
        if places.count(place) > 1:
            raise ImportRefused("column_twice", column=str(LABELS[field]))
    if row.sheets[row.sheet]["hidden_count"] and choices.get("take_hidden") is None:
        raise ImportRefused("hidden_unanswered")


def _remember(row: SheetImport) -> None:
    """Keep what each column means for the next file of the same body. Cost: one query."""
    meant = {place: field for field, place in row.columns.items()}
    rows = {
        _key(words): meant.get(place, "")
        for place, words in enumerate(row.sheets[row.sheet]["words"])
        if _key(words)
    }
    HeadMemory.objects.bulk_create(
        [
            HeadMemory(organisation_id=row.organisation_id, kind=row.kind, words=words, field=field)
            for words, field in rows.items()
        ],
        update_conflicts=True,
        unique_fields=["organisation", "kind", "words"],
        update_fields=["field"],
    )


def _key(words: str) -> str:
    return heading_key(words)[:_MOST_LETTERS]
