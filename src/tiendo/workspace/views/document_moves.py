"""What a better reading moved, placing what it lost, choosing between documents cited alike."""

from __future__ import annotations

from http import HTTPStatus

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from tiendo.documents.actions import choose_cited, reanchor_by_hand
from tiendo.documents.anchoring import SUGGESTED, Anchor, Quoted, find_quotes, find_words
from tiendo.documents.errors import DocumentError
from tiendo.documents.models import Document, DocumentLink, Passage, TextVersion
from tiendo.documents.moves import MoveKind, Rereading, last_rereading
from tiendo.documents.passages import AROUND
from tiendo.workspace.access import READ_WRITE, WRITE, PageRequest, number_in, page
from tiendo.workspace.document_marks import asked_span
from tiendo.workspace.forms.documents import PlaceForm
from tiendo.workspace.views.document_pages import found_rendition

PER_PAGE = 50
# How much of the new text is shown before and after the place a passage is expected at.
NEAR = 15_000
SHOWN = {"mat": MoveKind.LOST, "doi-chu": MoveKind.CHANGED, "doi-cho": MoveKind.MOVED}


@page("document.view")
def show_moves(request: PageRequest, pk: int) -> HttpResponse:
    """The passages of a file before and after its last rereading, lost ones first."""
    rendition = found_rendition(request, pk)
    rereading = last_rereading(rendition)
    context: dict[str, object] = {"rendition": rendition, "rereading": rereading}
    if rereading is not None:
        kind = SHOWN.get(request.GET.get("loai", ""))
        moves = [m for m in rereading.moves if kind is None or m.kind == kind]
        context["page"] = Paginator(moves, PER_PAGE).get_page(request.GET.get("page"))
        context["tabs"] = _tabs(rereading)
        context["chosen"] = request.GET.get("loai", "") if kind else ""
        context["may_place"] = request.actor.may("document.upload")
    return render(request, "documents/moves.html", context)


@page("document.upload", methods=READ_WRITE)
def place(request: PageRequest, pk: int, passage_pk: int) -> HttpResponse:
    """Say where a lost passage stands now: suggestions, or the places of words typed."""
    rendition = found_rendition(request, pk)
    passage = get_object_or_404(Passage, pk=passage_pk, text__rendition=rendition)
    rereading = last_rereading(rendition)
    if rereading is None:
        raise Http404
    form = PlaceForm(request.GET)
    status = HTTPStatus.OK
    if request.method == "POST":
        refused = _place(request, passage, rereading.new)
        if refused is None:
            messages.success(request, _("Đã gắn đoạn trích vào bản đọc mới."))
            return redirect(reverse("document-moves", args=[pk]))
        messages.error(request, str(refused))
        status = HTTPStatus.CONFLICT
    words = form.cleaned_data["chu"] if form.is_valid() else ""
    context = {
        "rendition": rendition,
        "passage": passage,
        "text": _near(passage, rereading),
        "form": form,
        "words": words,
        "places": [_shown(rereading.new, a) for a in _anchors(passage, rereading, words)],
    }
    return render(request, "documents/place.html", context, status=status)


@page("document.upload", methods=WRITE)
def choose(request: PageRequest, pk: int) -> HttpResponse:
    """Say which of several documents a citation means."""
    link = get_object_or_404(DocumentLink, pk=pk)
    chosen = number_in(request.POST.get("van-ban", ""))
    if chosen is None:
        raise BadRequest(_("Chưa chọn văn bản nào."))
    document = get_object_or_404(Document, pk=chosen)
    try:
        choose_cited(by=request.actor, link=link, document=document)
    except DocumentError as refused:
        messages.error(request, str(refused))
    else:
        words = _("Đã gắn chỗ dẫn với “%(document)s”.") % {"document": document}
        messages.success(request, words)
    return redirect("document", pk=link.citing_id)


def _tabs(rereading: Rereading) -> list[tuple[str, str, int]]:
    counts = rereading.counts
    words = {
        "": (_("Tất cả"), sum(counts.values())),
        "mat": (_("Không còn thấy"), counts["lost"]),
        "doi-chu": (_("Đổi câu chữ"), counts["changed"]),
        "doi-cho": (_("Đổi chỗ"), counts["moved"]),
    }
    return [(code, label, count) for code, (label, count) in words.items()]


def _place(request: PageRequest, passage: Passage, text: TextVersion) -> DocumentError | None:
    span = asked_span(request.POST.get("cho", ""))
    if span is None:
        return DocumentError("not_in_text")
    try:
        reanchor_by_hand(by=request.actor, passage=passage, text=text, start=span[0], end=span[1])
    except DocumentError as refused:
        return refused
    return None


def _anchors(passage: Passage, rereading: Rereading, words: str) -> list[Anchor]:
    content = rereading.new.content
    if words:
        return find_words(content, words)
    quote = Quoted(passage.quote, passage.before, passage.after, passage.start)
    return list(find_quotes(content, [quote], SUGGESTED).values())


def _near(passage: Passage, rereading: Rereading) -> str:
    """The new text around the place where the passage is expected."""
    content = rereading.new.content
    expected = passage.start * len(content) // max(1, len(rereading.old.content))
    return content[max(0, expected - NEAR) : expected + NEAR]


def _shown(text: TextVersion, anchor: Anchor) -> dict[str, object]:
    start, end = anchor.start, anchor.end
    return {
        "span": f"{start}-{end}",
        "before": text.content[max(0, start - AROUND) : start],
        "words": text.content[start:end],
        "after": text.content[end : end + AROUND],
    }
