"""Certificates to sign with, lists of those taken back, time stamps, and PDFs signed by them."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import cache, partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

from asn1crypto import keys, tsp
from asn1crypto import ocsp as asn1_ocsp
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.x509 import ocsp
from cryptography.x509.oid import AuthorityInformationAccessOID, ExtendedKeyUsageOID, NameOID
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import fields, signers
from pyhanko.sign.timestamps import DummyTimeStamper
from pyhanko.sign.validation import DocumentSecurityStore
from pyhanko_certvalidator import ValidationContext

from tiendo.issuing.aside import run_aside

SIGNER = "Nguyễn Lãnh Đạo"
SECRET = b"mot mat khau de thu"


@dataclass(frozen=True, slots=True)
class Key:
    """A key with its certificate and those above it."""

    key: ec.EllipticCurvePrivateKey
    certificate: x509.Certificate
    chain: tuple[x509.Certificate, ...] = ()

    def packed(self) -> bytes:
        """As a PKCS#12 file."""
        return serialization.pkcs12.serialize_key_and_certificates(
            b"khoa",
            self.key,
            self.certificate,
            list(self.chain),
            serialization.BestAvailableEncryption(SECRET),
        )


@dataclass(frozen=True, slots=True)
class Authority:
    """A root with what it gave out: a person, a body, one past its day, one taken back."""

    root: Key
    person: Key
    body: Key
    expired: Key
    revoked: Key
    stranger: Key


START = dt.datetime(2020, 1, 1, tzinfo=dt.UTC)
END = dt.datetime(2040, 1, 1, tzinfo=dt.UTC)
PAST = dt.datetime(2024, 1, 1, tzinfo=dt.UTC)


@cache
def authority() -> Authority:
    """The certificates of the tests, made once."""
    root = _self_signed("CA chuyên dùng thử nghiệm")
    return Authority(
        root,
        _issued(root, SIGNER, "UBND tỉnh"),
        _issued(root, "Ủy ban nhân dân tỉnh", "UBND tỉnh"),
        _issued(root, "Người cũ", "UBND tỉnh", until=PAST),
        _issued(root, "Người mất khóa", "UBND tỉnh"),
        _self_signed("Người lạ"),
    )


@cache
def stamper() -> tuple[rsa.RSAPrivateKey, x509.Certificate]:
    """An authority of time stamps below the root."""
    return _stamper(authority().root)


@cache
def foreign_stamper() -> tuple[rsa.RSAPrivateKey, x509.Certificate]:
    """One below nobody that is believed."""
    return _stamper(authority().stranger)


def _stamper(root: Key) -> tuple[rsa.RSAPrivateKey, x509.Certificate]:
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    made = (
        x509.CertificateBuilder()
        .subject_name(_named("Dấu thời gian thử nghiệm"))
        .issuer_name(root.certificate.subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(START)
        .not_valid_after(END)
    )
    usage = x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING])
    made = made.add_extension(usage, critical=True)
    above = x509.AuthorityKeyIdentifier.from_issuer_public_key(root.key.public_key())
    made = made.add_extension(_usage(is_authority=False), critical=True)
    return key, made.add_extension(above, critical=False).sign(root.key, hashes.SHA256())


@contextmanager
def served_stamps(
    held: tuple[rsa.RSAPrivateKey, x509.Certificate], moment: dt.datetime
) -> Iterator[str]:
    """The address on this machine where an authority stamps what it is sent with a moment."""
    key, certificate = held
    own = DummyTimeStamper(
        asn1_x509.Certificate.load(certificate.public_bytes(serialization.Encoding.DER)),
        keys.PrivateKeyInfo.load(
            key.private_bytes(
                serialization.Encoding.DER,
                serialization.PrivateFormat.PKCS8,
                serialization.NoEncryption(),
            )
        ),
        fixed_dt=moment,
    )

    class Desk(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            asked = self.rfile.read(int(self.headers["Content-Length"]))
            answer = own.request_tsa_response(tsp.TimeStampReq.load(asked)).dump()
            self.send_response(200)
            self.send_header("Content-Type", "application/timestamp-reply")
            self.send_header("Content-Length", str(len(answer)))
            self.end_headers()
            self.wfile.write(answer)

        def log_message(self, *_words: object) -> None:
            """Nothing is told beside the tests."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Desk)
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}/"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


@cache
def between() -> Key:
    """An authority whose certificate the root gave out."""
    key = ec.generate_private_key(ec.SECP256R1())
    root = authority().root
    made = _builder(_named("CA trung gian thử nghiệm"), root.certificate.subject, key, END)
    made = made.add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
    above = x509.AuthorityKeyIdentifier.from_issuer_public_key(root.key.public_key())
    made = made.add_extension(_usage(is_authority=True), critical=True)
    made = made.add_extension(
        x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False
    ).add_extension(above, critical=False)
    return Key(key, made.sign(root.key, hashes.SHA256()))


@cache
def answered() -> Key:
    """A person whose certificate says that its authority answers about it (OCSP)."""
    key = ec.generate_private_key(ec.SECP256R1())
    root = authority().root
    made = _builder(_named("Người có trả lời"), root.certificate.subject, key, END)
    asked = x509.AccessDescription(
        AuthorityInformationAccessOID.OCSP,
        x509.UniformResourceIdentifier("http://ocsp.example.vn"),
    )
    made = made.add_extension(x509.AuthorityInformationAccess([asked]), critical=False)
    made = made.add_extension(_usage(is_authority=False), critical=True)
    return Key(key, made.sign(root.key, hashes.SHA256()), (root.certificate,))


@cache
def below_between() -> Key:
    """A person of the authority in between, whose files bring no certificate but their own."""
    return replace(_issued(between(), "Người ký thứ hai", "UBND tỉnh"), chain=())


def revocation_list(
    *revoked: Key, made: dt.datetime = START, until: dt.datetime = END, by: Key | None = None
) -> bytes:
    """The list of what the root took back, in force for the days of the tests."""
    root = by or authority().root
    builder = (
        x509.CertificateRevocationListBuilder()
        .issuer_name(authority().root.certificate.subject)
        .last_update(made)
        .next_update(until)
    )
    for each in revoked:
        entry = (
            x509.RevokedCertificateBuilder()
            .serial_number(each.certificate.serial_number)
            .revocation_date(dt.datetime(2025, 1, 1, tzinfo=dt.UTC))
            .build()
        )
        builder = builder.add_revoked_certificate(entry)
    signed = builder.sign(root.key, hashes.SHA256())
    return signed.public_bytes(serialization.Encoding.DER)


def root_pem() -> bytes:
    """The root of the tests, as its authority gives it out."""
    return authority().root.certificate.public_bytes(serialization.Encoding.PEM)


def lay_trust(folder: Path, *revoked: Key, with_list: bool = True) -> None:
    """The root, and the list, where the installation looks for them."""
    (folder / "roots").mkdir(parents=True, exist_ok=True)
    (folder / "crls").mkdir(exist_ok=True)
    (folder / "roots" / "goc.pem").write_bytes(root_pem())
    if with_list:
        (folder / "crls" / "goc.crl").write_bytes(revocation_list(*revoked))


def signed_by(key: Key, source: bytes, field: str = "NguoiKy") -> bytes:
    """A PDF with one more signature, as an office's own program makes it."""
    signer = signers.SimpleSigner.load_pkcs12_data(key.packed(), (), SECRET)
    assert signer is not None
    sign = partial(
        signers.sign_pdf,
        IncrementalPdfFileWriter(io.BytesIO(source)),
        signers.PdfSignatureMetadata(
            field_name=field, subfilter=fields.SigSeedSubFilter.PADES, md_algorithm="sha256"
        ),
        signer=signer,
    )
    return bytes(run_aside(sign).getbuffer())


def signed_with_evidence(key: Key, source: bytes) -> bytes:
    """A PDF signed with the revocation list inside the file (PAdES B-LT without a time stamp)."""
    root = authority().root.certificate.public_bytes(serialization.Encoding.DER)
    signer = signers.SimpleSigner.load_pkcs12_data(key.packed(), (), SECRET)
    assert signer is not None
    known = ValidationContext(
        trust_roots=[asn1_x509.Certificate.load(root)],
        crls=[revocation_list()],
        allow_fetching=False,
        revocation_mode="require",
    )
    sign = partial(
        signers.sign_pdf,
        IncrementalPdfFileWriter(io.BytesIO(source)),
        signers.PdfSignatureMetadata(
            field_name="NguoiKy",
            subfilter=fields.SigSeedSubFilter.PADES,
            md_algorithm="sha256",
            embed_validation_info=True,
            validation_context=known,
        ),
        signer=signer,
    )
    return bytes(run_aside(sign).getbuffer())


def with_answer(key: Key, source: bytes, *, is_revoked: bool) -> bytes:
    """A PDF signed by a key, with the root's answer about it (OCSP) put behind it in the file."""
    root = authority().root
    taken = START + dt.timedelta(days=400) if is_revoked else None
    answer = (
        ocsp.OCSPResponseBuilder()
        .add_response(
            cert=key.certificate,
            issuer=root.certificate,
            algorithm=hashes.SHA256(),
            cert_status=ocsp.OCSPCertStatus.REVOKED if is_revoked else ocsp.OCSPCertStatus.GOOD,
            this_update=START,
            next_update=END,
            revocation_time=taken,
            revocation_reason=None,
        )
        .responder_id(ocsp.OCSPResponderEncoding.HASH, root.certificate)
        .sign(root.key, hashes.SHA256())
    )
    held = io.BytesIO(signed_by(key, source))
    found = asn1_ocsp.OCSPResponse.load(answer.public_bytes(serialization.Encoding.DER))
    run_aside(
        partial(DocumentSecurityStore.add_dss, held, sig_contents=None, certs=(), ocsps=(found,))
    )
    return held.getvalue()


def _named(name: str, organisation: str = "") -> x509.Name:
    parts = [x509.NameAttribute(NameOID.COMMON_NAME, name)]
    if organisation:
        parts.append(x509.NameAttribute(NameOID.ORGANIZATION_NAME, organisation))
    return x509.Name(parts)


def _self_signed(name: str) -> Key:
    key = ec.generate_private_key(ec.SECP256R1())
    made = _builder(_named(name), _named(name), key, END).add_extension(
        x509.BasicConstraints(ca=True, path_length=1), critical=True
    )
    usage = _usage(is_authority=True)
    made = made.add_extension(usage, critical=True).add_extension(
        x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False
    )
    return Key(key, made.sign(key, hashes.SHA256()))


def _issued(root: Key, name: str, organisation: str, until: dt.datetime = END) -> Key:
    key = ec.generate_private_key(ec.SECP256R1())
    made = _builder(_named(name, organisation), root.certificate.subject, key, until)
    above = x509.AuthorityKeyIdentifier.from_issuer_public_key(root.key.public_key())
    made = made.add_extension(_usage(is_authority=False), critical=True).add_extension(
        above, critical=False
    )
    return Key(key, made.sign(root.key, hashes.SHA256()), (root.certificate,))


def _builder(
    subject: x509.Name, issuer: x509.Name, key: ec.EllipticCurvePrivateKey, until: dt.datetime
) -> x509.CertificateBuilder:
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(START)
        .not_valid_after(until)
    )


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
