"""Splitting: one clause with several duties becomes several drafts, and one again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.db.models import F

from tiendo.accounts.actor import Actor
from tiendo.audit.trail import Author, State
from tiendo.documents.anchoring import find_words
from tiendo.documents.models import Passage
from tiendo.documents.passages import Wanted, make_passages
from tiendo.documents.readings import load_text
from tiendo.domain.collation import fold
from tiendo.intake.errors import ReviewRefused
from tiendo.intake.extracts import (
    coordinating_in,
    coordinating_rows,
    fill_from,
    names_in,
    set_lead,
)
from tiendo.intake.locks import current_draft, mark_reviewed, open_run, require_state, trace
from tiendo.intake.models import Draft, DraftBody, DraftState, ExtractionRun
from tiendo.intake.naming import NamedBody, day_of, name_bodies
from tiendo.organisations.models import Organisation
from tiendo.organisations.queries import expand_group
from vanban.models import Span

_OPEN = (DraftState.PROPOSED, DraftState.ACCEPTED)
_COPIED = (
    "run_id",
    "kind",
    "part",
    "path",
    "no",
    "group_title",
    "product",
    "lead_id",
    "lead_group_id",
    "lead_text",
    "deciding_text",
    "deadline_raw",
    "deadline_keys",
    "last_day",
    "unit",
    "values",
    "obligation",
    "reports_to",
    "confidence",
    "extracted",
    "details_id",
)


@dataclass(frozen=True, slots=True)
class _Part:
    """One part of a split: its title, its own lead or its own words where it has them."""

    title: str
    lead: Organisation | None = None
    extracted: dict[str, Any] = field(default_factory=dict)

    @property
    def is_read(self) -> bool:
        """Whether bodies and deadlines of its own were read for it."""
        return "leads" in self.extracted


def offered_parts(draft: Draft) -> Sequence[dict[str, Any]]:
    """The duties that a draft's clause was read to hold, each as it was read; none for one duty."""
    duties = draft.extracted.get("duties", ())
    return list(duties) if len(duties) > 1 else []


def split_draft(*, draft: Draft, version: int, titles: Sequence[str], by: Actor) -> Sequence[Draft]:
    """Make one draft into several (one clause, three funds).

    A part whose words stand in the clause has those words as its passage; one that was offered has
    also the bodies and deadlines read for it. The others keep those of the clause.
    Errors: PermissionRefused; EditedMeanwhile; ReviewRefused (split_needs_two, wrong_state).
    """
    author = by.require("draft.review")
    wanted = [" ".join(title.split()) for title in titles if title.strip()]
    if len(wanted) < 2:
        raise ReviewRefused("split_needs_two")
    with transaction.atomic():
        run = open_run(draft.run_id)
        current = current_draft(draft, version)
        require_state(current, _OPEN)
        return _replace(run, current, [_part(run, current, title) for title in wanted], author)


def expand_lead(*, draft: Draft, version: int, by: Actor) -> Sequence[Draft]:
    """Make one draft for each body that its generic lead stands for ("UBND các phường").

    The bodies are those of the document's date, followed to those of today.
    Errors: PermissionRefused; EditedMeanwhile; ReviewRefused (no_group, empty_group, wrong_state).
    """
    author = by.require("draft.review")
    with transaction.atomic():
        run = open_run(draft.run_id)
        current = current_draft(draft, version)
        require_state(current, _OPEN)
        if current.lead_group is None:
            raise ReviewRefused("no_group", draft=str(current))
        bodies = expand_group(current.lead_group, day_of(run))
        if not bodies:
            raise ReviewRefused("empty_group", group=current.lead_text)
        return _replace(run, current, [_Part(current.title, body) for body in bodies], author)


def put_together(draft: Draft) -> None:
    """Take the parts of a split in again. Rows linked to a part are linked to the whole.

    Call inside the transaction of the action. Errors: ReviewRefused (parts_in_use) while a part is
    split, merged, or took another one in.
    """
    parts = list(draft.splits.all())
    ids = [part.pk for part in parts]
    gone = {DraftState.SPLIT, DraftState.MERGED}
    if any(p.state in gone for p in parts) or Draft.objects.filter(merged_into__in=ids).exists():
        raise ReviewRefused("parts_in_use", draft=str(draft))
    Draft.objects.filter(details__in=ids).update(details=draft)
    Draft.objects.filter(pk__in=ids).delete()


# The parts


def _part(run: ExtractionRun, draft: Draft, title: str) -> _Part:
    """A part by its words: as it was offered, where it stands in the clause, or only its title."""
    for duty in offered_parts(draft):
        if fold(" ".join(duty["text"].split())) == fold(title):
            return _Part(title, extracted={**duty, "text": title})
    start, end = draft.extracted.get("span") or (0, 0)
    found = find_words(run.text.content[start:end], title, most=1)
    if not found:
        return _Part(title)
    span = [start + found[0].start, start + found[0].end]
    return _Part(title, extracted={"span": span, "text": title})


def _replace(
    run: ExtractionRun, draft: Draft, wanted: Sequence[_Part], author: Author
) -> Sequence[Draft]:
    """Put parts in a draft's place."""
    later = Draft.objects.filter(run=run, order__gt=draft.order)
    later.update(order=F("order") + len(wanted))
    named = name_bodies((n for part in wanted for n in names_in(part.extracted)), day_of(run))
    parts = [_part_of(draft, part, step, named) for step, part in enumerate(wanted, start=1)]
    Draft.objects.bulk_create(parts)
    _give_bodies(draft, parts, wanted, named)
    _give_passages(run, draft, parts, wanted)
    draft.state = DraftState.SPLIT
    mark_reviewed([draft], author)
    draft.save()
    after: State = {"into": [part.pk for part in parts]}
    trace(author, "draft.split", run, [draft], after=after)
    return parts


def _part_of(draft: Draft, wanted: _Part, step: int, named: Mapping[str, NamedBody]) -> Draft:
    copied = {name: getattr(draft, name) for name in _COPIED}
    part = Draft(**copied, title=wanted.title, order=draft.order + step, split_from=draft)
    if wanted.is_read:
        _fill_part(part, draft, wanted.extracted, named)
    elif wanted.extracted:
        part.extracted = {**draft.extracted, "duties": [], **wanted.extracted}
    if wanted.lead is not None:
        set_lead(part, NamedBody(wanted.lead.name, wanted.lead))
    return part


def _fill_part(
    part: Draft, whole: Draft, extracted: dict[str, Any], named: Mapping[str, NamedBody]
) -> None:
    """What was read of the part itself; where it says nothing, as the clause has it.

    A deadline that stands with another part is not this one's.
    """
    fill_from(part, extracted, named)
    if not extracted["leads"]:
        _keep(part, whole, "lead_id", "lead_group_id", "lead_text")
    if not extracted["deadlines"] and not any(d["deadlines"] for d in offered_parts(whole)):
        _keep(part, whole, "deadline_raw", "deadline_keys", "last_day")
    for name in ("product", "deciding_text", "reports_to"):
        if not getattr(part, name):
            _keep(part, whole, name)


def _keep(part: Draft, whole: Draft, *names: str) -> None:
    for name in names:
        setattr(part, name, getattr(whole, name))


def _give_bodies(
    draft: Draft, parts: Sequence[Draft], wanted: Sequence[_Part], named: Mapping[str, NamedBody]
) -> None:
    """Each part's own coordinating bodies, else those of the clause."""
    bodies = list(draft.coordinating.all())
    rows: list[DraftBody] = []
    for part, one in zip(parts, wanted, strict=True):
        own = coordinating_in(one.extracted) if one.is_read else ()
        if own:
            rows.extend(coordinating_rows(part, (named[name] for name in own)))
        else:
            rows.extend(_copy(body, part) for body in bodies)
    DraftBody.objects.bulk_create(rows)


def _copy(body: DraftBody, part: Draft) -> DraftBody:
    return DraftBody(
        draft=part,
        order=body.order,
        raw_text=body.raw_text,
        organisation_id=body.organisation_id,
        group_id=body.group_id,
    )


def _give_passages(
    run: ExtractionRun, draft: Draft, parts: Sequence[Draft], wanted: Sequence[_Part]
) -> None:
    """Each part's own words as its passage, else the passages of the clause."""
    spans = [tuple(one.extracted["span"]) if one.extracted else None for one in wanted]
    asked = [Wanted(Span(*s), draft.part, draft.path or draft.no) for s in spans if s]
    made: Mapping[tuple[int, int], Passage] = {}
    if asked:
        made = make_passages(run.text, load_text(run.text), asked)
    whole = list(draft.passages.all())
    for part, span in zip(parts, spans, strict=True):
        own = made.get((span[0], span[1])) if span else None
        part.passages.set([own] if own else whole)
