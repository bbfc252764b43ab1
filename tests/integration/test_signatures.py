"""Files handed in as signed: taken when good, else refused in words that say why."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import transaction
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.generic import pdf_name
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

from tests import issuing_factories as made_by
from tests.certificate_factories import (
    SECRET,
    authority,
    lay_trust,
    signed_by,
    signed_with_evidence,
)
from tests.factories import World, actor, make_world
from tests.issuing_factories import (
    approved_report,
    at,
    final_pdf,
    paper_in,
    take_back,
    twice_signed,
)
from tiendo.audit.models import AuditEvent
from tiendo.composer.docx import write_docx
from tiendo.composer.typst import write_pdf
from tiendo.documents.errors import UploadRefused
from tiendo.domain import clock
from tiendo.domain.issuing import Finding
from tiendo.issuing.errors import IssuingError
from tiendo.issuing.models import FileKind, OutgoingPaper, SignatureCheck
from tiendo.issuing.rendering import bytes_of, final_document, newest
from tiendo.issuing.returning import seal_here
from tiendo.issuing.signatures import read_signatures
from tiendo.issuing.trust import Trust, read_folder, read_trust


@pytest.fixture(scope="module")
def made(kept_transaction: None) -> tuple[World, OutgoingPaper]:
    """Made once for all tests, none of which sees what another did."""
    world = make_world()
    return world, paper_in(world, "numbered", approved_report(world))


@pytest.fixture
def db(made: object) -> Iterator[None]:
    """One test, undone; pytest-django's would undo what was made too."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


@pytest.fixture
def world(db: None, made: tuple[World, OutgoingPaper]) -> World:
    return made[0]


@pytest.fixture
def paper(db: None, made: tuple[World, OutgoingPaper]) -> OutgoingPaper:
    return OutgoingPaper.objects.get(pk=made[1].pk)


@pytest.fixture
def trust(settings: object, tmp_path: Path) -> Path:
    """The root of the tests is believed; its list names the one key that was taken back."""
    lay_trust(tmp_path, authority().revoked)
    settings.SIGNING_ROOT = tmp_path  # type: ignore[attr-defined]
    return tmp_path


def refused(world: World, paper: OutgoingPaper, source: bytes, name: str = "da-ky.pdf") -> str:
    """The code with which a file is refused; the paper stays where it was."""
    with pytest.raises((IssuingError, UploadRefused)) as why:
        take_back(world, paper, source, name=name)
    paper.refresh_from_db()
    assert paper.state == "numbered"
    assert newest(paper, FileKind.SIGNED) is None
    assert str(why.value)
    return why.value.code


def overlaid(source: bytes) -> bytes:
    """The file with a note laid over its first page by a later revision."""
    writer = IncrementalPdfFileWriter(io.BytesIO(source))
    page = writer.find_page_for_modification(0)[0]
    note = generic.DictionaryObject(
        {
            pdf_name("/Type"): pdf_name("/Annot"),
            pdf_name("/Subtype"): pdf_name("/FreeText"),
            pdf_name("/Rect"): generic.ArrayObject(map(generic.NumberObject, (100, 600, 300, 640))),
            pdf_name("/Contents"): generic.pdf_string("99 %"),
        }
    )
    writer.register_annotation(page, writer.add_object(note))
    made = io.BytesIO()
    writer.write(made)
    return made.getvalue()


# Taken


def test_a_file_signed_by_person_and_body_is_taken(
    world: World, paper: OutgoingPaper, trust: Path
) -> None:
    sealed = take_back(world, paper, twice_signed(paper))
    check = SignatureCheck.objects.get(paper=paper)
    assert sealed.state == "sealed"
    assert check.fault == ""
    assert [row["signer"] for row in check.found["signatures"]] == [
        "Nguyễn Lãnh Đạo",
        "Ủy ban nhân dân tỉnh",
    ]
    assert all(row["revocation"] == "good" for row in check.found["signatures"])
    assert check.found["comparison"]["is_same_file"] is True


def test_without_a_list_revocation_is_unknown_not_good(
    world: World, paper: OutgoingPaper, trust: Path
) -> None:
    (trust / "crls" / "goc.crl").unlink()
    take_back(world, paper, twice_signed(paper))
    found = SignatureCheck.objects.get(paper=paper).found["signatures"]
    assert {row["revocation"] for row in found} == {"unknown"}
    assert {row["chain"] for row in found} == {"good"}


def test_a_list_inside_the_file_tells_of_revocation_too(
    world: World, paper: OutgoingPaper, trust: Path
) -> None:
    (trust / "crls" / "goc.crl").unlink()
    take_back(world, paper, signed_with_evidence(authority().person, final_pdf(paper)))
    (found,) = SignatureCheck.objects.get(paper=paper).found["signatures"]
    assert (found["revocation"], found["alteration"]) == ("good", "good")


def test_without_roots_nobody_is_believed_or_disbelieved(paper: OutgoingPaper) -> None:
    reading = read_signatures(signed_by(authority().person, final_pdf(paper)), Trust(), at())[0]
    assert reading.facts.chain is Finding.UNKNOWN
    assert reading.facts.integrity is Finding.GOOD


def test_a_file_set_again_by_another_program_is_compared_word_by_word(
    world: World, paper: OutgoingPaper, trust: Path
) -> None:
    again = write_pdf(final_document(_whole(paper)), at(3))
    assert again != final_pdf(paper)
    take_back(world, paper, signed_by(authority().person, again))
    assert SignatureCheck.objects.get(paper=paper).found["comparison"]["count"] == 0


# Refused


def test_an_unsigned_file_is_refused(world: World, paper: OutgoingPaper, trust: Path) -> None:
    assert refused(world, paper, final_pdf(paper)) == "not_signed"


@pytest.mark.parametrize(
    ("holder", "code"),
    [
        ("expired", "certificate_expired"),
        ("revoked", "certificate_revoked"),
        ("stranger", "certificate_untrusted"),
    ],
)
def test_a_certificate_that_does_not_hold_is_refused(
    world: World, paper: OutgoingPaper, trust: Path, holder: str, code: str
) -> None:
    source = signed_by(getattr(authority(), holder), final_pdf(paper))
    assert refused(world, paper, source) == code
    check = SignatureCheck.objects.get(paper=paper)
    assert check.fault == code
    assert AuditEvent.objects.filter(action="paper.refuse_file", object_id=str(paper.pk)).exists()


def test_a_file_changed_after_signing_is_refused(
    world: World, paper: OutgoingPaper, trust: Path
) -> None:
    signed = signed_by(authority().person, final_pdf(paper))
    assert refused(world, paper, overlaid(signed)) == "altered_after_signing"


def test_a_file_overlaid_before_signing_is_refused(
    world: World, paper: OutgoingPaper, trust: Path
) -> None:
    source = signed_by(authority().person, overlaid(final_pdf(paper)))
    assert refused(world, paper, source) == "not_this_paper"


def test_a_damaged_signature_is_refused(world: World, paper: OutgoingPaper, trust: Path) -> None:
    signed = bytearray(signed_by(authority().person, final_pdf(paper)))
    signed[3000] ^= 1
    assert refused(world, paper, bytes(signed)) in {"signature_broken", "unreadable_pdf"}


def test_another_report_is_refused_and_the_places_are_told(
    world: World, paper: OutgoingPaper, trust: Path
) -> None:
    document = final_document(_whole(paper))
    figures = tuple(
        type(row)(row.key, "77", row.value, row.unit) if row.key == "tasks.overdue" else row
        for row in document.figures
    )
    other = write_pdf(made_by.replaced(document, figures), at())
    assert refused(world, paper, signed_by(authority().person, other)) == "not_this_paper"
    places = SignatureCheck.objects.get(paper=paper).found["comparison"]["places"]
    assert places
    assert any("77" in found for _expected, found, _near in places)


def test_a_wholly_other_document_is_refused(
    world: World, paper: OutgoingPaper, trust: Path
) -> None:
    source = signed_by(authority().person, made_by.other_pdf())
    assert refused(world, paper, source) in {"not_this_paper", "no_words"}


@pytest.mark.parametrize(
    ("source", "name", "codes"),
    [
        (b"%PDF-1.7 khong phai", "da-ky.pdf", {"broken_file"}),
        (b"Chi la chu", "da-ky.pdf", {"not_what_its_name_says", "unknown_format"}),
        (b"Chi la chu", "da-ky.txt", {"not_pdf"}),
        (b"", "da-ky.pdf", {"empty_file"}),
    ],
)
def test_what_is_no_pdf_is_refused(
    world: World, paper: OutgoingPaper, source: bytes, name: str, codes: set[str]
) -> None:
    assert refused(world, paper, source, name) in codes


def test_a_docx_under_the_name_of_a_pdf_is_refused(world: World, paper: OutgoingPaper) -> None:
    source = write_docx(final_document(_whole(paper)))
    assert refused(world, paper, source) == "not_what_its_name_says"


def test_a_file_that_is_too_large_is_refused(
    world: World, paper: OutgoingPaper, settings: object
) -> None:
    settings.UPLOAD_MAX_BYTES = 2000  # type: ignore[attr-defined]
    assert refused(world, paper, final_pdf(paper)) == "too_large"


def test_an_encrypted_file_is_refused(world: World, paper: OutgoingPaper) -> None:
    assert refused(world, paper, made_by.encrypted(final_pdf(paper))) == "encrypted_file"


# Signed here


@pytest.fixture
def own_key(settings: object, trust: Path, world: World) -> None:
    """The body's key in a file, as the environment names it."""
    path = trust / "con-dau.p12"
    path.write_bytes(authority().body.packed())
    settings.SEAL = {  # type: ignore[attr-defined]
        "body": world.ubnd.slug,
        "file": str(path),
        "module": "",
        "token": "",
        "certificate": "",
        "key": "",
        "secret": SECRET.decode(),
        "tsa": "",
    }


def test_the_product_signs_with_the_key_of_the_body(
    world: World, paper: OutgoingPaper, own_key: None
) -> None:
    with clock.at(at()):
        sealed = seal_here(by=actor(world.clerk), paper=paper)
    signed = newest(sealed, FileKind.SIGNED)
    assert signed is not None
    readings = read_signatures(bytes_of(signed), read_trust(), at())
    assert [(row.signer, row.facts.integrity) for row in readings] == [
        ("Ủy ban nhân dân tỉnh", Finding.GOOD)
    ]


def test_the_body_signs_behind_the_person(
    world: World, paper: OutgoingPaper, own_key: None
) -> None:
    by_person = signed_by(authority().person, final_pdf(paper))
    sealed = take_back(world, paper, by_person, with_seal=True)
    signed = newest(sealed, FileKind.SIGNED)
    assert signed is not None
    names = [row.signer for row in read_signatures(bytes_of(signed), read_trust(), at())]
    assert names == ["Nguyễn Lãnh Đạo", "Ủy ban nhân dân tỉnh"]


def test_a_wrong_secret_is_told_and_nothing_is_lost(
    world: World, paper: OutgoingPaper, own_key: None, settings: object
) -> None:
    settings.SEAL = {**settings.SEAL, "secret": "sai"}  # type: ignore[attr-defined]
    with pytest.raises(IssuingError) as why:
        seal_here(by=actor(world.clerk), paper=paper)
    assert why.value.code == "seal_failed"
    paper.refresh_from_db()
    assert paper.state == "numbered"


def test_without_a_key_papers_are_signed_outside(world: World, paper: OutgoingPaper) -> None:
    with pytest.raises(IssuingError) as why:
        seal_here(by=actor(world.clerk), paper=paper)
    assert why.value.code == "no_seal_key"


def test_a_file_that_is_no_root_closes_no_door(trust: Path) -> None:
    (trust / "roots" / "hong.pem").write_text("khong phai chung thu", encoding="utf-8")
    assert len(read_folder(trust).roots) == 1


def _whole(paper: OutgoingPaper) -> OutgoingPaper:
    rows = OutgoingPaper.objects.select_related("issuer__parent", "entry", "report")
    return rows.get(pk=paper.pk)


def test_the_moment_of_the_check_is_what_certificates_are_held_against(
    paper: OutgoingPaper, trust: Path
) -> None:
    source = signed_by(authority().person, final_pdf(paper))
    later = dt.datetime(2041, 1, 1, tzinfo=dt.UTC)
    reading = read_signatures(source, read_folder(trust), later)[0]
    assert reading.facts.validity is Finding.BAD
