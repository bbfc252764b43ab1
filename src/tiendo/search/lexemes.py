"""Questions as PostgreSQL's text search reads them. Words hold letters and digits only."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import combinations

from django.contrib.postgres.search import SearchQuery

from tiendo.search.asking import Phrase, Question, Term


def query_of(text: str) -> SearchQuery:
    """A query written out as text."""
    return SearchQuery(text, config="simple", search_type="raw")


def all_terms(question: Question, *, within: str = "", is_begun: bool = False) -> str:
    """Every term must be held; ``within`` names weights ("AB"), ``is_begun`` lets the last word be
    only the beginning of one."""
    last = len(question.terms) - 1
    parts = [
        _term(term, within, is_begun and number == last)
        for number, term in enumerate(question.terms)
    ]
    exact = [_phrase(phrase, within, False) for phrase in question.exact]
    return " & ".join([*parts, *exact])


def in_a_row(question: Question, *, within: str = "") -> str:
    """The words as they were typed, one after the other."""
    return _phrase(question.words, within, False)


def any_term(question: Question, *, within: str = "", is_begun: bool = False) -> str:
    """At least one term is held; ``within`` and ``is_begun`` as for ``all_terms``."""
    last = len(question.terms) - 1
    return " | ".join(
        _term(term, within, is_begun and number == last)
        for number, term in enumerate(question.terms)
    )


def most_terms(question: Question, least: int) -> str:
    """At least so many of the terms are held: every choice of as many of them."""
    chosen = combinations((_term(term, "", False) for term in question.terms), least)
    return " | ".join(f"({' & '.join(terms)})" for terms in chosen)


def one_term(term: Term) -> str:
    """The term is held."""
    return _term(term, "", False)


def spelled_terms(question: Question) -> str:
    """The words typed with diacritics, with just these; empty where none was."""
    words = [word for term in question.terms for word in term.spelled.split()]
    return " & ".join(_word(word, "", False) for word in words)


def _term(term: Term, within: str, is_begun: bool) -> str:
    phrases = [_phrase(phrase, within, is_begun) for phrase in term.phrases]
    return phrases[0] if len(phrases) == 1 else f"({' | '.join(phrases)})"


def _phrase(phrase: Phrase | Iterable[str], within: str, is_begun: bool) -> str:
    words = list(phrase)
    last = len(words) - 1
    row = [_word(word, within, is_begun and n == last) for n, word in enumerate(words)]
    return row[0] if len(row) == 1 else f"({' <-> '.join(row)})"


def _word(word: str, within: str, is_begun: bool) -> str:
    marks = ("*" if is_begun else "") + within
    return f"'{word}'" + (f":{marks}" if marks else "")
