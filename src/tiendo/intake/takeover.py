"""The drafts of a new reading take over from those of the earlier one: who continues whom."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from tiendo.documents.models import Passage
from tiendo.intake.carrying import Item, pair_items
from tiendo.intake.extracts import differences
from tiendo.intake.models import Draft, DraftBody, DraftMatch, DraftState, ExtractionRun, RunState

NEW, GONE = "new", "gone"
_DECIDED = (
    "title",
    "product",
    "lead_id",
    "lead_group_id",
    "lead_text",
    "deciding_text",
    "deadline_raw",
    "deadline_keys",
    "last_day",
    "state",
    "gave",
    "reviewed_by_id",
    "reviewed_at",
)
_COPIED = (
    *_DECIDED,
    "kind",
    "part",
    "path",
    "no",
    "group_title",
    "unit",
    "values",
    "obligation",
    "reports_to",
    "confidence",
)
_MATCHED = (
    "kind",
    "task_id",
    "takes_deadline",
    "adds_bodies",
    "score",
    "decided_by_id",
    "decided_at",
)
_WRITTEN = [
    *(name.removesuffix("_id") for name in _DECIDED),
    *("order", "details", "details_score", "merged_into", "split_from"),
    *("repeats", "earlier", "differs", "version"),
]


class Takeover:
    """Writes the decisions of one run into the drafts of the run that follows it."""

    def __init__(self, run: ExtractionRun, earlier: ExtractionRun, drafts: Sequence[Draft]) -> None:
        self._run = run
        self._drafts = list(drafts)
        self._old = list(
            Draft.objects.filter(run=earlier)
            .prefetch_related("coordinating", "passages")
            .order_by("order")
        )
        self._heirs: dict[int, Draft] = {}
        self._copies: list[Draft] = []

    def write(self) -> None:
        """Pair the drafts, carry decisions over, copy what was reviewed and is not read again."""
        self._pair()
        for old in self._old:
            if old.pk not in self._heirs and (old.reviewed_at or old.split_from_id):
                self._copy(old)
        kept = {old.pk: old for old in self._old if old.reviewed_at}
        self._order()
        Draft.objects.bulk_create(self._copies, batch_size=500)
        for old in self._old:
            if old.pk in self._heirs:
                self._tie(self._heirs[old.pk], old)
        everyone = [*self._drafts, *self._copies]
        Draft.objects.bulk_update(everyone, _WRITTEN, batch_size=500)
        self._bodies(kept)
        self._passages()
        self._matches()
        self._pour_again()
        self._lead_rows_here()

    def _pair(self) -> None:
        read = [old for old in self._old if old.split_from_id is None]
        pairs = pair_items([_item(d) for d in self._drafts], [_item(d) for d in read])
        for index, draft in enumerate(self._drafts):
            if index not in pairs:
                draft.differs = [NEW]
                continue
            old = read[pairs[index]]
            self._heirs[old.pk] = draft
            draft.differs = differences(old.extracted, draft.extracted)
            if old.reviewed_at:
                _copy_fields(old, draft, _DECIDED)
                draft.version = old.version + 1

    def _copy(self, old: Draft) -> None:
        """A reviewed draft that the new reading does not give, or a part of a split one."""
        copy = Draft(run=self._run, order=0, extracted={**old.extracted, "span": None})
        _copy_fields(old, copy, _COPIED)
        copy.differs = [] if old.split_from_id else [GONE]
        self._heirs[old.pk] = copy
        self._copies.append(copy)

    def _order(self) -> None:
        """Copies stand behind the draft that their neighbour before became."""
        copies = {id(copy) for copy in self._copies}
        after: dict[int, list[Draft]] = {0: []}
        last = 0
        for old in self._old:
            heir = self._heirs.get(old.pk)
            if heir is not None and id(heir) in copies:
                after.setdefault(last, []).append(heir)
            elif heir is not None:
                last = id(heir)
        ordered = after[0]
        for draft in self._drafts:
            ordered += [draft, *after.get(id(draft), ())]
        for order, draft in enumerate(ordered, start=1):
            draft.order = order

    def _tie(self, heir: Draft, old: Draft) -> None:
        """What a draft has to do with others and with tasks, among the heirs of those."""
        heir.earlier = old
        heir.repeats_id = old.task_id or old.repeats_id
        heir.split_from = self._heir(old.split_from_id)
        heir.merged_into = self._heir(old.merged_into_id)
        if old.reviewed_at and old.details_score is None:
            own = self._heir(old.details_id)
            heir.details_id = own.pk if own else old.details_id
            heir.details_score = None

    def _heir(self, pk: int | None) -> Draft | None:
        return self._heirs.get(pk) if pk is not None else None

    def _bodies(self, kept: Mapping[int, Draft]) -> None:
        """The coordinating bodies that a reviewer left."""
        heirs = {pk: self._heirs[pk] for pk in kept}
        heirs |= {o.pk: self._heirs[o.pk] for o in self._old if o.split_from_id}
        DraftBody.objects.filter(draft__in=list(heirs.values())).delete()
        old_by_pk = {old.pk: old for old in self._old}
        DraftBody.objects.bulk_create(
            DraftBody(
                draft=heir,
                order=body.order,
                raw_text=body.raw_text,
                organisation_id=body.organisation_id,
                group_id=body.group_id,
            )
            for pk, heir in heirs.items()
            for body in old_by_pk[pk].coordinating.all()
        )

    def _passages(self) -> None:
        """Copies have the passages of the new text that stand for theirs, else their own."""
        again = {
            passage.reanchored_from_id: passage
            for passage in Passage.objects.filter(text=self._run.text)
            if passage.reanchored_from_id is not None
        }
        copies = {id(copy) for copy in self._copies}
        for old in self._old:
            heir = self._heirs.get(old.pk)
            if heir is None or id(heir) not in copies:
                continue
            roots = [again.get(p.reanchored_from_id or p.pk, p) for p in old.passages.all()]
            heir.passages.set(roots)
            here = [p for p in roots if p.text_id == self._run.text_id]
            if here:
                heir.extracted["span"] = [here[0].start, here[0].end]
                heir.save(update_fields=["extracted"])

    def _matches(self) -> None:
        """What was decided about live tasks, where the decision on the draft was kept."""
        matches = DraftMatch.objects.filter(draft__in=[o for o in self._old if o.task_id is None])
        heirs = [(self._heirs[m.draft_id], m) for m in matches if m.draft_id in self._heirs]
        DraftMatch.objects.bulk_create(
            DraftMatch(
                draft=heir,
                **{name: getattr(match, name) for name in _MATCHED},
            )
            for heir, match in heirs
            if heir.reviewed_at is not None
        )

    def _pour_again(self) -> None:
        """A draft that took others in has their passages also in the new text."""
        for old in self._old:
            target = self._heir(old.merged_into_id)
            heir = self._heirs.get(old.pk)
            if target is None or heir is None or heir.state != DraftState.MERGED:
                continue
            present = set(target.passages.values_list("pk", flat=True))
            given = [p.pk for p in heir.passages.all() if p.pk not in present]
            target.passages.add(*given)
            heir.gave = {**heir.gave, "passages": given}
            heir.save(update_fields=["gave"])

    def _lead_rows_here(self) -> None:
        """Rows of other files that carry out clauses of the earlier run carry out their heirs."""
        rows = Draft.objects.filter(details__in=self._old, run__state=RunState.REVIEW)
        waiting = list(rows.exclude(run__in=[self._run, *{old.run_id for old in self._old}]))
        for row in waiting:
            row.details = self._heir(row.details_id)
        Draft.objects.bulk_update(waiting, ["details"], batch_size=500)


def _copy_fields(old: Draft, new: Draft, names: Sequence[str]) -> None:
    for name in names:
        setattr(new, name, getattr(old, name))


def _item(draft: Draft) -> Item:
    words = draft.extracted.get("text") or draft.extracted.get("metric") or draft.title
    return Item(draft.kind, draft.part, draft.path or draft.no, str(words))
