"""The documents that the sources of a compiled report name, each once, by who issued it."""

from __future__ import annotations

import datetime as dt
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from tiendo.documents.models import Document
from tiendo.domain.collation import fold
from tiendo.domain.periods import Period
from tiendo.organisations.province import in_own_words
from tiendo.reporting.activity import OTHER_TYPE, canonical, one_line, type_of
from tiendo.reporting.gathering.choices import choices_of
from tiendo.reporting.gathering.readings import Cited, cited_by_sources
from tiendo.reporting.gathering.sources import Source, records_told, sources_of
from tiendo.reporting.measures import EVIDENCE
from tiendo.reporting.models import ChosenValue, Report
from tiendo.tasks.models import Evidence
from vanban.dates import format_date

DOCUMENT = "documents.document"

# Party bodies come before those of the state, the province before what is under it.
_RANKS = (
    r"(tinh uy|thanh uy|dang uy|ban thuong vu|trung uong|bo chinh tri|ban bi thu)",
    r"ban chi dao",
    r"(hoi dong nhan dan|hdnd)",
    r"ubnd tinh|ubnd thanh pho",
    r"(so|ban|van phong|cong an|thanh tra|bo chi huy)\b",
    r"ubnd (xa|phuong|dac khu)",
)
# Who issues under the last part of a symbol, where one body alone does.
_OF_SYMBOL = {
    "TU": "Tỉnh ủy",
    "TTG": "Thủ tướng Chính phủ",
    "CP": "Chính phủ",
    "UBND": "UBND tỉnh",
    "HĐND": "HĐND tỉnh",
}
UNNAMED = "Cơ quan khác"


@dataclass(frozen=True, slots=True)
class Named:
    """A document as one source names it. ``issuer`` "": the source names none."""

    source: Source
    number: str
    type_name: str
    issued_on: dt.date | None
    issuer: str
    document_id: int | None = None
    evidence_id: int | None = None


@dataclass(frozen=True, slots=True)
class GatheredDocument:
    """One document, once however many name it.

    ``key`` is stable over compilings; ``dates`` says who gives which day, the register as None.
    Missing: ``issued_on`` where nobody says it, ``document_id`` where it is not registered.
    """

    key: str
    number: str
    type_name: str
    issued_on: dt.date | None
    issuer: str
    subject: str
    document_id: int | None
    named: tuple[Named, ...]
    registered_on: dt.date | None

    @property
    def bodies(self) -> tuple[str, ...]:
        """The bodies that name it, once each, in the order of the sources."""
        return tuple(dict.fromkeys(each.source.name for each in self.named))

    @property
    def dates(self) -> Mapping[dt.date, tuple[Source, ...]]:
        """The days that sources give, with those who do."""
        said: defaultdict[dt.date, dict[Source, None]] = defaultdict(dict)
        for each in self.named:
            if each.issued_on is not None:
                said[each.issued_on][each.source] = None
        return {day: tuple(sources) for day, sources in said.items()}

    def citation(self, *, is_full: bool) -> str:
        """How it is cited: in full at first, by type, number and day after that."""
        day = f" ngày {format_date(self.issued_on)}" if self.issued_on else ""
        name = self.type_name if self.type_name != OTHER_TYPE else "Văn bản"
        short = f"{name} số {self.number}{day}"
        if not is_full:
            return short
        subject = self.subject.strip().rstrip(".")
        about = subject[:1].lower() + subject[1:] if not subject.isupper() else subject
        if about and not about.startswith(("về ", "quy định", "ban hành", "phê duyệt")):
            about = f"về {about}"
        return " ".join(part for part in (short, f"của {self.issuer}", about) if part)


def documents_of(report: Report) -> tuple[GatheredDocument, ...]:
    """The documents that the sources name, by issuer, then by day and number, with the day and the
    number that were chosen where they disagree.

    Cost: seven queries, however many sources.
    """
    chosen = choices_of(report)
    rows = [_with_day(row, chosen.get(row.key)) for row in documents_as_said(report)]
    return tuple(sorted(_under_one_number(rows, chosen), key=_order))


def documents_as_said(report: Report) -> tuple[GatheredDocument, ...]:
    """The documents that the sources name, as they name them, by issuer. Cost: six queries."""
    said = list(_named(report))
    held = _registered({each.number for each in said}, {each.document_id for each in said})
    groups: defaultdict[tuple[str, str, str], list[Named]] = defaultdict(list)
    found: dict[tuple[str, str, str], Document | None] = {}
    for each in said:
        known = _match(each, held.get(_plain(each.number), ()))
        key = _key(each, known)
        groups[key].append(each)
        found[key] = known
    made = (_gathered(key, groups[key], found[key]) for key in groups)
    return tuple(sorted(made, key=_order))


def issued_within(
    documents: Iterable[GatheredDocument], period: Period
) -> tuple[GatheredDocument, ...]:
    """Those issued in a period; one of an unknown day counts where it was given as evidence."""
    return tuple(
        each
        for each in documents
        if (
            each.issued_on in period
            if each.issued_on is not None
            else any(named.evidence_id for named in each.named)
        )
    )


def issuer_rank(name: str) -> int:
    """The place of an issuer among those of a list: party, steering, council, committee, …"""
    words = plain_issuer(name)
    if not words:
        return len(_RANKS) + 1
    return next((at for at, rule in enumerate(_RANKS) if re.match(rule, words)), len(_RANKS))


def issuer_meant(number: str, source: Source) -> str:
    """Who issued a document of which a body names no issuer; "" where its symbol does not say.

    "12/QĐ-UBND" is of the committee that says it, and of the province's where a department does.
    """
    symbol = re.split(r"[-/]", number)[-1].strip().upper()
    committee = re.match(r"(?:Ủy ban nhân dân|UBND) (?P<of>(?:xã|phường|đặc khu) .+)", source.name)
    if committee and symbol in {"UBND", "HĐND"}:
        return source.name if symbol == "UBND" else f"HĐND {committee['of']}"
    if source.symbol and symbol == source.symbol.upper():
        return source.name
    return in_own_words(_OF_SYMBOL.get(symbol, ""))


def plain_issuer(name: str) -> str:
    """The name of an issuer as it is compared: "Ủy ban nhân dân tỉnh Đắk Lắk" is "ubnd tinh"."""
    words = fold(one_line(name)).replace("uy ban nhan dan", "ubnd")
    return re.sub(r"^(ubnd|hdnd|hoi dong nhan dan) (tinh|thanh pho)\b.*", r"\1 \2", words)


def symbol_key(row: GatheredDocument) -> str:
    """What two spellings of one symbol share: digits, kind, day, issuer; "" without a day or
    digits. A plan and a decision of one number and day are two documents."""
    symbol = re.match(r"0*(\d+)\W*(\w*)", _plain(row.number))
    if symbol is None or row.issued_on is None:
        return ""
    number, kind = symbol.groups()
    day = row.issued_on.isoformat()
    return f"symbol:{number}|{kind}|{day}|{plain_issuer(row.issuer)}"


def _with_day(row: GatheredDocument, choice: ChosenValue | None) -> GatheredDocument:
    """With the day that was chosen, while somebody says it."""
    said = {format_date(day): day for day in (*row.dates, row.registered_on) if day is not None}
    day = said.get(choice.printed) if choice else None
    return replace(row, issued_on=day) if day else row


def _under_one_number(
    rows: Sequence[GatheredDocument], chosen: Mapping[str, ChosenValue]
) -> Iterator[GatheredDocument]:
    """Documents of which one number was chosen are one."""
    groups: defaultdict[str, list[GatheredDocument]] = defaultdict(list)
    for row in rows:
        key = symbol_key(row)
        groups[key if key in chosen else row.key].append(row)
    for key, members in groups.items():
        choice = chosen.get(key) if key.startswith("symbol:") else None
        kept = [row for row in members if choice and row.number == choice.printed]
        if not kept:
            yield from members
            continue
        yield replace(kept[0], named=tuple(named for row in members for named in row.named))


def _named(report: Report) -> Iterator[Named]:
    sources = {source.report_id: source for source in sources_of(report)}
    yield from _of_evidence(report, sources)
    yield from _of_register(report, sources)
    for pk, cited in cited_by_sources(report):
        yield from _of_words(sources[pk], cited)


def _of_evidence(report: Report, sources: Mapping[int, Source]) -> Iterator[Named]:
    by_source = records_told(report, EVIDENCE)
    ids = {pk for held in by_source.values() for pk in held}
    rows = Evidence.objects.filter(pk__in=ids).values_list(
        "pk", "document_number", "document_date", "document_id"
    )
    held = {pk: (one_line(number), day, document) for pk, number, day, document in rows}
    for source, wanted in by_source.items():
        for pk in sorted(wanted & held.keys()):
            number, day, document = held[pk]
            if number:
                issuer = issuer_meant(number, sources[source])
                yield Named(sources[source], number, type_of(number), day, issuer, document, pk)


def _of_register(report: Report, sources: Mapping[int, Source]) -> Iterator[Named]:
    by_source = records_told(report, DOCUMENT)
    ids = {pk for held in by_source.values() for pk in held}
    rows = Document.objects.filter(pk__in=ids).exclude(number_raw="")
    held = {row.pk: row for row in rows.select_related("issuer")}
    for source, wanted in by_source.items():
        for pk in sorted(wanted & held.keys()):
            row = held[pk]
            yield Named(
                sources[source],
                row.number_raw,
                row.type_name or type_of(row.number_raw),
                row.issued_on,
                _issuer_of(row),
                pk,
            )


def _of_words(source: Source, cited: Iterable[Cited]) -> Iterator[Named]:
    for number, kind, day, issuer in cited:
        issued_on = dt.date.fromisoformat(day) if day else None
        named = issuer or issuer_meant(number, source)
        yield Named(source, number, kind or OTHER_TYPE, issued_on, named)


def _registered(
    numbers: Iterable[str], ids: Iterable[int | None]
) -> Mapping[str, tuple[Document, ...]]:
    """The registered documents of some numbers, by number. Cost: one query."""
    wanted = {spelled for each in numbers for spelled in (each, canonical(each))}
    rows = (
        Document.objects.filter(number__in=wanted) | Document.objects.filter(number_raw__in=wanted)
    ) | Document.objects.filter(pk__in=[pk for pk in ids if pk is not None])
    found: defaultdict[str, list[Document]] = defaultdict(list)
    for row in rows.filter(is_generated=False).select_related("issuer").order_by("pk"):
        for number in {_plain(row.number), _plain(row.number_raw)} - {""}:
            found[number].append(row)
    return {number: tuple(rows) for number, rows in found.items()}


def _match(named: Named, held: Sequence[Document]) -> Document | None:
    """The registered document meant: named by id, of the same day and issuer, or the only one."""
    for row in held:
        if named.document_id == row.pk:
            return row
    issuer = plain_issuer(named.issuer)
    likely = [row for row in held if not issuer or plain_issuer(_issuer_of(row)) == issuer]
    exact = [row for row in likely if row.issued_on == named.issued_on]
    if len(exact) == 1:
        return exact[0]
    near = [row for row in likely if _may_be_same_year(row.issued_on, named.issued_on)]
    return near[0] if len(near) == 1 else None


def _may_be_same_year(one: dt.date | None, other: dt.date | None) -> bool:
    return one is None or other is None or one.year == other.year


def _key(named: Named, known: Document | None) -> tuple[str, str, str]:
    if known is not None:
        return _plain(known.number_raw or known.number), "registered", str(known.pk)
    issuer = plain_issuer(named.issuer)
    return _plain(named.number), issuer, str(named.issued_on.year if named.issued_on else "")


def _gathered(
    key: tuple[str, str, str], named: Sequence[Named], known: Document | None
) -> GatheredDocument:
    days = [each.issued_on for each in named if each.issued_on is not None]
    first = named[0]
    registered = known.issued_on if known else None
    return GatheredDocument(
        key="document:" + "|".join(key),
        number=(known and (known.number_raw or known.number)) or canonical(first.number),
        type_name=(known and known.type_name) or first.type_name,
        issued_on=registered or (days[0] if days else None),
        issuer=_issuer_of(known) if known else first.issuer,
        subject=known.title if known else "",
        document_id=known.pk if known else None,
        named=tuple(named),
        registered_on=registered,
    )


def _issuer_of(row: Document) -> str:
    return row.issuer.name if row.issuer else row.issuer_text


def _plain(number: str) -> str:
    """A symbol as it is compared."""
    return re.sub(r"\s+", "", canonical(number)).upper()


def _order(row: GatheredDocument) -> tuple[int, str, dt.date, str]:
    issuer = plain_issuer(row.issuer)
    return issuer_rank(row.issuer), issuer, row.issued_on or dt.date.max, row.number
