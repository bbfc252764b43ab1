"""Claims to confirm as the queue shows them, written at once: a page has hundreds of parts."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from django.urls import reverse
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from tiendo.tasks.queries.confirming import StepTaken, ToConfirm
from tiendo.workspace.evidence_cards import cards_html, cards_of_proofs
from tiendo.workspace.templatetags.ui import icon
from tiendo.workspace.templatetags.vn import vn_date

_REASON_LENGTH = 300
_QUOTE_LENGTH = 200


@dataclass(frozen=True, slots=True)
class ClaimRow:
    """A claim as the page shows it; ``ticked`` and ``seen`` keep what was marked before,
    ``is_open``: its evidence was unfolded.

    Missing: ``token`` is empty where the person may not confirm it.
    """

    item: ToConfirm
    lead: str
    url: str
    period: str
    due_on: dt.date | None
    is_late: bool
    refusal: str
    token: str
    ticked: bool
    seen: bool
    is_open: bool
    reason: str


def claims_html(rows: Iterable[ClaimRow]) -> SafeString:
    """The claims as items of a list."""
    words = {name: escape(word) for name, word in _words().items()}
    written = [_claim(row, words) for row in rows]
    return mark_safe("".join(written))  # noqa: S308 - every text is escaped below


def rest_html(pk: int, evidence: str, mark: str) -> SafeString:
    """What stands in the place of a fold once it was opened; the form then says that it was."""
    opened = f'<input type="hidden" name="opened" value="{pk}:{escape(mark)}">'
    return mark_safe(f"{evidence}{opened}")  # noqa: S308


_CLAIM = """
<li class="claim{refused}" id="claim-{pk}" data-key-item{seeing}>
<div class="claim-head">{pick}<h2><a href="{url}" data-key="Enter">{code} {title}</a>{period}</h2>
</div>{refusal}
<div class="claim-body"><dl class="facts">{facts}</dl>
<div class="claim-proof"><h3>{w_proof}</h3>{cards}{rest}{mark}</div></div>{back}
</li>"""
_PICK = (
    '<input type="checkbox" name="pick" value="{token}" data-select data-key="x"{ticked}'
    ' aria-label="{w_pick}: {code}"><input type="hidden" name="shown" value="{token}">'
)
_REFUSAL = '<p class="row-refusal" role="status">{} {}</p>'
_META = '<span class="row-meta">{}</span>'
_FACT = "<dt>{}</dt><dd>{}</dd>"
_LATE = ' <span class="is-late">{}</span>'
_QUOTE = '<span class="claim-source">“{}”</span>'
_REST = (
    '<div class="claim-rest" id="rest-{pk}"><a class="btn btn-sm" href="{page}" hx-get="{url}"'
    ' hx-target="#rest-{pk}" hx-swap="outerHTML" data-key="o">{unfold}{words}</a></div>'
)
_MARK = (
    '<label class="seen-mark"><input type="checkbox" name="seen" value="{pk}" data-seen{state}>'
    ' {w_seen}<span class="seen-wait">{wait}</span></label>'
)
_BACK = (
    '<details class="unfold claim-return"{is_open}><summary data-key="t">{w_return_to}</summary>'
    '<label class="field-label" for="reason-{pk}">{w_reason}</label><textarea class="form-control"'
    ' id="reason-{pk}" name="reason-{pk}" rows="2" maxlength="2000">{reason}</textarea>'
    '<button type="submit" class="btn btn-sm" name="return" value="{pk}">{icon}{w_return}</button>'
    "</details>"
)


def _words() -> Mapping[str, str]:
    return {
        "w_pick": _("Chọn"),
        "w_lead": _("Chủ trì"),
        "w_product": _("Sản phẩm phải có"),
        "w_done": _("Ngày có sản phẩm"),
        "w_late": _("sau hạn"),
        "w_due": _("Thời hạn"),
        "w_claimer": _("Người báo cáo"),
        "w_approver": _("Thủ trưởng duyệt"),
        "w_source": _("Căn cứ giao việc"),
        "w_proof": _("Minh chứng"),
        "w_seen": _("Đã xem minh chứng"),
        "w_wait": _("(mở hết minh chứng rồi mới đánh dấu được)"),
        "w_return_to": _("Trả lại cơ quan chủ trì…"),
        "w_reason": _("Lý do trả lại"),
        "w_return": _("Trả lại"),
    }


def _claim(row: ClaimRow, words: Mapping[str, str]) -> str:
    task, may = row.item.task, bool(row.token)
    code = escape(task.code)
    ticked = " checked" if row.ticked else ""
    pick = _PICK.format(token=escape(row.token), ticked=ticked, code=code, **words)
    return _CLAIM.format(
        pk=task.pk,
        refused=" is-refused" if row.refusal else "",
        seeing=" data-evidence" if may else "",
        pick=pick if may else "",
        url=escape(row.url),
        code=code,
        title=escape(task.title),
        period=f" {_META.format(escape(row.period))}" if row.period else "",
        refusal=_refusal(row),
        facts="".join(_FACT.format(words[name], value) for name, value in _facts(row, words)),
        cards=_cards(row),
        rest=_rest(row),
        mark=_mark(row, words) if may else "",
        back=_back(row, words) if may else "",
        **words,
    )


def _refusal(row: ClaimRow) -> str:
    if not row.refusal:
        return ""
    return _REFUSAL.format(icon("alert-circle"), escape(row.refusal))


def _facts(row: ClaimRow, words: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """What stands beside the evidence: the name of a word, and the value in HTML."""
    item = row.item
    done = vn_date(item.claim.done_on) if item.claim else "–"
    yield "w_lead", escape(row.lead or "–")
    yield "w_product", escape(item.task.product or "–")
    yield "w_done", done + (_LATE.format(words["w_late"]) if row.is_late else "")
    yield "w_due", vn_date(row.due_on)
    if item.claim:
        yield "w_claimer", escape(item.claim.by_name) + _reason(item.claim)
    if item.approval:
        yield "w_approver", f"{escape(item.approval.by_name)}, {vn_date(item.approval.day)}"
    if item.quote:
        yield "w_source", _QUOTE.format(escape(Truncator(item.quote).chars(_QUOTE_LENGTH)))


def _reason(claim: StepTaken) -> str:
    cut = Truncator(claim.reason).chars(_REASON_LENGTH) if claim.reason else ""
    return _META.format(escape(cut)) if cut else ""


def _cards(row: ClaimRow) -> str:
    cards = cards_html(cards_of_proofs(row.item.evidence, row.item.duplicates))
    return rest_html(row.item.task.pk, cards, row.item.mark) if row.is_open else cards


def _rest(row: ClaimRow) -> str:
    """The way to the evidence that is not shown at once; without script, to the claim alone."""
    if not row.item.folded:
        return ""
    pk = row.item.task.pk
    words = _("Mở %(count)d minh chứng còn lại") % {"count": row.item.folded}
    url, page = reverse("confirm-proof", args=[pk]), reverse("task-confirm", args=[pk])
    return _REST.format(pk=pk, url=url, page=page, unfold=icon("chevron-down"), words=escape(words))


def _mark(row: ClaimRow, words: Mapping[str, str]) -> str:
    """The mark; it cannot be set while there is evidence that was not unfolded."""
    state = " disabled" if row.item.folded else " checked" if row.seen else ""
    wait = f" {words['w_wait']}" if row.item.folded else ""
    return _MARK.format(pk=row.item.task.pk, state=state, wait=wait, **words)


def _back(row: ClaimRow, words: Mapping[str, str]) -> str:
    return _BACK.format(
        pk=row.item.task.pk,
        is_open=" open" if row.reason else "",
        reason=escape(row.reason),
        icon=icon("arrow-back-up"),
        **words,
    )
