"""A word mistyped: the nearest word among those that stand beside the other words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable

from django.contrib.postgres.search import TrigramWordSimilarity
from django.db.models import QuerySet

from tiendo.search.asking import Question, with_words
from tiendo.search.lexemes import query_of
from tiendo.search.models import SearchEntry
from tiendo.search.words import words_of

# As many entries are looked through for each word that nothing holds.
_LOOKED_THROUGH = 60
_SHORTEST = 3


def corrected(visible: QuerySet[SearchEntry], question: Question) -> Question | None:
    """The question with each word that no entry holds replaced by one a letter away; None where a
    word has none, or where every word is held somewhere.

    Words are taken only from what the person may see. Cost: one query for each word, two more for
    each that nothing holds.
    """
    words = dict.fromkeys(question.words)
    unknown = [word for word in words if not _holding(visible, [word]).exists()]
    known = [word for word in words if word not in unknown]
    better: dict[str, str] = {}
    for word in unknown:
        nearest = _nearest(visible, word, known)
        if nearest is None:
            return None
        better[word] = nearest
    return with_words(question, better) if better else None


def _nearest(visible: QuerySet[SearchEntry], word: str, known: Collection[str]) -> str | None:
    if len(word) < _SHORTEST:
        return None
    beside = _holding(visible, known) if known else visible.none()
    return _one_away(word, _words_in(beside)) or _one_away(word, _words_alike(visible, word))


def _holding(visible: QuerySet[SearchEntry], words: Collection[str]) -> QuerySet[SearchEntry]:
    return visible.filter(words=query_of(" & ".join(f"'{word}'" for word in words)))


def _words_in(rows: QuerySet[SearchEntry]) -> Iterable[str]:
    texts = rows.order_by("kind", "-pk").values_list("symbol", "head", "body")
    for texts_of_one in texts[:_LOOKED_THROUGH]:
        yield from words_of(" ".join(texts_of_one)).split()


def _words_alike(visible: QuerySet[SearchEntry], word: str) -> Iterable[str]:
    """The words of the titles and symbols likest to a word."""
    alike = (
        visible.filter(plain_head__trigram_word_similar=word)
        .annotate(alike=TrigramWordSimilarity(word, "plain_head"))
        .order_by("-alike", "pk")
        .values_list("plain_head", flat=True)[:_LOOKED_THROUGH]
    )
    for head in alike:
        yield from head.split()


def _one_away(word: str, others: Iterable[str]) -> str | None:
    """The word met most often that differs by one mistake of typing."""
    met = Counter(other for other in others if is_one_away(word, other))
    return max(met, key=lambda other: (met[other], other)) if met else None


def is_one_away(word: str, other: str) -> bool:
    """Whether two words differ by one letter: changed, left out, added, or two exchanged."""
    if abs(len(word) - len(other)) > 1 or word == other:
        return False
    begin = 0
    while begin < min(len(word), len(other)) and word[begin] == other[begin]:
        begin += 1
    here, there = word[begin:], other[begin:]
    if here[1:] == there[1:] or here[1:] == there or here == there[1:]:
        return True
    return len(here) > 1 and here[:2] == there[1::-1] and here[2:] == there[2:]
