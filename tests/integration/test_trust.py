"""Whom signatures are believed from: authorities and revocation lists laid down on a page."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.serialization import Encoding
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, transaction
from django.test import Client

from tests.certificate_factories import (
    END,
    START,
    answered,
    authority,
    below_between,
    between,
    revocation_list,
    root_pem,
    signed_by,
    with_answer,
)
from tests.factories import World, actor, make_world
from tests.issuing_factories import at, other_pdf
from tiendo.accounts.actor import PermissionRefused
from tiendo.accounts.models import User
from tiendo.audit.models import AuditEvent
from tiendo.domain import clock
from tiendo.domain.issuing import Finding, SignatureFacts
from tiendo.issuing.errors import IssuingError
from tiendo.issuing.models import TrustFile
from tiendo.issuing.signatures import read_signatures
from tiendo.issuing.trust import read_trust
from tiendo.issuing.trusting import add_trust, drop_trust, standing

SOURCE = "Trang của nơi cấp"
DAY = dt.timedelta(days=1)


@pytest.fixture(scope="module")
def made(kept_transaction: None) -> World:
    """Made once for all tests, none of which sees what another did."""
    return make_world()


@pytest.fixture
def db(made: World) -> Iterator[None]:
    """One test, undone; pytest-django's would undo what was made too."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


@pytest.fixture
def world(db: None, made: World) -> World:
    return made


@pytest.fixture(autouse=True)
def no_folder(settings: object, tmp_path: Path) -> None:
    """Nothing lies in the folder of the installation."""
    settings.SIGNING_ROOT = tmp_path  # type: ignore[attr-defined]


@pytest.fixture(scope="module")
def signed() -> bytes:
    """A file signed by a person of the authority."""
    return signed_by(authority().person, other_pdf())


def lay(world: World, content: bytes) -> list[TrustFile]:
    with clock.at(at()):
        return add_trust(by=actor(world.administrator), content=content, source=SOURCE)


def facts_of(source: bytes) -> SignatureFacts:
    """What is found of the only signature of a file with what is laid down."""
    (reading,) = read_signatures(source, read_trust(), at())
    return reading.facts


def refused(world: World, content: bytes) -> str:
    with pytest.raises(IssuingError) as why:
        lay(world, content)
    assert str(why.value) != why.value.code
    return why.value.code


def test_what_is_laid_down_is_what_signatures_are_checked_with(world: World, signed: bytes) -> None:
    assert facts_of(signed).chain is Finding.UNKNOWN
    (root,) = lay(world, root_pem())
    assert (root.kind, root.valid_until) == ("root", END)
    facts = facts_of(signed)
    assert (facts.chain, facts.revocation) == (Finding.GOOD, Finding.UNKNOWN)
    (held,) = lay(world, revocation_list(authority().revoked))
    assert (held.kind, held.entries, held.name) == ("list", 1, root.name)
    assert facts_of(signed).revocation is Finding.GOOD
    taken = signed_by(authority().revoked, other_pdf())
    assert facts_of(taken).revocation is Finding.BAD


def test_a_list_that_is_past_its_day_tells_nothing(world: World, signed: bytes) -> None:
    lay(world, root_pem())
    lay(world, revocation_list(made=START, until=START + 7 * DAY))
    assert facts_of(signed).revocation is Finding.UNKNOWN
    assert read_trust().dump(at())["stale_lists"] == 1


@pytest.mark.parametrize(("is_revoked", "finding"), [(False, Finding.GOOD), (True, Finding.BAD)])
def test_an_answer_inside_the_file_tells_of_revocation(
    world: World, is_revoked: bool, finding: Finding
) -> None:
    lay(world, root_pem())
    source = with_answer(answered(), other_pdf(), is_revoked=is_revoked)
    facts = facts_of(source)
    assert (facts.revocation, facts.alteration) == (finding, Finding.GOOD)


def test_a_newer_list_takes_the_place_of_the_one_before(world: World) -> None:
    lay(world, root_pem())
    (old,) = lay(world, revocation_list(made=START + DAY))
    (new,) = lay(world, revocation_list(made=START + 2 * DAY))
    old.refresh_from_db()
    assert old.drop_reason
    assert list(standing().filter(kind="list")) == [new]
    assert refused(world, revocation_list(made=START)) == "list_older"


def test_several_stand_in_one_file_and_one_bad_one_refuses_all(world: World) -> None:
    """A chain as authorities give it out: the root, and who signs in its name."""
    chain = root_pem() + between().certificate.public_bytes(Encoding.PEM)
    assert [row.kind for row in lay(world, chain)] == ["root", "intermediate"]
    leaf = authority().person.certificate.public_bytes(Encoding.PEM)
    stranger = authority().stranger.certificate.public_bytes(Encoding.PEM)
    assert refused(world, stranger + leaf) == "not_an_authority"
    assert standing().count() == 2


def test_a_signer_below_an_authority_in_between_is_believed(world: World) -> None:
    """The file brings no chain: the authority in between is the one laid down."""
    source = signed_by(below_between(), other_pdf())
    lay(world, root_pem())
    assert facts_of(source).chain is Finding.BAD
    lay(world, between().certificate.public_bytes(Encoding.DER))
    assert facts_of(source).chain is Finding.GOOD


def test_what_is_no_trust_material_is_refused(world: World) -> None:
    assert refused(world, b"khong phai chung thu") == "trust_unreadable"
    assert refused(world, b"") == "trust_unreadable"
    assert refused(world, other_pdf()) == "trust_unreadable"
    begun = b"-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n"
    assert refused(world, begun) == "trust_unreadable"
    assert refused(world, revocation_list()) == "list_issuer_unknown"
    lay(world, root_pem())
    assert refused(world, root_pem()) == "trust_known"
    assert refused(world, revocation_list(by=authority().stranger)) == "list_not_genuine"


def test_a_dropped_root_is_believed_no_longer_and_stays_on_record(
    world: World, signed: bytes
) -> None:
    (root,) = lay(world, root_pem())
    by = actor(world.administrator)
    with pytest.raises(IssuingError) as why:
        drop_trust(by=by, file=root, reason=" ")
    assert why.value.code == "reason_missing"
    drop_trust(by=by, file=root, reason="Nơi cấp đã đổi khóa")
    assert facts_of(signed).chain is Finding.UNKNOWN
    events = AuditEvent.objects.filter(object_type="issuing.trustfile", object_id=str(root.pk))
    assert sorted(events.values_list("action", flat=True)) == ["trust.add", "trust.drop"]
    with pytest.raises(IssuingError) as again:
        drop_trust(by=by, file=root, reason="Lần nữa")
    assert again.value.code == "trust_dropped"
    assert lay(world, root_pem())[0].pk != root.pk


def test_nobody_changes_what_was_taken_in(world: World) -> None:
    (root,) = lay(world, root_pem())
    rows = TrustFile.objects.filter(pk=root.pk)
    for change in (lambda: rows.update(content=b"khac"), rows.delete):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()


def test_only_the_administrator_lays_trust_down(world: World) -> None:
    for person in (world.leader, world.clerk, world.coordinator):
        with pytest.raises(PermissionRefused):
            add_trust(by=actor(person), content=root_pem(), source=SOURCE)


def test_the_page_takes_files_in_and_says_how_they_stand(
    world: World, django_assert_num_queries: object
) -> None:
    client = signed_in(world.administrator)
    with clock.at(at()):
        page = client.get("/van-ban-di/chung-thu/").content.decode()
        assert "Chưa có chứng thư gốc nào" in page
        assert client.post("/van-ban-di/chung-thu/", sent(root_pem(), "")).status_code == 422
        bad = client.post("/van-ban-di/chung-thu/", sent(b"khong phai", SOURCE))
        assert bad.status_code == 422
        assert "không phải chứng thư" in bad.content.decode()
        page = client.post(
            "/van-ban-di/chung-thu/", sent(root_pem(), SOURCE), follow=True
        ).content.decode()
        assert "CA chuyên dùng thử nghiệm" in page
        assert "còn dùng được" in page
        ended = revocation_list(until=START + DAY)
        page = client.post(
            "/van-ban-di/chung-thu/", sent(ended, SOURCE), follow=True
        ).content.decode()
        assert "đã quá ngày phải có bản mới" in page
        with django_assert_num_queries(7):  # type: ignore[operator]
            client.get("/van-ban-di/chung-thu/")
        held = standing().get(kind="root")
        file = client.get(f"/van-ban-di/chung-thu/{held.pk}/tep/")
        assert file.content == authority().root.certificate.public_bytes(Encoding.DER)
        client.post(f"/van-ban-di/chung-thu/{held.pk}/go/", {"reason": "Hết dùng"})
    assert not standing().filter(kind="root").exists()


def sent(content: bytes, source: str) -> dict[str, object]:
    return {"file": SimpleUploadedFile("goc.pem", content), "source": source}


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client
