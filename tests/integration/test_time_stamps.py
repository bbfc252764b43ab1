"""Signatures with the time of somebody who is believed (PAdES B-T), asked on this machine."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from tests.certificate_factories import (
    PAST,
    SECRET,
    authority,
    foreign_stamper,
    lay_trust,
    served_stamps,
    stamper,
)
from tests.issuing_factories import at, other_pdf
from tiendo.domain.issuing import Finding, fault_of
from tiendo.issuing.errors import IssuingError
from tiendo.issuing.sealing import FileKey, seal_pdf
from tiendo.issuing.signatures import SignatureReading, read_signatures
from tiendo.issuing.trust import Trust, read_folder

STAMPED = at(1)


@pytest.fixture(scope="module")
def paper() -> bytes:
    """What is signed."""
    return other_pdf()


@pytest.fixture
def trust(tmp_path: Path) -> Trust:
    """The root of the tests, with the list of what it took back."""
    lay_trust(tmp_path / "signing", authority().revoked)
    return read_folder(tmp_path / "signing")


@pytest.fixture
def key(tmp_path: Path) -> FileKey:
    path = tmp_path / "con-dau.p12"
    path.write_bytes(authority().body.packed())
    return FileKey(path, SECRET)


def seal_with(settings: object, tsa: str) -> None:
    """The installation asks an address for its time stamps."""
    settings.SEAL = {"tsa": tsa}  # type: ignore[attr-defined]


def reading_of(source: bytes, trust: Trust, on: dt.datetime = STAMPED) -> SignatureReading:
    """What is found of the only signature of a file."""
    (found,) = read_signatures(source, trust, on)
    return found


@pytest.fixture
def stamped(paper: bytes, key: FileKey, settings: object) -> bytes:
    """Sealed with the stamp of an authority that is believed."""
    with served_stamps(stamper(), STAMPED) as address:
        seal_with(settings, address)
        return seal_pdf(paper, key, "Ủy ban nhân dân tỉnh", at(1, 9))


def test_the_time_of_a_believed_stamp_is_the_time_of_signing(stamped: bytes, trust: Trust) -> None:
    found = reading_of(stamped, trust)
    assert (found.stamped_at, found.facts.stamp) == (STAMPED, Finding.GOOD)


def test_a_certificate_that_ended_since_was_good_when_it_was_stamped(
    paper: bytes, key: FileKey, trust: Trust, settings: object
) -> None:
    """Without the stamp the same file is refused."""
    key.path.write_bytes(authority().expired.packed())
    moments = []
    for moment in (PAST - dt.timedelta(days=30), PAST + dt.timedelta(days=30)):
        with served_stamps(stamper(), moment) as address:
            seal_with(settings, address)
            found = reading_of(seal_pdf(paper, key, "Người cũ", at()), trust)
        moments.append((found.stamped_at == moment, fault_of([found.facts], 0)))
    assert moments == [(True, ""), (True, "certificate_expired")]


def test_a_stamp_of_somebody_unknown_proves_no_time(
    paper: bytes, key: FileKey, trust: Trust, settings: object
) -> None:
    with served_stamps(foreign_stamper(), STAMPED) as address:
        seal_with(settings, address)
        source = seal_pdf(paper, key, "Ủy ban nhân dân tỉnh", at())
    found = reading_of(source, trust)
    assert (found.stamped_at, found.facts.stamp) == (None, Finding.UNKNOWN)
    assert found.facts.integrity is Finding.GOOD
    assert fault_of([found.facts], 0) == ""


def test_an_altered_stamp_is_refused(stamped: bytes, trust: Trust) -> None:
    """The signature does not cover its stamp: another moment written into it must be seen."""
    moment = f"{STAMPED:%Y%m%d%H%M%S}".encode().hex().encode()
    other = f"{STAMPED - dt.timedelta(days=400):%Y%m%d%H%M%S}".encode().hex().encode()
    assert stamped.count(moment) == 1
    source = stamped.replace(moment, other)
    found = reading_of(source, trust)
    assert found.stamped_at is None
    assert fault_of([found.facts], 0) in {"stamp_broken", "signature_broken"}


def test_without_a_stamp_the_time_is_what_the_machine_said(
    paper: bytes, key: FileKey, trust: Trust, settings: object
) -> None:
    seal_with(settings, "")
    found = reading_of(seal_pdf(paper, key, "Ủy ban nhân dân tỉnh", at()), trust)
    assert (found.stamped_at, found.facts.stamp) == (None, Finding.UNKNOWN)
    assert found.claimed_at is not None


def test_an_authority_that_does_not_answer_is_told(
    paper: bytes, key: FileKey, settings: object
) -> None:
    with served_stamps(stamper(), STAMPED) as address:
        pass
    seal_with(settings, address)
    with pytest.raises(IssuingError) as why:
        seal_pdf(paper, key, "Ủy ban nhân dân tỉnh", at())
    assert why.value.code == "seal_failed"
