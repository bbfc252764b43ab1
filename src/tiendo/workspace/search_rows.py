"""What was found, as the lines of a page: where each leads, what it is, the words looked for."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tiendo.search.asking import Question, read_question
from tiendo.search.highlighting import holds_any, marked, without_terms_of
from tiendo.search.models import EntryKind, SearchEntry, Standing
from tiendo.workspace.templatetags.vn import vn_date

_TITLE, _SNIPPET, _NAME = 220, 260, 90
ICONS: Mapping[str, str] = {
    EntryKind.TASK: "list-details",
    EntryKind.DOCUMENT: "file-text",
    EntryKind.PASSAGE: "quote",
    EntryKind.UPDATE: "history",
    EntryKind.DIFFICULTY: "help-circle",
    EntryKind.DIRECTIVE: "message-report",
    EntryKind.CHANGE: "switch-horizontal",
    EntryKind.DECISION: "users-group",
    EntryKind.ADVICE: "zoom-check",
    EntryKind.BODY: "building-community",
}
# One of each, where the name of a tab stands for many.
NOUNS: Mapping[str, Promise] = {
    EntryKind.TASK: gettext_lazy("Nhiệm vụ"),
    EntryKind.DOCUMENT: gettext_lazy("Văn bản"),
    EntryKind.PASSAGE: gettext_lazy("Đoạn văn bản"),
    EntryKind.UPDATE: gettext_lazy("Cập nhật"),
    EntryKind.DIFFICULTY: gettext_lazy("Vướng mắc"),
    EntryKind.DIRECTIVE: gettext_lazy("Chỉ đạo"),
    EntryKind.CHANGE: gettext_lazy("Đề nghị điều chỉnh"),
    EntryKind.DECISION: gettext_lazy("Kết luận giao ban"),
    EntryKind.ADVICE: gettext_lazy("Kiến nghị kiểm tra"),
    EntryKind.BODY: gettext_lazy("Cơ quan"),
}
_STANDINGS: Mapping[tuple[str, int], Promise] = {
    (EntryKind.TASK, Standing.DRAFT): gettext_lazy("bản nháp"),
    (EntryKind.TASK, Standing.PAST): gettext_lazy("không còn thực hiện"),
    (EntryKind.DOCUMENT, Standing.PAST): gettext_lazy("đã được thay thế"),
    (EntryKind.UPDATE, Standing.PAST): gettext_lazy("đã rút lại"),
    (EntryKind.DIFFICULTY, Standing.PAST): gettext_lazy("đã kết thúc"),
    (EntryKind.DIRECTIVE, Standing.PAST): gettext_lazy("đã kết thúc"),
    (EntryKind.CHANGE, Standing.DRAFT): gettext_lazy("đang soạn"),
    (EntryKind.CHANGE, Standing.PAST): gettext_lazy("đã kết thúc"),
    (EntryKind.ADVICE, Standing.PAST): gettext_lazy("cuộc kiểm tra đã hủy"),
    (EntryKind.BODY, Standing.PAST): gettext_lazy("đã kết thúc hoạt động"),
}
# The pages of records that are opened by their number, or stand on the page of another.
_PAGES: Mapping[str, str] = {
    EntryKind.DIFFICULTY: "difficulty",
    EntryKind.DIRECTIVE: "directive",
    EntryKind.CHANGE: "change",
    EntryKind.DECISION: "meeting",
    EntryKind.ADVICE: "inspection",
}


@dataclass(frozen=True, slots=True)
class Hit:
    """One line: ``facts`` stand under the title, ``snippet`` shows the words in their text."""

    kind: str
    url: str
    title: SafeString
    facts: tuple[SafeString | str, ...]
    snippet: SafeString

    @property
    def icon(self) -> str:
        """The picture of its kind."""
        return ICONS[self.kind]

    @property
    def noun(self) -> str:
        """What it is."""
        return str(NOUNS[self.kind])


def hits_of(rows: Iterable[SearchEntry], question: Question) -> list[Hit]:
    """The lines of entries read with their records. Cost: no query."""
    return [_hit(row, question) for row in rows]


def address_of(row: SearchEntry) -> str:
    """Where an entry leads: a record's page, a clause in its text. Cost: no query."""
    if row.kind == EntryKind.PASSAGE:
        span = f"{row.start}-{row.end}"
        query = urlencode({"ban": row.rendition_id, "o": span})
        return f"{reverse('document', args=[row.document_id])}?{query}#o-{span}"
    if row.kind == EntryKind.BODY and row.organisation is not None:
        return reverse("organisation", args=[row.organisation.slug])
    if row.kind == EntryKind.DOCUMENT:
        return reverse("document", args=[row.document_id])
    if name := _PAGES.get(row.kind):
        return reverse(name, args=[row.page_id or row.object_id])
    return reverse("task", args=[row.task_id])


def title_of(row: SearchEntry) -> str:
    """What an entry is called."""
    if row.kind == EntryKind.BODY and row.organisation is not None:
        return row.organisation.name
    if row.kind == EntryKind.UPDATE and row.task is not None:
        return row.task.title
    if row.kind == EntryKind.PASSAGE and row.document is not None:
        return _place(row)
    return row.head or row.symbol


def _hit(row: SearchEntry, question: Question) -> Hit:
    facts = (*_FACTS[EntryKind(row.kind)](row, question), *_standing(row))
    return Hit(
        kind=row.kind,
        url=address_of(row),
        title=_marks(title_of(row), question, _TITLE),
        facts=tuple(fact for fact in facts if fact),
        snippet=_snippet(row, question),
    )


def _snippet(row: SearchEntry, question: Question) -> SafeString:
    """Text is always shown; what stands beside a title only where it was looked for."""
    is_text = row.kind in (EntryKind.PASSAGE, EntryKind.UPDATE)
    left = question if is_text else without_terms_of(f"{row.symbol} {row.head}", question)
    if row.body and (is_text or holds_any(row.body, left)):
        words = _marks(" ".join(row.body.split()), _asked_of_text(row, question), _SNIPPET)
        if row.kind == EntryKind.BODY:
            return format_html(_("Tên trước đây: {words}"), words=words)
        return words
    return SafeString()


def _asked_of_text(row: SearchEntry, question: Question) -> Question:
    """What is looked for in the text itself: not the words that name the place it stands at."""
    if row.kind != EntryKind.PASSAGE or not f".{row.label}".endswith(
        tuple(f".{end}" for end in question.ends)
    ):
        return question
    return question.beside or read_question("")


def _marks(text: str, question: Question, most: int) -> SafeString:
    pieces = marked(text, question, most=most)
    return format_html_join(
        "",
        "{}",
        ((format_html("<mark>{}</mark>", p.words) if p.is_found else p.words,) for p in pieces),
    )


def _place(row: SearchEntry) -> str:
    """The document a clause stands in, and where: "Kế hoạch 146/KH-UBND, mục II.1.đ"."""
    document = row.document
    if document is None:
        return row.label
    is_named = document.number_raw or not document.title
    name = str(document) if is_named else _short(document.title)
    if not row.label:
        return name
    return _("%(document)s, mục %(path)s") % {"document": name, "path": row.label}


def _short(title: str) -> str:
    return title if len(title) <= _NAME else f"{title[:_NAME].rsplit(maxsplit=1)[0]}…"


Facts = Callable[[SearchEntry, Question], tuple[SafeString | str, ...]]


def _of_task(row: SearchEntry, question: Question) -> tuple[SafeString | str, ...]:
    lead = row.around.partition("\n")[0].partition(" · ")[0]
    shown = _marks(lead, question, _TITLE) if holds_any(lead, question) else ""
    return _marks(row.symbol, question, 0), shown


def _of_document(row: SearchEntry, question: Question) -> tuple[SafeString | str, ...]:
    return _marks(row.symbol, question, 0), vn_date(row.moment) if row.moment else ""


def _of_text(row: SearchEntry, question: Question) -> tuple[SafeString | str, ...]:
    return (vn_date(row.moment) if row.moment else "",)


def _of_update(row: SearchEntry, question: Question) -> tuple[SafeString | str, ...]:
    code = row.task.code if row.task else ""
    body = row.update.organisation.name if row.update else ""
    return code, body, vn_date(row.moment)


def _of_difficulty(row: SearchEntry, question: Question) -> tuple[SafeString | str, ...]:
    body = row.difficulty.organisation.name if row.difficulty else ""
    return _marks(row.symbol, question, 0), body, vn_date(row.moment)


def _of_said(row: SearchEntry, question: Question) -> tuple[SafeString | str, ...]:
    """Symbol, what it belongs to or who it is of, day."""
    of = row.around.partition("\n")[0].partition(" · ")[0]
    return _marks(row.symbol, question, 0), _marks(of, question, _NAME), vn_date(row.moment)


def _of_body(row: SearchEntry, question: Question) -> tuple[SafeString | str, ...]:
    if row.organisation is None:
        return ()
    name, kind = row.organisation.name, row.organisation.get_kind_display()
    other = [each for each in row.symbol.split("\n")[1:] if holds_any(each, question)]
    shown = next((each for each in other if each != name), "")
    return _marks(shown, question, 0), row.around, kind


_FACTS: Mapping[EntryKind, Facts] = {
    EntryKind.TASK: _of_task,
    EntryKind.DOCUMENT: _of_document,
    EntryKind.PASSAGE: _of_text,
    EntryKind.UPDATE: _of_update,
    EntryKind.DIFFICULTY: _of_difficulty,
    EntryKind.DIRECTIVE: _of_said,
    EntryKind.CHANGE: _of_said,
    EntryKind.DECISION: _of_said,
    EntryKind.ADVICE: _of_said,
    EntryKind.BODY: _of_body,
}


def _standing(row: SearchEntry) -> tuple[str, ...]:
    words = _STANDINGS.get((row.kind, row.standing))
    return (str(words),) if words else ()
