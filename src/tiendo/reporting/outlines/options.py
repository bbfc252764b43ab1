"""Blocks of outlines held against what there is: a rule for each option, by the kind of block."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial

from tiendo.budgets.queries import DIMENSIONS
from tiendo.domain.outlines import NARRATIVE, BlockSpec
from tiendo.reporting.kinds import KINDS
from tiendo.reporting.outlines.catalogue import nearest
from tiendo.reporting.outlines.faults import Fault, Looked, sentence_faults
from tiendo.reporting.outlines.gaps import is_figure_key, known_keys
from tiendo.reporting.pictures import PICTURE_GROUPS

Rule = Callable[[object, Looked], Iterator[Fault]]

LOOKS = ("bullet", "plus")
SINCE = ("period", "year", "ever")
_PERIOD = re.compile(r"\d{4}(-(H[12]|Q[1-4]|0[1-9]|1[0-2]))?")


def _words(value: object, looked: Looked) -> Iterator[Fault]:
    if not isinstance(value, str):
        yield looked.fault("not_words", value)


def _flag(value: object, looked: Looked) -> Iterator[Fault]:
    if not isinstance(value, bool):
        yield looked.fault("not_a_flag", value)


def _one_of(known: Iterable[str], value: object, looked: Looked) -> Iterator[Fault]:
    names = tuple(known)
    if value not in names:
        near = nearest(str(value), names) or ", ".join(names)
        yield looked.fault("not_offered", value, near)


def _listed(rule: Rule, value: object, looked: Looked) -> Iterator[Fault]:
    """A list with at least one item, each by a rule of its own."""
    if not isinstance(value, list):
        yield looked.fault("not_a_list", value)
    elif not value:
        yield looked.fault("empty_list", "")
    else:
        for each in value:
            yield from rule(each, looked)


def _words_or_list(value: object, looked: Looked) -> Iterator[Fault]:
    yield from _words(value, looked) if isinstance(value, str) else _listed(_words, value, looked)


def _measure(value: object, looked: Looked) -> Iterator[Fault]:
    codes = looked.catalogue.indicators
    if value not in codes:
        yield looked.fault("unknown_indicator", value, nearest(str(value), codes))


def _measures(value: object, looked: Looked) -> Iterator[Fault]:
    for code in str(value).split():
        yield from _measure(code, looked)


def _dimension(value: object, looked: Looked) -> Iterator[Fault]:
    yield from _one_of(looked.catalogue.dimensions, value, looked)


def _picture(value: object, looked: Looked) -> Iterator[Fault]:
    if value not in looked.catalogue.pictures:
        yield looked.fault("unknown_picture", value, nearest(str(value), looked.catalogue.pictures))


def _body(value: object, looked: Looked) -> Iterator[Fault]:
    if value not in looked.catalogue.bodies:
        yield looked.fault("unknown_body", value, nearest(str(value), looked.catalogue.bodies))


def _period(value: object, looked: Looked) -> Iterator[Fault]:
    if not _PERIOD.fullmatch(str(value)):
        yield looked.fault("bad_period", value)


def _since(value: object, looked: Looked) -> Iterator[Fault]:
    if value not in SINCE:
        try:
            dt.date.fromisoformat(str(value))
        except ValueError:
            yield looked.fault("not_offered", value, nearest(str(value), SINCE) or ", ".join(SINCE))


def _own_place(value: object, looked: Looked) -> Iterator[Fault]:
    names = [place.name for place in looked.spec.narratives]
    if value not in names:
        yield looked.fault("unknown_place", value, nearest(str(value), names))


def _place_below(value: object, looked: Looked) -> Iterator[Fault]:
    """A place of the outlines that bodies report by, or of this one."""
    own = {place.name for place in looked.spec.narratives}
    if value not in own and value not in looked.catalogue.places:
        near = nearest(str(value), own | looked.catalogue.places)
        yield looked.fault("unknown_place", value, near)


def _compared_figure(value: object, looked: Looked) -> Iterator[Fault]:
    """A live value, or one with a name of its own."""
    held = value.get("value", "") if isinstance(value, dict) else value
    yield from sentence_faults("{" + str(held) + "}", looked, is_figure=True)


def _gathered_figure(value: object, looked: Looked) -> Iterator[Fault]:
    held = value.get("key", value.get("value", "")) if isinstance(value, dict) else value
    if not is_figure_key(str(held), looked.catalogue):
        yield looked.fault("unknown_value", held, nearest(str(held), known_keys(looked.catalogue)))


_figure_sentence: Rule = partial(sentence_faults, is_figure=True)
_look: Rule = partial(_one_of, LOOKS)
_TITLED: Mapping[str, Rule] = {"title": _words}
RULES: Mapping[str, Mapping[str, Rule]] = {
    NARRATIVE: {"label": _words, "hint": _words},
    "sentence": {"template": sentence_faults, "as": _look, "unless_missing": _flag},
    **dict.fromkeys(("chart_official", "chart_sections", "chart_leads", "chart_days"), _TITLED),
    "picture": {
        "of": _picture,
        "indicator": _measures,
        "period": _period,
        "body": _body,
        "group": partial(_one_of, PICTURE_GROUPS),
        **_TITLED,
    },
    "breakdown": {"total": _figure_sentence, "parts": partial(_listed, _figure_sentence)},
    "gathered_narratives": {"place": _place_below, "unless": _own_place},
    "gathered_table": {"figures": partial(_listed, _gathered_figure)},
    "comparison": {"figures": partial(_listed, _compared_figure)},
    "years": {"figures": partial(_listed, _compared_figure)},
    "register_documents": {
        **dict.fromkeys(("numbers", "issuers", "types", "about"), _words_or_list),
        **dict.fromkeys(("own", "again", "bases"), _flag),
        "since": _since,
        "lead": sentence_faults,
    },
    "events": {
        "about": _words_or_list,
        "lead": sentence_faults,
        **dict.fromkeys(("aims", "outcomes"), _flag),
    },
    "indicators": {
        "indicators": partial(_listed, _measure),
        "lead": sentence_faults,
        "as": _look,
        "bodies": _flag,
        "by": _dimension,
    },
    "targets": {"indicators": partial(_listed, _measure)},
    "budget": {"as": _look, "of": _words},
    "budget_table": {"by": partial(_one_of, DIMENSIONS)},
    "difficulties_list": dict.fromkeys(("causes", "proposals", "bodies"), _flag),
}


def block_faults(block: BlockSpec, looked: Looked) -> Iterator[Fault]:
    """What is wrong with a block: its kind, the options it lacks, has beside, or has wrong."""
    kind = KINDS.get(block.kind)
    if kind is None:
        yield looked.fault("unknown_kind", block.kind, nearest(block.kind, KINDS))
        return
    known = kind.needed | kind.known
    for name in sorted(kind.needed - block.options.keys()):
        yield looked.fault("option_missing", name)
    for name in sorted(block.options.keys() - known):
        yield looked.fault("unknown_option", name, nearest(name, known))
    rules = RULES.get(block.kind, {})
    for name in sorted(block.options.keys() & rules.keys()):
        yield from rules[name](block.options[name], looked)
