"""What is odd in a parsed document, for the reviewer: dates, symbols, annexes, sums, brackets."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from vanban.dates import find_dates, format_date
from vanban.layout import appendix_number
from vanban.models import Issue, Money, ParsedDocument, Severity, Span

Check = Callable[[ParsedDocument], Iterator[Issue]]


def check(parsed: ParsedDocument) -> tuple[Issue, ...]:
    """What the checks find in a parsed document, in the order of the text.

    Issues of the reader are not repeated; ``parse`` puts both into ``ParsedDocument.issues``.
    """
    found = [issue for rule in CHECKS for issue in rule(parsed)]
    return tuple(sorted(found, key=lambda issue: issue.span or Span(0, 0)))


def check_dates(parsed: ParsedDocument) -> Iterator[Issue]:
    """Dates that no calendar has, and days or months not padded as the decree asks.

    Source: Decree 30/2020/NĐ-CP, annex I.
    """
    for mention in find_dates(parsed.text.content):
        if mention.value is None:
            params = {"raw": mention.raw}
            yield Issue("impossible_date", Severity.ERROR, mention.span, params)
        elif "/" in mention.raw and _is_unpadded(mention.raw):
            params = {"raw": mention.raw, "expected": format_date(mention.value)}
            yield Issue("unpadded_date", Severity.INFO, mention.span, params)


def _is_unpadded(raw: str) -> bool:
    day, month, _ = (part.strip() for part in raw.split("/"))
    return (len(day) == 1) or (len(month) == 1 and int(month) <= 2)


def check_symbols(parsed: ParsedDocument) -> Iterator[Issue]:
    """Citations whose printed symbol had to be corrected ("57-NQ-TW" for "57-NQ/TW")."""
    for citation in parsed.citations:
        printed = re.sub(r"\s", "", citation.number_raw).upper()
        if printed != citation.number.upper():
            params = {"raw": citation.number_raw, "expected": citation.number}
            yield Issue("symbol_corrected", Severity.WARNING, citation.span, params)


def check_citation_dates(parsed: ParsedDocument) -> Iterator[Issue]:
    """A cited document that is dated after the document that cites it."""
    issued = parsed.header.date
    for citation in parsed.citations:
        if issued and citation.date and citation.date > issued and citation.part == "body":
            params = {"number": citation.number, "date": citation.date.isoformat()}
            yield Issue("cited_before_its_date", Severity.WARNING, citation.span, params)


_ANNEX = re.compile(
    r"Phụ lục\s+(?P<first>[IVX]{1,5}|\d{1,2})(?P<more>(?:\s*(?:,|và)\s*(?:[IVX]{1,5}"
    r"|\d{1,2})(?!\w))*)"
)
_NUMERAL = re.compile(r"[IVX]{1,5}|\d{1,2}")


def check_annexes(parsed: ParsedDocument) -> Iterator[Issue]:
    """An annex that the body refers to and that is not in the text."""
    present = _present_annexes(parsed)
    reported: set[str] = set()
    for match in _ANNEX.finditer(parsed.text.content):
        if _is_of_another(parsed, match.end()):
            continue
        for numeral in _NUMERAL.findall(match["first"] + match["more"]):
            if numeral not in present and numeral not in reported:
                reported.add(numeral)
                span = Span(*match.span())
                yield Issue("annex_absent", Severity.WARNING, span, {"annex": numeral})


def _present_annexes(parsed: ParsedDocument) -> set[str]:
    content = parsed.text.content
    headings = (appendix_number(block.span.of(content)) for block in parsed.text.blocks)
    return {number for number in headings if number}


def _is_of_another(parsed: ParsedDocument, end: int) -> bool:
    """Whether the annex belongs to a cited document: "Phụ lục I Nghị quyết số …"."""
    following = parsed.text.content[end : end + 60]
    return bool(
        re.match(
            r"\s*,?\s*(?:(?:ban hành\s+)?kèm theo\s+|của\s+)?(?:Nghị|Quyết|Thông|Luật"
            r"|Kế hoạch số|Công văn|Chỉ thị)",
            following,
        )
    )


_OPENING = {"(": ")", "[": "]", "“": "”"}
_CLOSING = {closing: opening for opening, closing in _OPENING.items()}
_MARKS = re.compile(r"[()\[\]“”]")
# "a)" and "1)" close no bracket; neither do they inside a list run on in one paragraph.
_ENUMERATOR = re.compile(r"(?:(?<=\s)|\A)(?:[a-zđ]|\d{1,2}|[ivx]{1,4})\Z")


def check_brackets(parsed: ParsedDocument) -> Iterator[Issue]:
    """Brackets and quotation marks without their partner within one paragraph."""
    content = parsed.text.content
    for block in parsed.text.blocks:
        words = block.span.of(content)
        if not _MARKS.search(words):
            continue
        opened: list[int] = []
        for match in _MARKS.finditer(words):
            position, mark = match.start(), match[0]
            if mark in _OPENING:
                opened.append(position)
            elif opened and words[opened[-1]] == _CLOSING[mark]:
                opened.pop()
            elif not _ENUMERATOR.search(words, max(0, position - 4), position):
                yield _unbalanced(block.span.start + position, mark)
        for position in opened:
            yield _unbalanced(block.span.start + position, words[position])


_ITEM = re.compile(r"\((\d{1,2})\)")


def check_enumerators(parsed: ParsedDocument) -> Iterator[Issue]:
    """A bracket that swallows the next item of an enumeration begun outside it."""
    content = parsed.text.content
    for block in parsed.text.blocks:
        words = block.span.of(content)
        items = {match.start(): int(match[1]) for match in _ITEM.finditer(words)}
        if len(items) < 2:
            continue
        opened: list[int] = []
        levels: dict[int, int] = {}
        for match in re.finditer(r"[()]", words):
            position = match.start()
            if position in items:
                number = items[position]
                if opened and levels.get(number - 1, len(opened)) < len(opened):
                    span = Span(block.span.start + opened[-1], block.span.start + position)
                    params = {"item": str(number)}
                    yield Issue("misplaced_bracket", Severity.WARNING, span, params)
                levels[number] = len(opened)
            elif match[0] == "(":
                opened.append(position)
            elif opened and position - 2 not in items and position - 3 not in items:
                opened.pop()


def _unbalanced(position: int, mark: str) -> Issue:
    span = Span(position, position + 1)
    return Issue("unbalanced_mark", Severity.INFO, span, {"mark": mark})


_INTRODUCES_PARTS = re.compile(
    r"(?i:,?\s*(?:bao\s+)?gồm(?:\s+có)?\s*:?|,?\s*cụ thể\s*:|,?\s*chia ra\s*:)"
)
_SUBSET = re.compile(r"(?i:trong đó)")
_LONGEST_SUM = 2000
_MOST_PARTS = 40
_SUBSET_END = re.compile(r"\)|\(\d\)")
_SENTENCE_END = re.compile(r"\.\s|\n|\Z")


def check_sums(parsed: ParsedDocument) -> Iterator[Issue]:
    """A total followed by "gồm:" whose listed parts do not add up to it.

    "trong đó" introduces a subset: nothing is claimed of it.
    """
    content = parsed.text.content
    amounts = sorted(parsed.money, key=lambda money: money.span)
    for index, total in enumerate(amounts):
        introduced = _INTRODUCES_PARTS.match(content, total.span.end)
        if introduced is None:
            continue
        parts = list(_parts_of(content, amounts, index + 1, introduced.end()))
        added = sum(part.value_vnd for part in parts)
        if len(parts) > 1 and added != total.value_vnd:
            span = Span(total.span.start, parts[-1].span.end)
            params = {"total": str(total.value_vnd), "sum": str(added)}
            yield Issue("sum_differs", Severity.WARNING, span, params)


def _parts_of(content: str, amounts: list[Money], first: int, start: int) -> Iterator[Money]:
    """The amounts up to the end of the sentence, without those of a subset in brackets."""
    end = _SENTENCE_END.search(content, start, start + _LONGEST_SUM)
    stop = end.start() if end else start + _LONGEST_SUM
    subset_until = last = start
    for amount in amounts[first : first + _MOST_PARTS]:
        if amount.span.start >= stop:
            return
        subset = _SUBSET.search(content, max(last, subset_until), amount.span.start)
        if subset:
            closes = _SUBSET_END.search(content, subset.end(), stop)
            subset_until = closes.start() if closes else stop
        last = amount.span.end
        if amount.span.start >= subset_until:
            yield amount


def check_gaps(parsed: ParsedDocument) -> Iterator[Issue]:
    """Articles whose numbers skip or repeat within one part."""
    last: dict[str, int] = {}
    for unit in parsed.outline:
        number = re.fullmatch(r"Điều (\d+)", unit.marker)
        if number is None:
            continue
        value = int(number[1])
        before = last.get(unit.part)
        if before is not None and value not in (before + 1, 1):
            params = {"expected": f"Điều {before + 1}", "found": unit.marker}
            span = Span(unit.span.start, unit.span.start + len(unit.marker))
            yield Issue("numbering_gap", Severity.INFO, span, params)
        last[unit.part] = value


CHECKS: tuple[Check, ...] = (
    check_dates,
    check_symbols,
    check_citation_dates,
    check_annexes,
    check_brackets,
    check_enumerators,
    check_sums,
    check_gaps,
)
