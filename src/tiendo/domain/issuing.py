"""The way of a paper out of the house: one table of what may follow what.

Source: Nghị định 30/2020/NĐ-CP, Điều 11 to 15 (draft approved, checked, signed, numbered), Điều 5
(signed by the person and by the body: worth the original).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

_LEADING = re.compile(r"\d+")
_NUMBER = re.compile(r"\s*0*(\d{1,6})\s*[/-]\s*(\S.*?)\s*")


class PaperState(StrEnum):
    """Where an outgoing paper stands."""

    DRAFT = "draft"
    REVIEWED = "reviewed"
    SUBMITTED = "submitted"
    SIGNED = "signed"
    NUMBERED = "numbered"
    SEALED = "sealed"
    ISSUED = "issued"


@dataclass(frozen=True, slots=True)
class PaperMove:
    """One row of the table. ``needs_reason``: it goes back, which is explained."""

    action: str
    source: PaperState
    target: PaperState
    permission: str
    needs_reason: bool = False


PAPER_MOVES: tuple[PaperMove, ...] = (
    PaperMove("review", PaperState.DRAFT, PaperState.REVIEWED, "paper.submit"),
    PaperMove("submit", PaperState.REVIEWED, PaperState.SUBMITTED, "paper.submit"),
    PaperMove("sign", PaperState.SUBMITTED, PaperState.SIGNED, "paper.sign"),
    PaperMove("number", PaperState.SIGNED, PaperState.NUMBERED, "paper.number"),
    PaperMove("seal", PaperState.NUMBERED, PaperState.SEALED, "paper.number"),
    PaperMove("issue", PaperState.SEALED, PaperState.ISSUED, "paper.number"),
    PaperMove("send_back", PaperState.REVIEWED, PaperState.DRAFT, "paper.submit", True),
    PaperMove("send_back", PaperState.SUBMITTED, PaperState.DRAFT, "paper.sign", True),
    PaperMove("drop_number", PaperState.NUMBERED, PaperState.SIGNED, "paper.number", True),
)
STEPS: tuple[PaperState, ...] = tuple(PaperState)


def move_of(action: str, source: PaperState) -> PaperMove | None:
    """The move an action makes from a state; None where it makes none."""
    return next((row for row in PAPER_MOVES if (row.action, row.source) == (action, source)), None)


def is_reached(step: PaperState, state: PaperState) -> bool:
    """Whether a paper in a state has come to a step."""
    return STEPS.index(step) <= STEPS.index(state)


# Numbers


def printed_number(number: int, symbol: str, width: int = 2) -> str:
    """A number before its symbol: "05/BC-UBND", of a Party body "05-BC/TU".

    ``width`` is the body's own padding. Source: Nghị định 30/2020/NĐ-CP, Phụ lục I (numbers below
    10 take a leading 0); Quy định 399-QĐ/TW (2026) for the Party's hyphen.
    """
    separator = "-" if "/" in symbol else "/"
    return f"{str(number).zfill(max(width, 2))}{separator}{symbol}"


def bare_number(printed: str) -> str:
    """The number alone, with its padding: "012" of "012/BC-UBND"."""
    found = _LEADING.match(printed)
    return found[0] if found else ""


def split_number(printed: str) -> tuple[int, str] | None:
    """The number and the symbol of "012/BC-UBND"; None where it has another form."""
    found = _NUMBER.fullmatch(printed)
    return (int(found[1]), found[2]) if found else None


def next_number(used: Iterable[int]) -> int:
    """The number after the highest one used; a series begins with 1."""
    return max(used, default=0) + 1


def skipped_numbers(used: Iterable[int], number: int) -> Sequence[int]:
    """The numbers left out between the highest one used below a number and it."""
    below = max((each for each in used if each < number), default=0)
    return range(below + 1, number)


# Signatures


class Finding(StrEnum):
    """What was found out about one side of a signature. Unknown is neither good nor bad."""

    GOOD = "good"
    BAD = "bad"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class SignatureFacts:
    """What a check found of one signature.

    ``stamp`` is that of its time: unknown without a stamp, or with one of somebody not believed.
    """

    integrity: Finding
    alteration: Finding
    chain: Finding
    validity: Finding
    revocation: Finding
    stamp: Finding = Finding.UNKNOWN


# In the order in which they are told: what makes a file worthless first.
_REASONS: tuple[tuple[str, str], ...] = (
    ("integrity", "signature_broken"),
    ("alteration", "altered_after_signing"),
    ("stamp", "stamp_broken"),
    ("validity", "certificate_expired"),
    ("revocation", "certificate_revoked"),
    ("chain", "certificate_untrusted"),
)


def fault_of(signatures: Sequence[SignatureFacts], differences: int) -> str:
    """The code of why a returned file is refused; empty where it may be taken.

    Missing: what could not be checked refuses nothing; it is told beside.
    """
    if not signatures:
        return "not_signed"
    for name, code in _REASONS:
        if any(getattr(row, name) is Finding.BAD for row in signatures):
            return code
    return "not_this_paper" if differences else ""


BY_STATE: Mapping[PaperState, tuple[PaperMove, ...]] = {
    state: tuple(row for row in PAPER_MOVES if row.source is state) for state in PaperState
}
