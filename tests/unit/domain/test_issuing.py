"""What may follow what on a paper's way out, its numbers, and what its signatures amount to."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tiendo.domain.issuing import (
    BY_STATE,
    PAPER_MOVES,
    STEPS,
    Finding,
    PaperState,
    SignatureFacts,
    bare_number,
    fault_of,
    is_reached,
    move_of,
    next_number,
    printed_number,
    skipped_numbers,
    split_number,
)

GOOD = SignatureFacts(Finding.GOOD, Finding.GOOD, Finding.GOOD, Finding.GOOD, Finding.GOOD)


def test_every_step_is_reached_by_one_way_on() -> None:
    forward = [row for row in PAPER_MOVES if not row.needs_reason]
    assert [row.source for row in forward] == list(STEPS[:-1])
    assert [row.target for row in forward] == list(STEPS[1:])


def test_what_goes_back_needs_a_reason_and_never_comes_from_an_issued_paper() -> None:
    for row in PAPER_MOVES:
        is_back = STEPS.index(row.target) < STEPS.index(row.source)
        assert row.needs_reason is is_back
    assert BY_STATE[PaperState.ISSUED] == ()


def test_after_signing_nothing_is_sent_back_to_the_drafter() -> None:
    assert move_of("send_back", PaperState.SIGNED) is None
    assert move_of("drop_number", PaperState.SEALED) is None


def test_steps_before_that_of_a_paper_are_reached() -> None:
    assert is_reached(PaperState.SIGNED, PaperState.NUMBERED)
    assert not is_reached(PaperState.ISSUED, PaperState.SEALED)


@pytest.mark.parametrize(
    ("number", "width", "printed"),
    [(5, 2, "05/BC-UBND"), (12, 3, "012/BC-UBND"), (155, 4, "0155/BC-UBND"), (7, 0, "07/BC-UBND")],
)
def test_a_number_is_padded_as_the_body_likes(number: int, width: int, printed: str) -> None:
    assert printed_number(number, "BC-UBND", width) == printed


@pytest.mark.parametrize(
    ("printed", "split"),
    [
        ("012/BC-UBND", (12, "BC-UBND")),
        ("57-NQ/TW", (57, "NQ/TW")),
        (printed_number(9, "BC/TU"), (9, "BC/TU")),
        (" 146 / KH-UBND ", (146, "KH-UBND")),
        ("/BC-UBND", None),
        ("148/2025/QH15", (148, "2025/QH15")),
        ("", None),
    ],
)
def test_a_printed_number_is_split(printed: str, split: tuple[int, str] | None) -> None:
    assert split_number(printed) == split


@pytest.mark.parametrize(
    ("printed", "bare"), [("012/BC-UBND", "012"), ("09-BC/TU", "09"), ("/BC-UBND", "")]
)
def test_the_number_alone_keeps_its_padding(printed: str, bare: str) -> None:
    assert bare_number(printed) == bare


def test_numbers_go_on_from_the_highest_and_gaps_are_known() -> None:
    assert next_number([]) == 1
    assert next_number([3, 9, 4]) == 10
    assert list(skipped_numbers([3, 9], 7)) == [4, 5, 6]
    assert list(skipped_numbers([], 1)) == []


@pytest.mark.parametrize(
    ("side", "fault"),
    [
        ("integrity", "signature_broken"),
        ("alteration", "altered_after_signing"),
        ("validity", "certificate_expired"),
        ("revocation", "certificate_revoked"),
        ("chain", "certificate_untrusted"),
    ],
)
def test_one_bad_side_of_one_signature_refuses_the_file(side: str, fault: str) -> None:
    assert fault_of([GOOD, replace(GOOD, **{side: Finding.BAD})], 0) == fault


def test_what_could_not_be_checked_refuses_nothing() -> None:
    assert fault_of([replace(GOOD, revocation=Finding.UNKNOWN, chain=Finding.UNKNOWN)], 0) == ""


def test_a_file_without_signatures_or_of_another_paper_is_refused() -> None:
    assert fault_of([], 0) == "not_signed"
    assert fault_of([GOOD], 3) == "not_this_paper"
    assert fault_of([GOOD], 0) == ""
