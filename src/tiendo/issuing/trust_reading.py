"""What a file of trust material holds: certificates of authorities, revocation lists."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from asn1crypto import pem
from cryptography import x509
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import NameOID

from tiendo.issuing.errors import IssuingError
from tiendo.issuing.models import TrustKind

# A crafted file fails in whatever way its structure asks for.
_UNREADABLE = (ValueError, TypeError, UnsupportedAlgorithm, x509.UnsupportedGeneralNameType)


@dataclass(frozen=True, slots=True)
class TrustItem:
    """One certificate or list as it is kept; see ``models.TrustFile``."""

    kind: TrustKind
    content: bytes
    name: str
    issuer: str
    serial: str
    valid_from: dt.datetime
    valid_until: dt.datetime | None
    entries: int | None = None

    @property
    def sha256(self) -> str:
        """The hash of what is kept."""
        return hashlib.sha256(self.content).hexdigest()


def read_items(source: bytes, known: Sequence[bytes]) -> tuple[TrustItem, ...]:
    """What a file holds; a PEM file may hold several. ``known`` are the certificates there are.

    Errors: IssuingError trust_unreadable, not_an_authority, list_issuer_unknown, list_not_genuine.
    """
    parts = _parts(source)
    certificates = [each for each in map(_certificate, parts) if each is not None]
    above = [*certificates, *(x509.load_der_x509_certificate(each) for each in known)]
    return tuple(_item(part, above) for part in parts)


def _parts(source: bytes) -> list[bytes]:
    if not pem.detect(source):
        return [source]
    try:
        parts = [content for _kind, _head, content in pem.unarmor(source, multiple=True)]
    except ValueError as error:
        raise IssuingError("trust_unreadable") from error
    if not parts:
        raise IssuingError("trust_unreadable")
    return parts


def _item(part: bytes, above: Iterable[x509.Certificate]) -> TrustItem:
    certificate = _certificate(part)
    try:
        return _authority(certificate) if certificate is not None else _list(part, above)
    except _UNREADABLE as error:
        raise IssuingError("trust_unreadable") from error


def _certificate(part: bytes) -> x509.Certificate | None:
    try:
        return x509.load_der_x509_certificate(part)
    except _UNREADABLE:
        return None


def _authority(found: x509.Certificate) -> TrustItem:
    if not _may_certify(found):
        raise IssuingError("not_an_authority", name=name_of(found.subject))
    kind = TrustKind.ROOT if _signs(found, found) else TrustKind.INTERMEDIATE
    return TrustItem(
        kind=kind,
        content=found.public_bytes(Encoding.DER),
        name=name_of(found.subject),
        issuer=name_of(found.issuer),
        serial=f"{found.serial_number:x}",
        valid_from=found.not_valid_before_utc,
        valid_until=found.not_valid_after_utc,
    )


def _may_certify(found: x509.Certificate) -> bool:
    try:
        return found.extensions.get_extension_for_class(x509.BasicConstraints).value.ca
    except x509.ExtensionNotFound:
        return False


def _signs(above: x509.Certificate, below: x509.Certificate) -> bool:
    try:
        below.verify_directly_issued_by(above)
    except (InvalidSignature, *_UNREADABLE):
        return False
    return True


def _list(part: bytes, above: Iterable[x509.Certificate]) -> TrustItem:
    found = x509.load_der_x509_crl(part)
    name = name_of(found.issuer)
    issuers = [each for each in above if each.subject == found.issuer]
    if not issuers:
        raise IssuingError("list_issuer_unknown", name=name)
    if not any(found.is_signature_valid(each.public_key()) for each in issuers):  # type: ignore[arg-type]
        raise IssuingError("list_not_genuine", name=name)
    return TrustItem(
        kind=TrustKind.LIST,
        content=found.public_bytes(Encoding.DER),
        name=name,
        issuer=name,
        serial=_list_number(found),
        valid_from=found.last_update_utc,
        valid_until=found.next_update_utc,
        entries=len(found),
    )


def _list_number(found: x509.CertificateRevocationList) -> str:
    try:
        number = found.extensions.get_extension_for_class(x509.CRLNumber).value.crl_number
    except x509.ExtensionNotFound:
        return ""
    return str(number)


def name_of(name: x509.Name) -> str:
    """A name as people read it: the common name, else all of it."""
    common = name.get_attributes_for_oid(NameOID.COMMON_NAME)
    return (str(common[0].value) if common else name.rfc4514_string())[:300]
