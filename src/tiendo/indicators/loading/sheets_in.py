"""A workbook as rows of a dictionary, each with what is wrong with its cells."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from django.db.models import QuerySet

from tiendo.composer.sheet_reading import Book, Head, Limits, UnreadableSheet, find_head, open_book
from tiendo.documents.marks import mark_of
from tiendo.domain import clock
from tiendo.domain.parameters import parameter_on
from tiendo.indicators.actions.defining import Definition
from tiendo.indicators.actions.targeting import TargetFields
from tiendo.indicators.dictionary_errors import DictionaryError
from tiendo.indicators.errors import IndicatorError
from tiendo.indicators.loading.cells import Cells
from tiendo.indicators.loading.columns import COLUMNS, REQUIRED, TITLES, key_of
from tiendo.indicators.loading.comparing import Present
from tiendo.indicators.loading.rows import (
    Change,
    DimensionRow,
    IndicatorRow,
    ItemRow,
    Standing,
    Subject,
    TargetRow,
    target_words,
)
from tiendo.indicators.models import Comparator, Direction, IndicatorVersion, Obligation, Target
from tiendo.indicators.models.dictionary import Frequency
from tiendo.organisations.models import BodyGroup, Organisation
from tiendo.organisations.queries import resolve_bodies

_HEAD_WITHIN = 20
_MOST_DECIMALS = 6
_MOST_ORDER = 10_000
Row = DimensionRow | IndicatorRow | TargetRow


@dataclass(frozen=True, slots=True)
class FileRow:
    """One row of the workbook: what it says, and what would become of it.

    Missing: ``row`` is None where its cells cannot be read.
    """

    change: Change
    row: Row | None = None


def read_rows(raw: bytes, present: Present) -> list[FileRow]:
    """The rows of a workbook in the order in which they are taken: dimensions, indicators, targets.

    Errors: DictionaryError of an unreadable file, sheets_missing, file_rows, secret_mark.
    Cost: six queries at the most.
    """
    try:
        tables = _tables(open_book(raw, _limits()))
    except UnreadableSheet as error:
        raise DictionaryError(error.code) from error
    if not any(tables.values()):
        raise DictionaryError("sheets_missing", sheets=", ".join(map(str, TITLES.values())))
    reader = _Reader.of(tables, present)
    return [
        *reader.dimensions(tables.get(Subject.DIMENSION, [])),
        *map(reader.indicator, tables.get(Subject.INDICATOR, [])),
        *map(reader.target, tables.get(Subject.TARGET, [])),
    ]


def _limits() -> Limits:
    today = clock.today()
    return Limits(
        most_bytes=parameter_on("sheet_import_most_megabytes", today) * 2**20,
        most_columns=parameter_on("sheet_import_most_columns", today),
        blank_rows=parameter_on("sheet_import_blank_rows", today),
    )


def _tables(book: Book) -> dict[Subject, list[Cells]]:
    """The first table of each kind."""
    tables: dict[Subject, list[Cells]] = {}
    for number, name in enumerate(book.names):
        top = list(itertools.islice(iter(book.rows(number)), _HEAD_WITHIN))
        for subject in COLUMNS:
            head = find_head(top, lambda words, of=subject: key_of(words, of), REQUIRED[subject])  # type: ignore[misc]
            if REQUIRED[subject] <= head.keys and subject not in tables:
                tables[subject] = list(_cells(book, number, name.name, head))
                break
    return tables


def _cells(book: Book, number: int, sheet: str, head: Head[str]) -> Iterator[Cells]:
    most = parameter_on("dictionary_most_rows", clock.today())
    # A word that stands above two columns names the first.
    places = dict(reversed(head.places))
    count = 0
    for row in book.rows(number):
        if row.number <= head.last_row or row.is_blank:
            continue
        count += 1
        if count > most:
            raise DictionaryError("file_rows", most=most)
        for value in row.values:
            if isinstance(value, str) and (mark := mark_of(value)):
                raise DictionaryError("secret_mark", mark=mark)
        yield Cells(row, places, sheet)


@dataclass(frozen=True, slots=True)
class _Reader:
    """What cells mean: bodies and groups by their names, units by the codes of indicators."""

    present: Present
    bodies: Mapping[str, Organisation | None]
    groups: Mapping[str, BodyGroup]
    units: dict[str, str]
    dimension_codes: set[str]
    seen: set[tuple[Subject, str]]

    @classmethod
    def of(cls, tables: Mapping[Subject, Sequence[Cells]], present: Present) -> _Reader:
        names = {row.text("owner") for row in tables.get(Subject.INDICATOR, ())}
        names |= {row.text("subject") for row in tables.get(Subject.INDICATOR, ())}
        names |= {row.text("organisation") for row in tables.get(Subject.TARGET, ())}
        found = resolve_bodies(names - {""}, clock.today())
        groups: QuerySet[BodyGroup] = BodyGroup.objects.all()
        return cls(
            present,
            {name: each.successor or each.organisation for name, each in found.items()},
            {group.name.casefold(): group for group in groups},
            {code: version.unit for code, version in present.versions.items()},
            set(present.dimensions),
            set(),
        )

    def dimensions(self, rows: Sequence[Cells]) -> Iterator[FileRow]:
        """One row for each dimension, however many its items."""
        grouped: dict[str, list[Cells]] = {}
        for cells in rows:
            grouped.setdefault(cells.needed("dimension"), []).append(cells)
        for code, items in grouped.items():
            yield self._dimension(code, items)

    def _dimension(self, code: str, rows: Sequence[Cells]) -> FileRow:
        held = self.present.dimensions.get(code)
        name = next((words for cells in rows if (words := cells.text("dimension_name"))), "")
        items = [
            ItemRow(
                cells.needed("item"),
                cells.text("item_name") or cells.text("item"),
                cells.whole("order", place, _MOST_ORDER),
                cells.is_yes("is_retired", default=False),
            )
            for place, cells in enumerate(rows, 1)
        ]
        items.sort(key=lambda item: item.order)
        row = DimensionRow(code, name or (held.name if held else code), tuple(items))
        problems = [problem for cells in rows for problem in cells.problems]
        codes = [item.code for item in items]
        twice = {item for item in codes if codes.count(item) > 1}
        problems += [f"{rows[0].place}: {IndicatorError('item_twice', code=c)}" for c in twice]
        self.dimension_codes.add(code)
        return _told(self.present.dimension(row), row, rows[0], problems)

    def indicator(self, cells: Cells) -> FileRow:
        """One indicator; a column that is left out says what is there."""
        code = cells.needed("code")
        held = self.present.versions.get(code)
        self._refuse_twice(Subject.INDICATOR, code, cells)
        owner = self._body(cells, "owner", held.indicator.owner if held else None)
        definition, told_apart = self._definition(cells, held), self._dimensions_of(cells, held)
        self.units[code] = definition.unit
        if owner is None:
            return _unread(Subject.INDICATOR, code, definition.name, cells)
        row = IndicatorRow(code, definition, told_apart, owner)
        return _told(self.present.indicator(row), row, cells, cells.problems)

    def _definition(self, cells: Cells, held: IndicatorVersion | None) -> Definition:
        def kept(name: str) -> str:
            return str(getattr(held, name)) if held else ""

        return Definition(
            name=cells.needed("name"),
            unit=cells.needed("unit"),
            direction=cells.choice(
                "direction", Direction, Direction(held.direction) if held else Direction.HIGHER
            ),
            frequency=cells.choice(
                "frequency", Frequency, Frequency(held.frequency) if held else Frequency.YEARLY
            ),
            closing=cells.text("closing") or kept("closing") or "calendar",
            decimals=cells.whole("decimals", held.decimals if held else 0, _MOST_DECIMALS),
            definition=cells.text("definition", kept("definition")),
            unit_base=cells.text("unit_base", kept("unit_base")),
            reporters=self._group(cells, held),
            subject=self._subject(cells, held),
            data_source=cells.text("data_source", kept("data_source")),
            source=cells.text("source", kept("source")),
            is_verified=cells.is_yes("is_verified", default=held.is_verified if held else False),
            formula=cells.text("formula", kept("formula")),
            register=cells.text("register", kept("register")),
        )

    def _dimensions_of(self, cells: Cells, held: IndicatorVersion | None) -> tuple[str, ...]:
        if not cells.has("dimensions"):
            return tuple(each.code for each in held.dimensions.all()) if held else ()
        codes = [code.strip() for code in cells.text("dimensions").split(";") if code.strip()]
        for code in codes:
            if code not in self.dimension_codes:
                cells.wrong("dimensions", DictionaryError("dimension_unknown", code=code))
        return tuple(codes)

    def _group(self, cells: Cells, held: IndicatorVersion | None) -> BodyGroup | None:
        if not cells.has("reporters"):
            return held.reporters if held else None
        words = cells.text("reporters")
        found = self.groups.get(words.casefold())
        if words and found is None:
            cells.wrong("reporters", DictionaryError("group_unknown", name=words))
        return found

    def _subject(self, cells: Cells, held: IndicatorVersion | None) -> Organisation | None:
        """Whose the one figure is. Missing: None for the owner, and beside a group."""
        if not cells.has("subject"):
            return held.subject if held and not cells.text("reporters") else None
        words = cells.text("subject")
        return self._body(cells, "subject", None) if words else None

    def _body(self, cells: Cells, key: str, default: Organisation | None) -> Organisation | None:
        words = cells.text(key)
        if not words:
            if default is None:
                cells.wrong(key, DictionaryError("cell_empty"))
            return default
        found = self.bodies.get(words)
        if found is None:
            cells.wrong(key, DictionaryError("body_unknown", name=words))
        return found

    def target(self, cells: Cells) -> FileRow:
        """One target: the one of its number, or a new one."""
        code = cells.needed("code")
        unit = self.units.get(code)
        if unit is None:
            cells.wrong("code", DictionaryError("indicator_unknown", code=code))
        held = self._held(cells, code)
        body = self._body(cells, "organisation", held.organisation if held else None)
        fields = _target_fields(cells, unit or "", held)
        if held is not None and body is not None and held.organisation_id != body.pk:
            cells.wrong("organisation", DictionaryError("target_body_kept"))
        if unit is None or body is None:
            return _unread(Subject.TARGET, code, fields.source, cells)
        row = TargetRow(code, unit, body, fields, held)
        return _told(self.present.target(row), row, cells, cells.problems)

    def _held(self, cells: Cells, code: str) -> Target | None:
        number = cells.text("target")
        if not number:
            return None
        self._refuse_twice(Subject.TARGET, number, cells)
        of_code = self.present.targets.get(code, ())
        found = next((target for target in of_code if str(target.pk) == number), None)
        if found is None:
            cells.wrong("target", DictionaryError("target_unknown", number=number, code=code))
        elif hasattr(found, "revised_by"):
            cells.wrong("target", IndicatorError("target_replaced"))
        return found

    def _refuse_twice(self, subject: Subject, code: str, cells: Cells) -> None:
        if (subject, code) in self.seen:
            key = "code" if subject is Subject.INDICATOR else "target"
            cells.wrong(key, DictionaryError("row_twice", code=code))
        self.seen.add((subject, code))


def _target_fields(cells: Cells, unit: str, held: Target | None) -> TargetFields:
    fields = TargetFields(
        comparator=cells.choice(
            "comparator", Comparator, Comparator(held.comparator) if held else Comparator.GE
        ),
        value=cells.figure("value", unit, held.value if held else None),
        high=cells.figure("high", unit, held.high if held else None),
        wording=cells.text("wording", held.wording if held else ""),
        source=cells.needed("source"),
        last_day=cells.day("last_day", held.last_day if held else None),
        obligation=cells.choice(
            "obligation", Obligation, Obligation(held.obligation) if held else Obligation.MUST
        ),
        baseline=cells.figure("baseline", unit, held.baseline if held else None),
        baseline_day=cells.day("baseline_day", held.baseline_day if held else None),
        passage=held.passage if held else None,
        is_verified=cells.is_yes("is_verified", default=held.is_verified if held else False),
    )
    # Words that only say the value follow it.
    if not fields.wording or (held is not None and _only_says(held, fields.wording, unit)):
        return replace(fields, wording=target_words(fields, unit))
    return fields


def _only_says(held: Target, wording: str, unit: str) -> bool:
    said = TargetFields(
        comparator=Comparator(held.comparator),
        value=held.value,
        high=held.high,
        wording=held.wording,
        source=held.source,
    )
    return wording == held.wording == target_words(said, unit)


def _told(change: Change, row: Row, cells: Cells, problems: Sequence[str]) -> FileRow:
    problems = (*change.problems, *problems)
    standing = Standing.WRONG if problems else change.standing
    told = replace(change, standing=standing, problems=problems, place=cells.place)
    return FileRow(told, row)


def _unread(subject: Subject, code: str, title: str, cells: Cells) -> FileRow:
    change = Change(
        subject,
        code,
        title,
        Standing.WRONG,
        problems=tuple(cells.problems),
        place=cells.place,
    )
    return FileRow(change)
