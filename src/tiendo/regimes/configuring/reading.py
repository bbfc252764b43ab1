"""A whole regime as one file: read into values, with its bodies found and its outlines checked."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any, TypeVar

from tiendo.documents.models import Document
from tiendo.domain import clock
from tiendo.domain.configuration import read_configuration
from tiendo.domain.outlines import UnreadableOutline
from tiendo.domain.refusals import Refusal
from tiendo.domain.regime_rules import read_due, read_rule
from tiendo.domain.regimes import RegimeRule
from tiendo.organisations.models import BodyGroup, Organisation
from tiendo.organisations.names import match_key
from tiendo.organisations.queries import resolve_body
from tiendo.programmes.models import Programme
from tiendo.regimes.actions import LevelFacts, RegimeFacts, VersionFacts
from tiendo.regimes.configuring.errors import RegimeFileError
from tiendo.regimes.configuring.fields import FileFields
from tiendo.regimes.models import RegimeKind
from tiendo.reporting.models import Outline, OutlineVersion
from tiendo.reporting.outlines.actions import checked, newest_outline
from tiendo.reporting.outlines.errors import OutlineError
from tiendo.reporting.outlines.reading import starter_content

COORDINATOR, OWNER = "programme.coordinator", "programme.owner"
_FIELDS = (
    "code", "title", "kind", "since", "legal_basis", "basis_document", "verified",
    "report_title", "guidance", "reason", "rule", "outline", "levels",
)  # fmt: skip
_LEVEL_FIELDS = (
    "order", "group", "body", "addressee", "addressee_text", "due", "method", "outline",
)  # fmt: skip
_OUTLINE_FIELDS = ("code", "title", "source", "verified", "content")
Read = TypeVar("Read")


@dataclass(frozen=True, slots=True)
class OutlineFile:
    """An outline that a file brings along, or the ``known`` version that it names."""

    code: str
    title: str = ""
    source: str = ""
    is_verified: bool = False
    content: Mapping[str, Any] | None = None
    known: OutlineVersion | None = None


@dataclass(frozen=True, slots=True)
class RegimeFile:
    """What a file asks for. Shape: ``level_outlines`` beside ``version.levels``, None where a
    level has the outline of the version."""

    facts: RegimeFacts
    version: VersionFacts
    outline: OutlineFile | None
    level_outlines: tuple[OutlineFile | None, ...]


def read_regime_file(text: str, programme: Programme) -> RegimeFile:
    """The regime that a file lays down for a programme.

    Errors: UnreadableConfiguration; RegimeFileError with the line.
    """
    fields = FileFields.of(read_configuration(text))
    fields.refuse_others(_FIELDS)
    rule = _read(fields, "rule", read_rule)
    levels = tuple(_level(row, programme) for row in fields.rows("levels"))
    return RegimeFile(
        facts=RegimeFacts(
            title=fields.words("title", 300),
            kind=RegimeKind(fields.choice("kind", RegimeKind.values)),
            programme=programme,
            code=fields.words("code", 60),
        ),
        version=_version(fields, rule, tuple(level for level, _outline in levels)),
        outline=_outline(fields),
        level_outlines=tuple(outline for _level_of, outline in levels),
    )


def _version(fields: FileFields, rule: RegimeRule, levels: tuple[LevelFacts, ...]) -> VersionFacts:
    return VersionFacts(
        rule=rule,
        since=fields.day("since") or clock.today(),
        levels=levels,
        legal_basis=fields.words("legal_basis", 400),
        basis_document=_document(fields),
        is_verified=fields.flag("verified"),
        report_title=fields.some_words("report_title", 400),
        guidance=fields.some_words("guidance", 5000),
        reason=fields.some_words("reason", 2000),
    )


def with_outlines(
    version: VersionFacts,
    outline: OutlineVersion | None,
    level_outlines: tuple[OutlineVersion | None, ...],
) -> VersionFacts:
    """The version with its outlines in place."""
    pairs = zip(version.levels, level_outlines, strict=True)
    levels = tuple(replace(level, outline=found) for level, found in pairs)
    return replace(version, outline=outline, levels=levels)


def _level(row: FileFields, programme: Programme) -> tuple[LevelFacts, OutlineFile | None]:
    row.refuse_others(_LEVEL_FIELDS)
    level = LevelFacts(
        due=_read(row, "due", read_due),
        order=row.number("order", 1, 9),
        body=_body(row, "body", programme),
        group=_group(row),
        addressee=_body(row, "addressee", programme),
        addressee_text=row.some_words("addressee_text", 250),
        method=row.some_words("method", 200),
    )
    return level, _outline(row)


def _read(fields: FileFields, name: str, read: Callable[[object], Read]) -> Read:
    try:
        return read(fields.inside(name).held)
    except RegimeFileError:
        raise
    except Refusal as refusal:
        raise fields.refuse(name, refusal) from refusal


def _body(fields: FileFields, name: str, programme: Programme) -> Organisation | None:
    """The body that a slug, a name or a part in the programme means."""
    given = fields.some_words(name, 250)
    if not given:
        return None
    parts = {COORDINATOR: programme.coordinator, OWNER: programme.owner}
    found = parts.get(given) or Organisation.objects.filter(slug=given).first()
    found = found or resolve_body(given, clock.today()).organisation
    if found is None:
        raise RegimeFileError("file_body_unknown", line=fields.line(name), found=given)
    return found


def _group(fields: FileFields) -> BodyGroup | None:
    given = fields.some_words("group", 200)
    if not given:
        return None
    groups = BodyGroup.objects
    found = groups.filter(slug=given).first()
    found = found or groups.filter(folded_names__contains=[match_key(given)]).first()
    if found is None:
        raise RegimeFileError("file_group_unknown", line=fields.line("group"), found=given)
    return found


def _document(fields: FileFields) -> Document | None:
    given = fields.some_words("basis_document", 60)
    if not given:
        return None
    found = Document.objects.filter(number_raw=given).order_by("-issued_on", "pk").first()
    if found is None:
        line = fields.line("basis_document")
        raise RegimeFileError("file_document_unknown", line=line, found=given)
    return found


def _outline(fields: FileFields) -> OutlineFile | None:
    given = fields.held.get("outline")
    if given is None:
        return None
    if isinstance(given, str):
        return _named_outline(fields, given.strip())
    inner = fields.inside("outline")
    inner.refuse_others(_OUTLINE_FIELDS)
    content = inner.inside("content").held
    _check_content(inner, content)
    return OutlineFile(
        code=inner.words("code", 60),
        title=inner.words("title", 300),
        source=inner.words("source", 300),
        is_verified=inner.flag("verified"),
        content=content,
    )


def _named_outline(fields: FileFields, code: str) -> OutlineFile:
    """The outline there is under a code, or that which comes with the product under it."""
    known = Outline.objects.filter(code=code).first()
    if known is not None:
        return OutlineFile(code, known=newest_outline(known))
    try:
        content = starter_content(code)
    except (OSError, ValueError):
        line = fields.line("outline")
        raise RegimeFileError("file_outline_unknown", line=line, found=code) from None
    title = FileFields.of(fields.file).words("title", 300)
    return OutlineFile(code, title=title, source=_source(fields), content=content)


def _source(fields: FileFields) -> str:
    """The basis of an outline that a file only names: that of the file itself."""
    return str(fields.file.data.get("legal_basis", ""))[:300]


def _check_content(fields: FileFields, content: Mapping[str, Any]) -> None:
    try:
        checked(content)
    except OutlineError as refusal:
        wrong = refusal.__cause__
        place = f".{wrong.place}" if isinstance(wrong, UnreadableOutline) and wrong.place else ""
        line = fields.file.line_of(f"{fields.at('content')}{place}")
        raise RegimeFileError("file_fault", line=line, fault=str(refusal)) from refusal
