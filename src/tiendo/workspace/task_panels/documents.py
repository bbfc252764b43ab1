"""The other documents that a task answers to, and what each says differently."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Min
from django.urls import reverse

from tiendo.documents.models import Document, Passage
from tiendo.intake.matching import differences_with
from tiendo.intake.models import Draft, DraftState, RunState
from tiendo.intake.supplementing import Difference
from tiendo.tasks.models import Task
from tiendo.workspace.access import PageRequest
from tiendo.workspace.task_facts import place_words
from tiendo.workspace.task_panels.held import has
from tiendo.workspace.task_panels.panel import Panel


@dataclass(frozen=True, slots=True)
class OtherDocument:
    """A document beside the one the task was made from: the places in it with their addresses,
    the deadlines it prints, what it says otherwise than the task."""

    document: Document
    places: Sequence[tuple[str, str]]
    deadlines: Sequence[str]
    differences: Sequence[Difference]


def documents_panel(request: PageRequest, task: Task, _on: dt.date) -> Panel | None:
    """The documents that came after the first. Cost: six queries where there are others."""
    if not has(request, task, "later documents"):
        return None
    field = "sources__passage__text__rendition__document"
    firsts = Task.objects.filter(pk=task.pk).values_list(field).annotate(at=Min("sources__order"))
    ids = [pk for pk, _at in firsts.order_by("at") if pk is not None][1:]
    if not ids:
        return None
    others = _others(task, Document.objects.in_bulk(ids))
    return Panel("tasks/other_documents.html", {"others": [others[pk] for pk in ids]})


def _others(task: Task, documents: Mapping[int, Document]) -> Mapping[int, OtherDocument]:
    said = _said(task)
    places = _places(task, documents)
    whole = Task.objects.prefetch_related("assignments__organisation", "assignments__group")
    with_bodies = whole.get(pk=task.pk)
    return {
        pk: OtherDocument(
            document=document,
            places=places.get(pk, ()),
            deadlines=list(
                dict.fromkeys(d.deadline_raw for d in said.get(pk, ()) if d.deadline_raw)
            ),
            differences=_differences(with_bodies, said.get(pk, ())),
        )
        for pk, document in documents.items()
    }


def _said(task: Task) -> Mapping[int, list[Draft]]:
    """What the approved drafts say that were found to be the task, by their documents."""
    drafts = (
        Draft.objects.filter(
            repeats=task, state=DraftState.ACCEPTED, run__state=RunState.APPROVED, later=None
        )
        .select_related("run__text__rendition")
        .defer("run__text__content", "run__text__structure", "run__text__parsed")
        .prefetch_related("coordinating__organisation", "coordinating__group")
        .order_by("order")
    )
    found: dict[int, list[Draft]] = {}
    for draft in drafts:
        found.setdefault(draft.run.text.rendition.document_id, []).append(draft)
    return found


def _places(task: Task, documents: Mapping[int, Document]) -> Mapping[int, list[tuple[str, str]]]:
    passages = (
        Passage.objects.filter(
            task_sources__task=task, text__rendition__document_id__in=list(documents)
        )
        .select_related("text__rendition")
        .defer("text__content", "text__structure", "text__parsed")
        .order_by("task_sources__order")
    )
    found: dict[int, list[tuple[str, str]]] = {}
    for passage in passages:
        document = passage.text.rendition.document_id
        anchor = f"?ban={passage.text.rendition_id}#p-{passage.pk}"
        url = reverse("document", args=[document]) + anchor
        words = place_words(passage) or passage.quote[:60]
        found.setdefault(document, []).append((words, url))
    return found


def _differences(task: Task, drafts: Iterable[Draft]) -> list[Difference]:
    """What the drafts of one document say otherwise, each once."""
    found = (difference for draft in drafts for difference in differences_with(draft, task))
    return list(dict.fromkeys(found))
