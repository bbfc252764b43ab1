"""What the citing words say of a cited document: the nearest verb that governs, shared by lists."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from enum import Enum

from vanban.body_patterns import tone_tolerant
from vanban.citations.titles import opens_title
from vanban.letters import UPPER
from vanban.lexicon import mapping, words
from vanban.models import Citation, Relation
from vanban.text import fold_tones


def _relation_words() -> dict[str, Relation]:
    return {word: relation for relation in Relation for word in words("relations", relation.value)}


_RELATIONS = _relation_words()


def _printed(word: str) -> str:
    """A pattern for a word with any white space and both placements of its tone."""
    return tone_tolerant(word).replace(r"\ ", r"\s+")


_VERB = re.compile(
    rf"(?<!\w)(?:{'|'.join(map(_printed, sorted(_RELATIONS, key=len, reverse=True)))})(?!\w)",
    re.IGNORECASE,
)
_SENTENCE_END = re.compile(rf"\n|(?<!TP)[.!?]\s+(?=[{UPPER}\d“\"(-])")
# Right before a citation that a list goes on with: "; ", ", ", " và các ", ", đặc biệt là các ".
_JOINT = re.compile(
    r"(?P<mark>[,;]|(?<!\w)(?:và|hoặc|cùng với|cùng|cũng như|với))"
    r"(?:\s+(?:và|các|những|một số|cùng|đặc biệt là|nhất là|trong đó có|số))*\s*\Z",
    re.IGNORECASE,
)
# "…, của Ban Bí thư tại văn bản số …" goes on with the list as well.
_OPENS_WITH_JOINT = re.compile(r"\s*(?:,|;|và)\s+(?:của|tại)\s")
_LONGEST_OPENING = 90
_WINDOW = 400

# What may not stand between a verb and the document it changes.
_NO_OBJECT = re.compile(
    r"(?<!quy định )(?<!nội dung )(?<!điều )(?<!\w)(?:tại|trong)(?!\w)|\(|được giao"
)
_NOT_A_BASIS = re.compile(r"\s+(?:dõi|hướng|đề nghị|tháng|quý|năm|ngày|từng|đó|đề xuất)(?!\w)")
_RULES_AT = re.compile(r"\s+(?:các\s+)?(?:quy định|hướng dẫn)\s+tại(?!\w)")
_BRACKETS = re.compile(r"\([^()]*\)")
_COMPOUND = re.compile(r"(?:tiếp|kèm|đi|phỏng)\s+\Z", re.IGNORECASE)
_PASSIVE = re.compile(r"(?:đã |mới )?được\s+\Z", re.IGNORECASE)
_CHANGED_BY = re.compile(
    r"được\s+(?:sửa đổi|bổ sung|thay thế|điều chỉnh)[^;.]{0,80}(?<!\w)(?:theo|bởi|tại|bằng)\s+\Z",
    re.IGNORECASE,
)
_CHANGES = frozenset({Relation.AMENDS, Relation.REPLACES, Relation.REPEALS})
_REACH = {Relation.BASED_ON: 160, Relation.CITES: 120}
_USUAL_REACH = 320


class _Inner(Enum):
    """Where a citation stands that is no member of the outer list: in the title of another
    document, or in the words that tell what changed it ("đã được sửa đổi theo …")."""

    NONE = "none"
    TITLE = "title"
    CHANGE = "change"


@dataclass(slots=True)
class _Sentence:
    """What is known of the sentence that is being read: the relation of its outer list, whether
    semicolons part it, the last citation, and the one that "đã được sửa đổi" tells of."""

    start: int
    end_of_last: int = -1
    outer: Relation = Relation.CITES
    last: Relation = Relation.CITES
    inner: _Inner = _Inner.NONE
    changed: tuple[Relation, _Inner] = (Relation.CITES, _Inner.NONE)
    has_semicolons: bool = False


def state_relations(content: str, citations: Iterable[Citation]) -> Iterator[Citation]:
    """The citations with their relations; they come in the order of the text."""
    return _from_behind(content, _from_before(content, citations))


def _from_before(content: str, citations: Iterable[Citation]) -> Iterator[Citation]:
    sentence: _Sentence | None = None
    for citation in citations:
        at = citation.span.start
        if sentence is None or _SENTENCE_END.search(content, sentence.end_of_last, at):
            sentence = _Sentence(sentence_start(content, at))
        relation = _relate(content, sentence, at)
        sentence.last, sentence.end_of_last = relation, citation.span.end
        yield citation if citation.relation is relation else replace(citation, relation=relation)


_BEHIND = {word: Relation(name) for word, name in mapping("relations", "behind").items()}
_SUBJECT_OF = re.compile(
    r"\s*(?:đã |sẽ |cùng |đều )?"
    rf"(?P<words>{'|'.join(sorted(_BEHIND, key=len, reverse=True))})(?!\w)",
    re.IGNORECASE,
)
_LONGEST_JOINT = 30


def _from_behind(content: str, citations: Iterable[Citation]) -> Iterator[Citation]:
    """The citations, those with a verb behind them related by it: "A và B hết hiệu lực"."""
    told: list[Citation] = []
    shared: Relation | None = None
    for citation in reversed(list(citations)):
        behind = _SUBJECT_OF.match(content, citation.span.end)
        if behind:
            shared = _BEHIND[" ".join(behind["words"].casefold().split())]
        elif shared and not _is_listed(content[citation.span.end : told[-1].span.start]):
            shared = None
        if shared and citation.relation is Relation.CITES and not citation.is_self:
            citation = replace(citation, relation=shared)
        told.append(citation)
    return reversed(told)


def _is_listed(gap: str) -> bool:
    """Whether nothing but a comma or "và" stands between two citations."""
    joint = _JOINT.match(gap.lstrip()) if len(gap) <= _LONGEST_JOINT else None
    return joint is not None


def sentence_start(content: str, at: int, window: int = _WINDOW) -> int:
    """Where the sentence around a place begins, or how far back it is looked at."""
    start = max(0, at - window)
    for match in _SENTENCE_END.finditer(content, start, at):
        start = match.end()
    return start


def _relate(content: str, sentence: _Sentence, at: int) -> Relation:
    """The relation of the citation at a place; notes in ``sentence`` which list it belongs to."""
    is_first = sentence.end_of_last < 0
    gap = content[max(sentence.start, sentence.end_of_last) : at]
    joint = None if is_first else _JOINT.search(gap)
    if joint:
        return _inherit(sentence, joint["mark"] == ";")
    verb = _governing_verb(gap)
    if verb is None and not is_first and _goes_on(gap):
        return sentence.last
    _enter(sentence, _Inner.NONE if is_first else _inner(gap))
    relation = verb or Relation.CITES
    if sentence.inner is _Inner.NONE:
        sentence.outer = relation
    return relation


def _enter(sentence: _Sentence, inner: _Inner) -> None:
    if inner is _Inner.CHANGE and sentence.inner is not _Inner.CHANGE:
        sentence.changed = (sentence.last, sentence.inner)
    sentence.inner = inner


def _inner(gap: str) -> _Inner:
    if ";" in gap:
        return _Inner.NONE
    if _CHANGED_BY.search(gap[-140:]):
        return _Inner.CHANGE
    return _Inner.TITLE if "(" in gap or opens_title(gap) else _Inner.NONE


def _inherit(sentence: _Sentence, after_semicolon: bool) -> Relation:
    """A member of a list: of the outer one after a semicolon, and behind what tells of a change
    where semicolons part the outer list; else of the list that was being read."""
    parted = sentence.has_semicolons or after_semicolon
    sentence.has_semicolons = parted
    if sentence.inner is _Inner.CHANGE and parted:
        relation, sentence.inner = sentence.changed
        return relation
    if after_semicolon:
        sentence.inner = _Inner.NONE
        return sentence.outer
    return sentence.last


def _goes_on(gap: str) -> bool:
    return len(gap) <= _LONGEST_OPENING and _OPENS_WITH_JOINT.match(gap) is not None


def _governing_verb(gap: str) -> Relation | None:
    """The relation of the last verb of a stretch that can govern what follows the stretch."""
    for match in reversed(list(_VERB.finditer(gap))):
        relation = _RELATIONS[_lexical(match[0])]
        behind = _BRACKETS.sub("", gap[match.end() :])
        if "(" in behind:
            # A bracket that opens after the verb only names a document: "phong trào (Quyết định …".
            return Relation.CITES
        if len(behind) <= _REACH.get(relation, _USUAL_REACH) and ";" not in behind:
            governed = _governs(relation, gap[: match.start()], match[0], behind)
            if governed is not None:
                return governed
    return None


def _lexical(printed: str) -> str:
    return " ".join(fold_tones(printed.casefold()).split())


def _governs(relation: Relation, before: str, verb: str, behind: str) -> Relation | None:
    if relation in _CHANGES:
        if _PASSIVE.search(before):
            # "đã được sửa đổi, bổ sung theo Nghị định B": B is only named.
            return Relation.CITES
        return None if _NO_OBJECT.search(behind) else relation
    if verb.casefold() == "theo":
        if _COMPOUND.search(before) or _NOT_A_BASIS.match(behind):
            return None
        return Relation.CITES if _CHANGED_BY.search(before[-140:] + "theo ") else relation
    if relation is Relation.IMPLEMENTS and _RULES_AT.match(behind):
        # "thực hiện quy định tại Thông tư A": what is carried out rests on A.
        return Relation.BASED_ON
    return relation
