"""What a better reading of a file moved: each quoted passage, before and after."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from tiendo.documents.clauses import Clauses
from tiendo.documents.models import Passage, Rendition, TextVersion
from tiendo.documents.passages import roots_of


class MoveKind(StrEnum):
    """What became of a passage. In the order in which a person should look at them."""

    LOST = "lost"
    CHANGED = "changed"
    MOVED = "moved"
    SAME = "same"


@dataclass(frozen=True, slots=True)
class Move:
    """One passage: ``root`` is what records cite, ``old`` as it was last found, ``new`` as it is.

    Missing: ``new`` is None for a lost one. Clauses are empty outside all of them.
    """

    kind: MoveKind
    root: Passage
    old: Passage
    new: Passage | None
    old_path: str = ""
    new_path: str = ""


@dataclass(frozen=True, slots=True)
class Rereading:
    """The two last readings of a file and what moved between them, lost ones first."""

    old: TextVersion
    new: TextVersion
    moves: Sequence[Move]

    @property
    def counts(self) -> Mapping[str, int]:
        """How many passages of each kind."""
        found = Counter(move.kind.value for move in self.moves)
        return {kind.value: found[kind.value] for kind in MoveKind}


def last_rereading(rendition: Rendition) -> Rereading | None:
    """The last rereading of a file; None where it was read once. Cost: four queries."""
    texts = list(rendition.texts.order_by("-created_at", "-pk")[:2])
    if len(texts) < 2:
        return None
    new, old = texts
    return Rereading(old, new, _moves(old, new))


def _moves(old: TextVersion, new: TextVersion) -> list[Move]:
    before = {p.reanchored_from_id: p for p in old.passages.exclude(reanchored_from=None)}
    after = {p.reanchored_from_id: p for p in new.passages.exclude(reanchored_from=None)}
    clauses = Clauses(old), Clauses(new)
    moves = [
        _move(root, before.get(root.pk, root), after.get(root.pk), clauses)
        for root in roots_of(old, but=new)
    ]
    order = list(MoveKind)
    return sorted(moves, key=lambda move: (order.index(move.kind), move.old.start))


def _move(
    root: Passage, old: Passage, new: Passage | None, clauses: tuple[Clauses, Clauses]
) -> Move:
    if new is None:
        return Move(MoveKind.LOST, root, old, None, old.path)
    paths = clauses[0].path_at(old.start), clauses[1].path_at(new.start)
    if old.quote.split() != new.quote.split():
        kind = MoveKind.CHANGED
    elif paths[0] != paths[1] or _place(old) != _place(new):
        kind = MoveKind.MOVED
    else:
        kind = MoveKind.SAME
    return Move(kind, root, old, new, *paths)


def _place(passage: Passage) -> tuple[str, int | None, int | None]:
    return passage.part, passage.table_no, passage.row_no
