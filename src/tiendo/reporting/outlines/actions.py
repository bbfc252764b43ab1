"""What people do with outlines: add one, lay down a new version of one."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from tiendo.accounts.actor import Actor
from tiendo.audit.trail import Value, record
from tiendo.domain import clock
from tiendo.domain.collation import fold
from tiendo.domain.outlines import OutlineSpec, UnreadableOutline, read_outline
from tiendo.reporting.models import Outline, OutlineVersion
from tiendo.reporting.outlines.errors import OutlineError
from tiendo.reporting.outlines.reading import find_faults, is_starter
from tiendo.reporting.outlines.words import fault_words, unreadable_words

CODE_LENGTH = 60
_CODE = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


@dataclass(frozen=True, slots=True)
class OutlineFacts:
    """What a version of an outline is laid down with. Missing: ``since`` is today."""

    content: Mapping[str, Any]
    source: str
    since: dt.date | None = None
    is_verified: bool = False


@transaction.atomic
def add_outline(*, by: Actor, title: str, facts: OutlineFacts, code: str = "") -> OutlineVersion:
    """Add an outline with its first version; an empty ``code`` is made of the title.

    Errors: PermissionRefused; OutlineError title_missing, source_missing, bad_code, code_taken,
    unreadable, faulty.
    """
    author = by.require("regime.manage")
    words = " ".join(title.split())
    if not words:
        raise OutlineError("title_missing")
    _check(facts)
    outline = Outline.objects.create(code=_free_code(code, words), title=words[:300])
    version = _write(outline, 1, facts, by)
    after = {"code": outline.code, "title": outline.title, **_told(version)}
    record(by=author, action="outline.add", target=outline, after=after)
    return version


@transaction.atomic
def revise_outline(
    *, by: Actor, outline: Outline, number: int, facts: OutlineFacts, reason: str
) -> OutlineVersion:
    """Lay down what an outline asks for from a day on; ``number`` is the version that was seen.

    Reports and regimes that name an older version keep it. Errors: PermissionRefused; OutlineError
    revised_meanwhile, reason_missing, since_not_after, unchanged, source_missing, unreadable,
    faulty.
    """
    author = by.require("regime.manage")
    current = Outline.objects.select_for_update(of=("self",)).get(pk=outline.pk)
    old = newest_outline(current)
    if old.number != number:
        raise OutlineError("revised_meanwhile", title=current.title)
    if not reason.strip():
        raise OutlineError("reason_missing")
    day = facts.since or clock.today()
    if day < old.since:
        told = {"since": f"{day:%d/%m/%Y}", "before": f"{old.since:%d/%m/%Y}"}
        raise OutlineError("since_not_after", **told)
    _check(facts)
    if _is_same(facts, old):
        raise OutlineError("unchanged")
    version = _write(current, number + 1, facts, by)
    record(
        by=author,
        action="outline.revise",
        target=current,
        before=_told(old),
        after=_told(version),
        reason=reason.strip(),
    )
    return version


def restore_outline(*, by: Actor, version: OutlineVersion) -> OutlineVersion:
    """Lay down an older version of an outline anew, from today on; all versions stay.

    Errors: PermissionRefused; OutlineError unchanged for the newest one, revised_meanwhile, faulty
    where it names what there is no more.
    """
    by.require("regime.manage")
    newest = newest_outline(version.outline)
    if version.number == newest.number or version.content == newest.content:
        raise OutlineError("unchanged")
    since = max(clock.today(), newest.since)
    return revise_outline(
        by=by,
        outline=version.outline,
        number=newest.number,
        facts=OutlineFacts(version.content, version.source, since, version.is_verified),
        reason=_("Khôi phục bản %(number)s") % {"number": version.number},
    )


def newest_outline(outline: Outline) -> OutlineVersion:
    """The version of an outline that was laid down last."""
    return outline.versions.order_by("-number")[0]


def checked(content: Mapping[str, Any]) -> OutlineSpec:
    """An outline that can be read and asks for nothing there is not.

    Errors: OutlineError unreadable, faulty.
    """
    try:
        spec = read_outline(content)
    except UnreadableOutline as wrong:
        raise OutlineError("unreadable", fault=unreadable_words(wrong)) from wrong
    # What comes with the product may be laid down before the office has all measures it names.
    if is_starter(content):
        return spec
    if faults := find_faults(spec):
        raise OutlineError("faulty", count=len(faults), fault=fault_words(faults[0]))
    return spec


def _check(facts: OutlineFacts) -> None:
    checked(facts.content)
    if not facts.source.strip():
        raise OutlineError("source_missing")


def _is_same(facts: OutlineFacts, old: OutlineVersion) -> bool:
    given = (dict(facts.content), _in_line(facts.source), facts.is_verified)
    return given == (old.content, old.source, old.is_verified)


def _in_line(words: str) -> str:
    return " ".join(words.split())[:300]


def _write(outline: Outline, number: int, facts: OutlineFacts, by: Actor) -> OutlineVersion:
    return OutlineVersion.objects.create(
        outline=outline,
        number=number,
        since=facts.since or clock.today(),
        source=_in_line(facts.source),
        is_verified=facts.is_verified,
        content=dict(facts.content),
        created_by_id=by.user_id,
        created_at=clock.now(),
    )


def _told(version: OutlineVersion) -> dict[str, Value]:
    """A version as the trail tells it: its headings, not all that stands under them."""
    spec = read_outline(version.content)
    return {
        "number": version.number,
        "since": version.since.isoformat(),
        "source": version.source,
        "headings": [f"{marker} {heading.title}" for _, marker, heading in spec.walk()],
        "is_verified": version.is_verified,
    }


def _free_code(given: str, title: str) -> str:
    if given:
        if not _CODE.fullmatch(given) or len(given) > CODE_LENGTH:
            raise OutlineError("bad_code", code=given)
        if Outline.objects.filter(code=given).exists():
            raise OutlineError("code_taken", code=given)
        return given
    stem = slugify(fold(title))[: CODE_LENGTH - 4].strip("-") or "de-cuong"
    taken = set(Outline.objects.filter(code__startswith=stem).values_list("code", flat=True))
    numbered = (f"{stem}-{number}" for number in range(2, 1000))
    return stem if stem not in taken else next(code for code in numbered if code not in taken)
