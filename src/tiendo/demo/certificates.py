"""Certificates of an authority that exists in the demo alone, made anew for each demo.

They say so in their names, and their keys are kept nowhere: nothing else can be signed with them.
"""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial

from asn1crypto import keys
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.fields import SigSeedSubFilter
from pyhanko.sign.signers import PdfSignatureMetadata, Signer, SimpleSigner, sign_pdf
from pyhanko_certvalidator.registry import SimpleCertificateStore

from tiendo.issuing.aside import run_aside

AUTHORITY = "CA trình diễn (không có giá trị pháp lý)"
_YEARS = dt.timedelta(days=3650)
_LIST_LASTS = dt.timedelta(days=90)


@dataclass(frozen=True, slots=True)
class DemoKey:
    """A key with its certificate and that of its authority; signs like a key of a body."""

    key: ec.EllipticCurvePrivateKey
    certificate: x509.Certificate
    root: x509.Certificate

    @contextmanager
    def opened(self) -> Iterator[Signer]:
        """The signer."""
        packed = self.key.private_bytes(
            serialization.Encoding.DER,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
        own, above = map(_as_asn1, (self.certificate, self.root))
        yield SimpleSigner(
            signing_cert=own,
            signing_key=keys.PrivateKeyInfo.load(packed),
            cert_registry=SimpleCertificateStore.from_certs(  # type: ignore[no-untyped-call]
                [above]
            ),
        )


class DemoAuthority:
    """An authority that gives certificates out from a moment on."""

    def __init__(self, since: dt.datetime) -> None:
        self._since = since
        self._key = ec.generate_private_key(ec.SECP256R1())
        name = _name(AUTHORITY)
        made = self._builder(name, self._key).add_extension(
            x509.BasicConstraints(ca=True, path_length=0), critical=True
        )
        own = x509.SubjectKeyIdentifier.from_public_key(self._key.public_key())
        made = made.add_extension(_usage(is_authority=True), critical=True)
        self.certificate = made.add_extension(own, critical=False).sign(self._key, hashes.SHA256())

    def give(self, name: str, organisation: str) -> DemoKey:
        """A key of a person or a body."""
        key = ec.generate_private_key(ec.SECP256R1())
        above = x509.AuthorityKeyIdentifier.from_issuer_public_key(self._key.public_key())
        made = self._builder(_name(name, organisation), key)
        made = made.add_extension(_usage(is_authority=False), critical=True)
        signed = made.add_extension(above, critical=False).sign(self._key, hashes.SHA256())
        return DemoKey(key, signed, self.certificate)

    def trust_files(self, today: dt.datetime) -> tuple[bytes, bytes]:
        """The authority's certificate and its revocation list, which takes nothing back."""
        empty = (
            x509.CertificateRevocationListBuilder()
            .issuer_name(self.certificate.subject)
            .last_update(self._since)
            .next_update(today + _LIST_LASTS)
            .sign(self._key, hashes.SHA256())
        )
        encoding = serialization.Encoding.PEM
        return self.certificate.public_bytes(encoding), empty.public_bytes(encoding)

    def _builder(self, name: x509.Name, key: ec.EllipticCurvePrivateKey) -> x509.CertificateBuilder:
        return (
            x509.CertificateBuilder()
            .subject_name(name)
            .issuer_name(_name(AUTHORITY))
            .public_key(key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(self._since)
            .not_valid_after(self._since + _YEARS)
        )


def sign_as_person(source: bytes, key: DemoKey) -> bytes:
    """A PDF with a person's signature, as the program of an office adds it."""
    made = io.BytesIO()
    pages = IncrementalPdfFileWriter(io.BytesIO(source), strict=False)
    metadata = PdfSignatureMetadata(
        field_name="NguoiKy", subfilter=SigSeedSubFilter.PADES, md_algorithm="sha256"
    )
    with key.opened() as signer:
        run_aside(partial(sign_pdf, pages, metadata, signer=signer, output=made))
    return made.getvalue()


def _as_asn1(found: x509.Certificate) -> asn1_x509.Certificate:
    return asn1_x509.Certificate.load(found.public_bytes(serialization.Encoding.DER))


def _name(name: str, organisation: str = "") -> x509.Name:
    parts = [x509.NameAttribute(NameOID.COMMON_NAME, name[:64])]
    if organisation:
        parts.append(x509.NameAttribute(NameOID.ORGANIZATION_NAME, organisation[:64]))
    return x509.Name(parts)


def _usage(*, is_authority: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not is_authority,
        content_commitment=not is_authority,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=is_authority,
        crl_sign=is_authority,
        encipher_only=False,
        decipher_only=False,
    )
