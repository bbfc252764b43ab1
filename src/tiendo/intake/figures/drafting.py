"""The figures and targets of a text, each with its words and what it may be of."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from decimal import Decimal

from django.db import transaction

import vanban
from tiendo.accounts.actor import Actor
from tiendo.audit.trail import record
from tiendo.documents.known import known_documents
from tiendo.documents.models import Document, Passage, TextVersion
from tiendo.documents.passages import Wanted, make_passages
from tiendo.documents.readings import load_text
from tiendo.domain import clock
from tiendo.domain.periods import Cadence, Period, period_around
from tiendo.indicators.files.periods import read_period
from tiendo.indicators.models import IndicatorState, IndicatorVersion, Origin
from tiendo.intake.figures.matching import SURE, Item, Known, Match, Stated, match_figures
from tiendo.intake.models import FigureDraft, FigureKind
from tiendo.organisations.models import Organisation
from tiendo.organisations.queries import resolve_bodies
from vanban.models import DraftTarget, Observation, ParsedDocument, TargetValue
from vanban.quantities import format_number

_BEFORE = 24
_QUALIFYING = ("khoảng", "xấp xỉ", "ước đạt", "hơn", "trên", "gần", "dưới")


@transaction.atomic
def draft_figures(*, text: TextVersion, by: Actor) -> int:
    """Draft what a text states in figures, once; the number of drafts.

    Errors: PermissionRefused. Cost: constant, whatever the number of figures.
    """
    author = by.require("observation.enter")
    TextVersion.objects.select_for_update().get(pk=text.pk)
    drafted = FigureDraft.objects.filter(text=text)
    if count := drafted.count():
        return count
    document = text.rendition.document
    parsed = vanban.parse(load_text(text), known_documents(but=document))
    drafts = _Drafting(text, document, parsed).drafts()
    FigureDraft.objects.bulk_create(drafts, batch_size=500)
    record(by=author, action="figuredraft.read", target=document, after={"drafts": len(drafts)})
    return len(drafts)


class _Drafting:
    """What the drafts of one text share."""

    def __init__(self, text: TextVersion, document: Document, parsed: ParsedDocument) -> None:
        self._text, self._content = text, parsed.text.content
        self._day = document.issued_on or clock.today()
        self._issuer: Organisation | None = document.issuer
        self._observations = sorted(parsed.observations, key=lambda each: each.span)
        self._targets = sorted(parsed.targets, key=lambda each: each.span)
        wanted = [Wanted(each.span, each.part, each.path or "") for each in self._items]
        self._passages: Mapping[tuple[int, int], Passage] = make_passages(text, parsed.text, wanted)
        self._versions = {version.indicator_id: version for version in _versions(self._day)}
        scopes = {each.scope for each in self._observations if each.scope}
        scopes |= {each.lead for each in self._targets if each.lead}
        self._bodies = resolve_bodies(scopes, self._day) if scopes else {}

    @property
    def _items(self) -> list[Observation | DraftTarget]:
        return [*self._observations, *self._targets]

    def drafts(self) -> list[FigureDraft]:
        """The drafts in the order of the text, figures before targets."""
        known = [_known(version) for version in self._versions.values()]
        found = match_figures([self._stated(each) for each in self._observations], known)
        drafts = [
            self._figure(each, match) for each, match in zip(self._observations, found, strict=True)
        ]
        alone = match_figures([_stated_target(each) for each in self._targets], known)
        for each, match in zip(self._targets, alone, strict=True):
            drafts += [self._target(each, match, *value) for value in each.values.items()]
        kept = [draft for draft in drafts if draft is not None]
        for order, draft in enumerate(kept, 1):
            draft.order = order
        return kept

    def _stated(self, each: Observation) -> Stated:
        start = self._content.rfind("\n", 0, each.span.start) + 1
        end = self._content.find("\n", each.span.end)
        around = self._content[start : end if end >= 0 else None]
        return Stated(each.metric, each.unit or "", around, each.is_subset, each.path or "")

    def _figure(self, each: Observation, match: Match | None) -> FigureDraft | None:
        draft = self._draft(FigureKind.OBSERVATION, each, match, each.unit or "")
        if draft is None:
            return None
        draft.raw, draft.as_of = each.raw[:200], each.as_of
        draft.typed = self._typed(each)
        if each.is_subset and not draft.breakdown and not draft.doubts:
            # A part of something is not told from the whole by likeness of words.
            draft.doubts.append("unsure")
        self._place(draft, each.scope, match)
        period = self._period(each, match)
        if period is not None:
            draft.period_start, draft.period_end = period.start, period.end
        else:
            draft.doubts.append("no_period")
        return draft

    def _target(
        self, each: DraftTarget, match: Match | None, horizon: str, value: TargetValue
    ) -> FigureDraft | None:
        draft = self._draft(FigureKind.TARGET, each, match, each.unit or "")
        if draft is None:
            return None
        draft.typed = f"{format_number(value.value)}{'%' if draft.unit.startswith('%') else ''}"
        draft.raw, draft.horizon = self._quote(each)[:200], horizon
        draft.comparator = value.comparator.value
        draft.high = "" if value.high is None else format_number(value.high)
        self._place(draft, each.lead, match)
        return draft

    def _draft(
        self,
        kind: FigureKind,
        each: Observation | DraftTarget,
        match: Match | None,
        unit: str,
    ) -> FigureDraft | None:
        passage = self._passages.get((each.span.start, each.span.end))
        if passage is None:
            return None
        doubts = [] if match and match.score >= SURE else ["unsure" if match else "no_indicator"]
        version = self._versions[match.key] if match else None
        if version is not None and version.origin != Origin.ENTERED:
            doubts.append("computed")
        return FigureDraft(
            text=self._text,
            kind=kind,
            metric=each.metric,
            unit=unit[:120],
            breakdown=match.breakdown if match else "",
            indicator_id=match.key if match else None,
            score=Decimal(str(round(match.score, 3))) if match else None,
            confidence=Decimal(str(round(each.confidence, 3))),
            doubts=doubts,
            passage=passage,
        )

    def _place(self, draft: FigureDraft, scope: str | None, match: Match | None) -> None:
        """Whose figure it is: the body named, else the indicator's subject, else who issued the
        document."""
        draft.scope = (scope or "")[:250]
        found = self._bodies.get(scope or "")
        if found is not None and found.organisation is not None:
            draft.organisation = found.organisation
        elif scope and "tỉnh" not in scope.casefold():
            draft.doubts.append("no_body")
        else:
            subject = self._versions[match.key].subject if match else None
            draft.organisation = subject or self._issuer

    def _period(self, each: Observation, match: Match | None) -> Period | None:
        named = read_period(each.period) if each.period else None
        if match is None:
            return named
        cadence = Cadence(self._versions[match.key].frequency)
        day = each.as_of or (named.start if named else self._day)
        return period_around(cadence, day)

    def _typed(self, each: Observation) -> str:
        """The figure as it would be typed, with the word that makes it less than exact."""
        number = format_number(each.value)
        sign = "%" if each.unit == "%" else ""
        before = self._content[max(0, each.span.start - _BEFORE) : each.span.start]
        words = before.casefold().rstrip()
        word = next((word for word in _QUALIFYING if words.endswith(word)), "")
        return f"{word} {number}{sign}".strip()

    def _quote(self, each: DraftTarget) -> str:
        return self._content[each.span.start : each.span.end]


def _versions(day: dt.date) -> Iterable[IndicatorVersion]:
    """The definitions of a day, of indicators that are followed. Cost: three queries."""
    found = IndicatorVersion.objects.filter(
        indicator__state=IndicatorState.ACTIVE, validity__contains=day
    )
    return found.select_related("indicator", "subject").prefetch_related("dimensions__items")


def _known(version: IndicatorVersion) -> Known:
    items = tuple(
        Item(dimension.code, item.code, item.name)
        for dimension in version.dimensions.all()
        for item in dimension.items.all()
        if not item.is_retired
    )
    return Known(version.indicator_id, version.name, version.unit, version.unit_base, items)


def _stated_target(each: DraftTarget) -> Stated:
    """A target by its own words; "% GRDP" is a percentage."""
    unit = "%" if (each.unit or "").startswith("%") else each.unit or ""
    return Stated(f"{each.metric} {each.unit_base or ''}", unit, path=f"{each.path} {each.metric}")
