"""Whether a house template can be filled: every placeholder right, nothing in it that acts."""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from docx.document import Document as PackageDocument
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml.ns import qn

from tiendo.composer.docx_xml import Element, parent_of
from tiendo.composer.errors import ComposerError
from tiendo.composer.figures import FIGURES_NAMESPACE
from tiendo.composer.house_fields import BODY_TEXT, FIELDS, fields_for
from tiendo.composer.house_reading import (
    GAP,
    OWN_TEMPLATE,
    PLACEHOLDER,
    Line,
    field_name,
    gaps_in,
    is_free,
    lines_of,
    names_in,
    open_package,
    roots_of,
)

_HALF = re.compile(r"\{\{|\}\}")
_CHANGES = tuple(qn(f"w:{tag}") for tag in ("ins", "del", "moveFrom", "moveTo", "commentReference"))
_ACTING = ("vbaProject", "activeX", "oleObject", "control", "package")
# Links that Word follows only when somebody clicks, and one that is left out when it is written.
_HARMLESS = {RELATIONSHIP_TYPE.HYPERLINK, OWN_TEMPLATE}
_NEAR = 0.6
_SHOWN = 40


# Whether a live value there is, and the name that was probably meant where there is none.
IsGap = Callable[[str], tuple[bool, str]]


def _no_gap(_inside: str) -> tuple[bool, str]:
    """Where there are no live values."""
    return False, ""


@dataclass(frozen=True, slots=True)
class Fault:
    """Why a template cannot be used. ``code`` never changes; ``params`` name what is wrong."""

    code: str
    params: Mapping[str, str] = field(default_factory=dict)


def check_template(
    template: bytes, *, sides: int = 1, is_gap: IsGap = _no_gap, takes_gaps: bool = False
) -> tuple[Fault, ...]:
    """Everything that is wrong with a template, in the order of the page; empty for a good one.

    ``sides`` is how many sides sign its papers; ``is_gap`` says of what stands between single
    braces whether it is a live value, and which was probably meant; ``takes_gaps``: live values may
    stand in it.
    """
    try:
        inner = open_package(template)
    except ComposerError:
        return (Fault("unreadable_template"),)
    if unsafe := tuple(_unsafe(inner)):
        return unsafe
    found = [(kind, line) for kind, root in roots_of(inner) for line in _shown(root)]
    counts = Counter(
        name for kind, line in found if kind == "body" for name in names_in(line.words)
    )
    known = fields_for(sides)
    faults = [fault for kind, line in found for fault in _faults_of(kind, line, is_gap, takes_gaps)]
    faults += [Fault("not_for_type", {"name": n}) for n in counts if n in FIELDS and n not in known]
    faults += [
        Fault("twice", {"name": n}) for n, count in counts.items() if count > 1 and n in FIELDS
    ]
    faults += [
        Fault("missing", {"name": n}) for n, f in known.items() if f.is_needed and not counts[n]
    ]
    return tuple(_once(faults))


def placeholders_of(template: bytes) -> tuple[str, ...]:
    """The known placeholders of a template in their order. Errors: ComposerError."""
    roots = roots_of(open_package(template))
    found = (name for _, root in roots for line in _shown(root) for name in names_in(line.words))
    return tuple(dict.fromkeys(name for name in found if name in FIELDS))


def gaps_of(template: bytes) -> tuple[str, ...]:
    """What stands between single braces in the text of a template, each once.

    Errors: ComposerError.
    """
    body = open_package(template).element.body
    return gaps_in(body)


def nearest_field(name: str) -> str:
    """The placeholder that was probably meant; "" where none is near."""
    plain = _plain(name)
    near = difflib.get_close_matches(plain, FIELDS, n=1, cutoff=_NEAR)
    return near[0] if near else ""


def _shown(root: Element) -> Iterator[Line]:
    return (line for line in lines_of(root) if not line.is_repeated)


def _once(faults: list[Fault]) -> Iterator[Fault]:
    """Each fault once."""
    seen = set()
    for each in faults:
        key = (each.code, *sorted(each.params.items()))
        if key not in seen:
            seen.add(key)
            yield each


def _faults_of(kind: str, line: Line, is_gap: IsGap, takes_gaps: bool) -> Iterator[Fault]:
    for inside in PLACEHOLDER.findall(line.words):
        yield from _faults_at(kind, line, field_name(inside), inside.strip())
    rest = PLACEHOLDER.sub("", line.words)
    for inside in GAP.findall(rest):
        yield from _faults_of_gap(kind, line, inside, is_gap, takes_gaps)
    if _HALF.search(rest):
        yield Fault("unclosed", {"found": rest.strip()[:_SHOWN]})


def _faults_of_gap(
    kind: str, line: Line, inside: str, is_gap: IsGap, takes_gaps: bool
) -> Iterator[Fault]:
    """Single braces are live values, or placeholders whose second braces were forgotten."""
    typed = {"found": "{" + inside + "}"}
    is_known, meant = is_gap(inside)
    right = nearest_field(field_name(inside))
    if is_known:
        is_placed = kind == "body" and is_free(line)
        if not takes_gaps or not is_placed:
            yield Fault("gap_not_in_text" if takes_gaps else "gap_not_for_type", typed)
    elif right and not meant:
        yield Fault("single_braces", {**typed, "right": right})
    elif takes_gaps:
        yield Fault("unknown_gap_near" if meant else "unknown_gap", {**typed, "right": meant})


def _faults_at(kind: str, line: Line, name: str, typed: str) -> Iterator[Fault]:
    known = FIELDS.get(name)
    if known is None:
        right = nearest_field(name)
        params = {"found": typed} | ({"right": right} if right else {})
        yield Fault("unknown_near" if right else "unknown", params)
    elif known.is_block and kind != "body":
        yield Fault("not_in_head", {"name": name})
    elif known.is_block and PLACEHOLDER.sub("", line.words, count=1).strip():
        yield Fault("not_alone", {"name": name})
    elif name == BODY_TEXT and parent_of(line.paragraph).tag != qn("w:body"):
        yield Fault("boxed_text", {"name": name})
    elif name == BODY_TEXT and _has_section_after(line.paragraph):
        yield Fault("section_after", {"name": name})


def _has_section_after(paragraph: Element) -> bool:
    """Whether a section ends with or after a paragraph, before the last of the file."""
    behind = (paragraph, *paragraph.itersiblings(qn("w:p")))
    return any(each.find(f"{qn('w:pPr')}/{qn('w:sectPr')}") is not None for each in behind)


def _unsafe(inner: PackageDocument) -> Iterator[Fault]:
    """What a template may not hold: what acts, what is fetched, open changes, figures."""
    parts = list(inner.part.package.iter_parts())
    relations = [each for part in parts for each in part.rels.values()]
    if any(each.reltype.rsplit("/", 1)[-1] in _ACTING for each in relations):
        yield Fault("has_macros")
    if any(each.is_external and each.reltype not in _HARMLESS for each in relations):
        yield Fault("linked_part")
    if any(next(root.iter(_CHANGES), None) is not None for _, root in roots_of(inner)):
        yield Fault("tracked_changes")
    if any(
        FIGURES_NAMESPACE.encode() in part.blob for part in parts if "customXml" in part.partname
    ):
        yield Fault("has_figures")


def _plain(name: str) -> str:
    folded = unicodedata.normalize("NFD", name.replace("đ", "d").replace("Đ", "d"))
    return "".join(c for c in folded if not unicodedata.combining(c)).casefold()
