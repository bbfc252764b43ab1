"""Statements of one document that cannot both be true.

Codes, WARNING: ``coverage_conflict`` (``universal``, ``exception``: all of a kind beside one that
lacks it), ``values_conflict`` (``metric``, ``first``, ``second``: one thing with two values).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from vanban.lexicon import load
from vanban.models import Issue, Observation, ParsedDocument, Severity, Span
from vanban.text import fold

_SENTENCE_END = re.compile(r"[.;\n]")
# What every phrase of the lexicon that denies something begins with.
_DENIES = re.compile(r"chưa|không|thiếu|lõm|trắng|mất")
_NEXT_NUMBER = re.compile(r"(?<=\s)\d")
_WORDS = 5
_REACH = 160
_MOST = 200


@dataclass(frozen=True, slots=True)
class _Opposite:
    """Words that deny something, and the words that say of all that they have it."""

    lacks: re.Pattern[str]
    has: re.Pattern[str]


@cache
def _opposites() -> tuple[_Opposite, ...]:
    listed = load("opposites")["opposites"]
    if not isinstance(listed, list):
        raise TypeError("opposites is not a list")
    return tuple(
        _Opposite(_either(str(item["lacks"])), _either(str(item["has"]))) for item in listed
    )


def _either(words: str) -> re.Pattern[str]:
    joined = "|".join(re.escape(word.strip()) for word in words.split("·"))
    return re.compile(rf"(?<!\w)(?:{joined})(?!\w)")


def check_coverage(parsed: ParsedDocument) -> Iterator[Issue]:
    """All of a kind have something ("100% thôn …") beside one that lacks it ("01 thôn …")."""
    content = parsed.text.content
    whole = [one for one in parsed.observations if one.unit == "%" and one.value == 100][:_MOST]
    if not whole:
        return
    for exception in parsed.observations:
        if exception.unit == "%" or not exception.unit or exception.value <= 0:
            continue
        end = _clause_end(content, exception.span.end)
        if following := _NEXT_NUMBER.search(content, exception.span.end, end):
            # What is denied behind another number is denied of that one.
            end = following.start()
        clause = fold(content[exception.span.start : end])
        if not _DENIES.search(clause):
            continue
        for opposite in _opposites():
            denied = opposite.lacks.search(clause)
            if denied is None:
                continue
            found = _universal(content, whole, exception.unit, opposite)
            if found is not None:
                end = exception.span.start + denied.end()
                yield _conflict(parsed, found, Span(exception.span.start, end))
            break


def _clause_end(content: str, start: int) -> int:
    end = _SENTENCE_END.search(content, start, start + _REACH)
    return end.start() if end else min(len(content), start + _REACH)


def _universal(
    content: str, whole: list[Observation], unit: str, opposite: _Opposite
) -> Observation | None:
    """The statement that all things of a unit have what the exception lacks."""
    thing = re.compile(rf"(?<!\w){re.escape(fold(unit))}(?!\w)")
    for one in whole:
        metric = fold(one.metric)
        around = fold(content[one.span.start : _clause_end(content, one.span.end)])
        stated = f"{metric} {around}"
        if thing.search(stated) and opposite.has.search(stated):
            return one
    return None


def _conflict(parsed: ParsedDocument, universal: Observation, exception: Span) -> Issue:
    content = parsed.text.content
    params = {
        "universal": f"{universal.raw} {universal.metric}"[:160],
        "exception": exception.of(content),
    }
    return Issue("coverage_conflict", Severity.WARNING, exception, params)


_Key = tuple[str, str | None, str | None, str | None, str | None, str]


def check_values(parsed: ParsedDocument) -> Iterator[Issue]:
    """One metric of one scope and time with two values."""
    first: dict[_Key, Observation] = {}
    for one in parsed.observations:
        metric = " ".join(fold(one.metric).split())
        if one.is_subset or len(metric.split()) < _WORDS:
            continue
        when = one.as_of.isoformat() if one.as_of else None
        key = (metric, one.unit, one.scope, one.period, when, one.part)
        before = first.setdefault(key, one)
        if before.value != one.value:
            params = {"metric": one.metric, "first": before.raw, "second": one.raw}
            yield Issue("values_conflict", Severity.WARNING, one.span, params)
