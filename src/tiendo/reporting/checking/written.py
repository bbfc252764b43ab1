"""What the written file itself shows: it differs from the data, or vanban finds something odd.

Citations are held against the register of documents: another date, number or issuer, a basis that
was replaced, several that fit, none that is known.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from tiendo.reporting.checking.findings import WHOLE, Finding, Place, Weight
from tiendo.reporting.checking.places import SHOWN
from tiendo.reporting.checking.subject import Checked
from tiendo.reporting.gathering.documents import plain_issuer
from tiendo.reporting.readback import even
from vanban.dates import format_date
from vanban.models import BlockKind, Citation, Issue, KnownDocument, ParsedDocument, Severity

# What only confirms is not told.
_FINE = frozenset({"sum_holds", "ratio_holds"})
# What vanban only notes and a paper to be signed must not show.
_SLIPS = frozenset({"unpadded_date", "unbalanced_mark", "malformed_syllable", "repeated_word"})
_SPELLING = frozenset({"misspelling", "malformed_syllable", "repeated_word"})
_DIFFERENCES = {
    "figure": "file_figure_differs",
    "map": "file_map_differs",
    "text": "file_text_differs",
    "heading": "heading_absent",
    "cell": "file_cell_differs",
}


def find_differences(checked: Checked) -> Iterator[Finding]:
    """Where the file, read back when it was written, says something else than the report."""
    checks = checked.report.checks
    for code, expected, found in checks.get("differences", ()):
        place = checked.places.of(expected) or WHOLE
        params = {"expected": expected[:SHOWN], "found": found[:SHOWN]}
        yield Finding(_DIFFERENCES[code], Weight.BLOCKING, place, params)
    if checked.written is None or "is_clean" not in checks:
        yield Finding("file_missing", Weight.BLOCKING)


def find_slips(checked: Checked) -> Iterator[Finding]:
    """What vanban finds in the file: dates, spelling, brackets, sums, citations."""
    parsed = checked.written
    if parsed is None:
        return
    locate = _Locator(checked, parsed)
    told: set[tuple[str, str]] = set()
    # Parsed against the register, it is checked against it already.
    found = parsed.issues[len(parsed.text.issues) :]
    for issue in (*found, *_number_issues(checked, parsed)):
        finding = _finding(issue, parsed, locate)
        if finding is not None and (key := (finding.code, str(finding.params))) not in told:
            told.add(key)
            yield finding


def _finding(issue: Issue, parsed: ParsedDocument, locate: _Locator) -> Finding | None:
    if issue.code in _FINE:
        return None
    place, is_cell = (WHOLE, False) if issue.span is None else locate(issue.span.start)
    raw = issue.span.of(parsed.text.content)[:SHOWN] if issue.span else ""
    params = {"raw": " ".join(raw.split()), **issue.params}
    return Finding(issue.code, _weight(issue, is_cell=is_cell), place, params)


def _weight(issue: Issue, *, is_cell: bool) -> Weight:
    """Cells quote the names of tasks from their source, whose spelling is not the reporter's."""
    if issue.severity is Severity.ERROR:
        return Weight.BLOCKING
    if is_cell and issue.code in _SPELLING:
        return Weight.NOTE
    is_open = issue.severity is Severity.WARNING or issue.code in _SLIPS
    return Weight.OPEN if is_open else Weight.NOTE


class _Locator:
    """Finds the paragraph of the report that a place in the file's text lies in."""

    def __init__(self, checked: Checked, parsed: ParsedDocument) -> None:
        self._starts: list[int] = []
        self._found: list[tuple[Place, bool]] = []
        last = WHOLE
        for block in parsed.text.blocks:
            words = even(block.span.of(parsed.text.content))
            known = checked.places.of(words)
            last = known or last
            # What is no paragraph of the report is said under the heading before it.
            place = known or Place(last.anchor, last.heading, words[:SHOWN])
            self._starts.append(block.span.start)
            self._found.append((place, block.kind is BlockKind.CELL))

    def __call__(self, position: int) -> tuple[Place, bool]:
        """The place, and whether it is a cell of a table."""
        at = bisect_right(self._starts, position) - 1
        return self._found[at] if at >= 0 else (WHOLE, False)


def find_unregistered(checked: Checked) -> Iterator[Finding]:
    """Citations of documents that the register does not have, or has several of."""
    parsed = checked.written
    if parsed is None:
        return
    locate = _Locator(checked, parsed)
    named = _by_symbol(checked.known)
    told: set[str] = set()
    for citation in parsed.citations:
        if not citation.number or citation.is_self or citation.number in told:
            continue
        told.add(citation.number)
        place, _ = locate(citation.span.start)
        if len(citation.candidates) > 1:
            params = {"number": citation.number, "count": str(len(citation.candidates))}
            yield Finding("citation_ambiguous", Weight.NOTE, place, params)
        elif not citation.candidates and citation.number.casefold() not in named:
            params = {"number": citation.number}
            yield Finding("citation_unregistered", Weight.NOTE, place, params)


def _by_symbol(known: Sequence[KnownDocument]) -> Mapping[str, KnownDocument]:
    return {each.number.casefold(): each for each in known}


def _number_issues(checked: Checked, parsed: ParsedDocument) -> Iterator[Issue]:
    """Citations whose number the register does not have, though one of their kind and day it has:
    "164/KH-UBND ngày 25/6/2025" where 146/KH-UBND is of that day."""
    named = _by_symbol(checked.known)
    of_day: defaultdict[tuple[str, object], list[KnownDocument]] = defaultdict(list)
    for each in checked.known:
        if each.date and each.number:
            of_day[_tail(each.number), each.date].append(each)
    for citation in parsed.citations:
        if _is_strange(citation, named):
            alike = [
                known
                for known in of_day.get((_tail(citation.number), citation.date), [])
                if is_slip_of(citation.number, known.number)
                and _is_of_one_issuer(citation.issuer, known.issuer)
            ]
            if len(alike) == 1 and citation.date:
                params = {
                    "number": citation.number,
                    "date": format_date(citation.date),
                    "expected": alike[0].number,
                }
                yield Issue("citation_number_differs", Severity.WARNING, citation.span, params)


def is_slip_of(one: str, other: str) -> bool:
    """Whether a number may be another one mistyped: digits turned round, one wrong or left out.

    Two documents of one body and day may both be right: with numbers near each other as a rule, so
    that another last digit alone is no slip.
    """
    first, second = (_serial(each) for each in (one, other))
    if len(first) == len(second):
        wrong = sum(a != b for a, b in zip(first, second, strict=True))
        return (wrong == 1 and first[-1:] == second[-1:]) or sorted(first) == sorted(second)
    short, long = sorted((first, second), key=len)
    is_one_short = len(long) - len(short) == 1
    return is_one_short and any(long[:at] + long[at + 1 :] == short for at in range(len(long)))


def _serial(symbol: str) -> str:
    return symbol[: len(symbol) - len(symbol.lstrip("0123456789"))]


def _is_of_one_issuer(one: str | None, other: str | None) -> bool:
    return not one or not other or plain_issuer(one) == plain_issuer(other)


def _is_strange(citation: Citation, named: Mapping[str, KnownDocument]) -> bool:
    is_named = citation.number.casefold() in named
    return bool(citation.number and not citation.is_self and not is_named and citation.date)


def _tail(symbol: str) -> str:
    """The symbol without its number: "/KH-UBND"."""
    return symbol.casefold().lstrip("0123456789")
