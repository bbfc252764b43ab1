"""The form of an issued document against the official format.

Codes, all INFO: ``layout_motto_absent``, ``layout_number_form`` (``raw``, ``expected``),
``layout_place_date_absent``, ``layout_date_form`` (``raw``, ``expected``),
``layout_recipients_absent``, ``layout_signature_absent``, ``layout_end_mark_absent``,
``layout_signing_order`` (``raw``), ``layout_page_number_absent`` (``pages``).
Only files that keep their layout (DOCX, PDF) and bear a letterhead with number and date are judged;
drafts, attachments and texts copied from web pages are not.
Source: Decree 30/2020/NĐ-CP, annex I; for documents of the Party, Guidance 36-HD/VPTW of 2018.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from vanban.dates import format_long_date
from vanban.models import Issue, MarginKind, ParsedDocument, Severity, Span
from vanban.text import fold_tones

_LAID_OUT = ("application/pdf", "wordprocessingml")
_PARTY_SYMBOL = re.compile(r"\d+\s?-[A-ZĐa-z]+/")
_MOTTO = re.compile(r"(?i:cộng\s*hòa\s*xã\s*hội\s*chủ\s*nghĩa\s*việt\s*nam)")
_PARTY_MOTTO = re.compile(r"(?i:đảng\s*cộng\s*sản\s*việt\s*nam)")
_ONE_DIGIT = re.compile(r"\d(?=[/-])")
_HEAD = 1500
_END_MARK = re.compile(r"\./\.")
# In whose place somebody signs, outermost first: a collective, its head, an acting head.
_ORDER = {"TM": 0, "T/M": 0, "TUQ": 1, "TL": 1, "Q": 1, "KT": 2, "K/T": 2}
_CODE = re.compile(r"(?P<code>TUQ|TM|KT|TL|Q|T/M|K/T)\s?[./]?\s")


def check_format(parsed: ParsedDocument) -> Iterator[Issue]:
    """What an issued document lacks of the official format, or writes in another form."""
    if _is_judged(parsed):
        for rule in _RULES:
            yield from rule(parsed)


def _is_judged(parsed: ParsedDocument) -> bool:
    header = parsed.header
    is_laid_out = any(kind in parsed.text.media_type for kind in _LAID_OUT)
    is_scan = any(page.is_scanned for page in parsed.text.pages)
    return bool(
        is_laid_out and not is_scan and header.number and header.date and not header.is_draft
    )


def _is_of_party(parsed: ParsedDocument) -> bool:
    return bool(_PARTY_SYMBOL.match(parsed.header.number_raw or ""))


def _note(code: str, span: Span | None = None, **params: str) -> Issue:
    return Issue(code, Severity.INFO, span, params)


def _motto(parsed: ParsedDocument) -> Iterator[Issue]:
    motto = _PARTY_MOTTO if _is_of_party(parsed) else _MOTTO
    if not motto.search(fold_tones(parsed.text.content[:_HEAD])):
        yield _note("layout_motto_absent", parsed.header.span)


def _number(parsed: ParsedDocument) -> Iterator[Issue]:
    """A number below ten is padded, and no space stands in the symbol."""
    raw, span = parsed.header.number_raw or "", parsed.header.field_spans.get("number_raw")
    expected = re.sub(r"\s+", "", raw)
    if _ONE_DIGIT.match(expected):
        expected = f"0{expected}"
    if raw and expected != raw.strip():
        yield _note("layout_number_form", span, raw=raw, expected=expected)


def _place_and_date(parsed: ParsedDocument) -> Iterator[Issue]:
    header = parsed.header
    if not header.place or not header.date_raw:
        yield _note("layout_place_date_absent", header.span)
        return
    expected = format_long_date(header.date) if header.date else ""
    if "tháng" in header.date_raw and " ".join(header.date_raw.split()) != expected:
        span = header.field_spans.get("date_raw")
        yield _note("layout_date_form", span, raw=header.date_raw, expected=expected)


def _recipients(parsed: ParsedDocument) -> Iterator[Issue]:
    if not parsed.recipients:
        yield _note("layout_recipients_absent", _end(parsed))


def _signature(parsed: ParsedDocument) -> Iterator[Issue]:
    if parsed.signer is None:
        yield _note("layout_signature_absent", _end(parsed))
        return
    codes = [match["code"] for line in parsed.signer.authority if (match := _CODE.match(line))]
    ranks = [_ORDER[code] for code in codes]
    if ranks != sorted(ranks):
        raw = " / ".join(parsed.signer.authority)
        yield _note("layout_signing_order", parsed.signer.span, raw=raw)


def _end_mark(parsed: ParsedDocument) -> Iterator[Issue]:
    if not _END_MARK.search(parsed.text.content):
        yield _note("layout_end_mark_absent", _end(parsed))


def _page_numbers(parsed: ParsedDocument) -> Iterator[Issue]:
    pages = len(parsed.text.pages)
    has_number = any(margin.kind is MarginKind.PAGE_NUMBER for margin in parsed.text.margins)
    if pages > 1 and not has_number:
        yield _note("layout_page_number_absent", None, pages=str(pages))


def _end(parsed: ParsedDocument) -> Span | None:
    blocks = parsed.text.blocks
    return blocks[-1].span if blocks else None


_RULES: tuple[Callable[[ParsedDocument], Iterator[Issue]], ...] = (
    _motto,
    _number,
    _place_and_date,
    _recipients,
    _signature,
    _end_mark,
    _page_numbers,
)
