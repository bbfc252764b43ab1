"""What can be said of the signatures of a PDF: integrity, alteration, chain, time, revocation.

Each side is good, bad or unknown, and never guessed: without a revocation list at hand it is not
known whether a certificate was revoked, and without roots nobody is believed or disbelieved.
"""

from __future__ import annotations

import datetime as dt
import io
from dataclasses import dataclass
from functools import partial

from asn1crypto import crl as asn1_crl
from asn1crypto import ocsp as asn1_ocsp
from asn1crypto import x509
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.ades.report import AdESFailure, AdESIndeterminate
from pyhanko.sign.diff_analysis import ModificationLevel
from pyhanko.sign.general import (
    MultivaluedAttributeError,
    NonexistentAttributeError,
    SigningError,
    find_unique_cms_attribute,
)
from pyhanko.sign.validation import (
    DocumentSecurityStore,
    EmbeddedPdfSignature,
    PdfSignatureStatus,
    SignatureCoverageLevel,
    validate_pdf_signature,
)
from pyhanko.sign.validation.errors import (
    NoDSSFoundError,
    SignatureValidationError,
)
from pyhanko.sign.validation.settings import KeyUsageConstraints
from pyhanko_certvalidator import ValidationContext

from tiendo.domain.issuing import Finding, SignatureFacts
from tiendo.issuing.aside import run_aside
from tiendo.issuing.errors import IssuingError
from tiendo.issuing.trust import Trust

# A crafted file makes the reader fail in whatever way its structure asks for.
_UNREADABLE = (
    PdfError,
    ValueError,
    TypeError,
    KeyError,
    IndexError,
    AttributeError,
    AssertionError,
    RecursionError,
    OverflowError,
)
_UNCHECKED = (SignatureValidationError, SigningError, *_UNREADABLE)
_COVERED = (
    SignatureCoverageLevel.ENTIRE_FILE,
    SignatureCoverageLevel.ENTIRE_REVISION,
)
# Keys of seals need not be marked for non-repudiation.
_ANY_KEY = KeyUsageConstraints(key_usage=set())
_REVOKED = frozenset(
    {
        AdESIndeterminate.REVOKED_NO_POE,
        AdESIndeterminate.REVOKED_CA_NO_POE,
        AdESFailure.REVOKED,
    }
)


@dataclass(frozen=True, slots=True)
class SignatureReading:
    """One signature as found. ``claimed_at`` is what the signing machine said, ``stamped_at`` what
    a trusted time stamp says.

    Missing: names are empty where the certificate has none, times None where there are none.
    """

    facts: SignatureFacts
    signer: str
    organisation: str
    issued_by: str
    serial: str
    valid_until: dt.datetime | None
    claimed_at: dt.datetime | None
    stamped_at: dt.datetime | None

    def dump(self) -> dict[str, object]:
        """The reading as it is kept."""
        moments = {
            name: value.isoformat() if value else None
            for name in ("valid_until", "claimed_at", "stamped_at")
            for value in [getattr(self, name)]
        }
        sides = {name: str(getattr(self.facts, name)) for name in SignatureFacts.__slots__}
        names = {
            name: getattr(self, name) for name in ("signer", "organisation", "issued_by", "serial")
        }
        return {**names, **moments, **sides}


def read_signatures(
    source: bytes, trust: Trust, moment: dt.datetime
) -> tuple[SignatureReading, ...]:
    """Every signature of a PDF, in the order in which they were made.

    ``moment`` is when certificates must be valid where no trusted time stamp says another.
    Errors: IssuingError unreadable_pdf.
    """
    try:
        reader = PdfFileReader(io.BytesIO(source), strict=False)
        signatures = list(reader.embedded_regular_signatures)
        evidence = _stored_evidence(reader)
        for each in signatures:
            evidence = evidence.joined(_signed_evidence(each))
    except _UNREADABLE as error:
        raise IssuingError("unreadable_pdf") from error
    known = _Known(trust, evidence)
    return tuple(_read_signature(each, known, moment) for each in signatures)


@dataclass(frozen=True, slots=True)
class _Evidence:
    """Revocation lists, answers and certificates that came inside a file."""

    lists: tuple[asn1_crl.CertificateList, ...] = ()
    answers: tuple[asn1_ocsp.OCSPResponse, ...] = ()
    certificates: tuple[x509.Certificate, ...] = ()

    def joined(self, other: _Evidence) -> _Evidence:
        return _Evidence(
            self.lists + other.lists,
            self.answers + other.answers,
            self.certificates + other.certificates,
        )


@dataclass(frozen=True, slots=True)
class _Known:
    """What certificates are checked with."""

    trust: Trust
    evidence: _Evidence

    def context(self, moment: dt.datetime, mode: str) -> ValidationContext:
        return ValidationContext(
            trust_roots=list(self.trust.roots),
            other_certs=[*self.trust.between, *self.evidence.certificates],
            crls=[*self.trust.lists, *self.evidence.lists],
            ocsps=list(self.evidence.answers),
            moment=moment,
            allow_fetching=False,
            revocation_mode=mode,
            retroactive_revinfo=True,
        )


def _stored_evidence(reader: PdfFileReader) -> _Evidence:
    """What stands in the security store of the file (PAdES B-LT)."""
    try:
        store = DocumentSecurityStore.read_dss(reader)
    except NoDSSFoundError:
        return _Evidence()
    lists = (asn1_crl.CertificateList.load(each.get_object().data) for each in store.crls)
    answers = (asn1_ocsp.OCSPResponse.load(each.get_object().data) for each in store.ocsps)
    return _Evidence(tuple(lists), tuple(answers), tuple(store.load_certs()))


def _signed_evidence(embedded: EmbeddedPdfSignature) -> _Evidence:
    """What a signature itself carries, as Adobe's programs write it."""
    try:
        found = find_unique_cms_attribute(
            embedded.signer_info["signed_attrs"], "adobe_revocation_info_archival"
        )
    except (NonexistentAttributeError, MultivaluedAttributeError):
        return _Evidence()
    return _Evidence(tuple(found["crl"] or ()), tuple(found["ocsp"] or ()))


def _read_signature(
    embedded: EmbeddedPdfSignature, known: _Known, moment: dt.datetime
) -> SignatureReading:
    try:
        status = _validated(embedded, known, moment, "soft-fail")
        stamped = _stamped_at(status)
        if stamped is not None:
            status = _validated(embedded, known, stamped, "soft-fail")
        strict = _validated(embedded, known, stamped or moment, "require")
    except _UNCHECKED:
        return _unchecked(embedded)
    facts = _facts(status, strict, known, stamped or moment)
    return _reading(embedded, facts, status.signer_reported_dt, stamped)


def _validated(
    embedded: EmbeddedPdfSignature, known: _Known, moment: dt.datetime, mode: str
) -> PdfSignatureStatus:
    context = known.context(moment, mode)
    return run_aside(
        partial(
            validate_pdf_signature,
            embedded,
            signer_validation_context=context,
            key_usage_settings=_ANY_KEY,
        )
    )


def _facts(
    status: PdfSignatureStatus,
    strict: PdfSignatureStatus,
    known: _Known,
    moment: dt.datetime,
) -> SignatureFacts:
    certificate = status.signing_cert
    is_in_force = certificate.not_valid_before <= moment <= certificate.not_valid_after
    # Told only by the strict look: the other one asks no list a certificate does not name.
    is_revoked = strict.revoked or strict.trust_problem_indic in _REVOKED
    return SignatureFacts(
        integrity=_judged(status.intact and status.valid),
        alteration=_judged(_is_unaltered(status)),
        chain=_chain(status, known, is_in_force, is_revoked),
        validity=_judged(is_in_force),
        revocation=_revocation(strict, is_revoked),
        stamp=_stamp(status),
    )


def _judged(is_good: bool) -> Finding:
    return Finding.GOOD if is_good else Finding.BAD


def _is_unaltered(status: PdfSignatureStatus) -> bool:
    """Whether nothing but further signatures and their evidence came after it."""
    level = status.modification_level
    if status.coverage not in _COVERED or status.docmdp_ok is False:
        return False
    return level is None or level <= ModificationLevel.FORM_FILLING


def _chain(
    status: PdfSignatureStatus, known: _Known, is_in_force: bool, is_revoked: bool
) -> Finding:
    """Whether the certificate leads to a root that is believed.

    Missing: unknown without roots, and where another fault stopped the search for the way there.
    """
    if not known.trust.roots:
        return Finding.UNKNOWN
    if status.trusted:
        return Finding.GOOD
    return Finding.UNKNOWN if is_revoked or not is_in_force else Finding.BAD


def _revocation(strict: PdfSignatureStatus, is_revoked: bool) -> Finding:
    if is_revoked:
        return Finding.BAD
    return Finding.GOOD if strict.trusted else Finding.UNKNOWN


def _stamp(status: PdfSignatureStatus) -> Finding:
    found = status.timestamp_validity
    if found is None:
        return Finding.UNKNOWN
    if not (found.intact and found.valid):
        return Finding.BAD
    return Finding.GOOD if found.trusted else Finding.UNKNOWN


def _stamped_at(status: PdfSignatureStatus) -> dt.datetime | None:
    stamp = status.timestamp_validity
    if stamp is None or not (stamp.intact and stamp.valid and stamp.trusted):
        return None
    return stamp.timestamp


def _unchecked(embedded: EmbeddedPdfSignature) -> SignatureReading:
    """A signature of a form that is not known: it proves nothing."""
    unknown = Finding.UNKNOWN
    facts = SignatureFacts(Finding.BAD, unknown, unknown, unknown, unknown)
    return _reading(embedded, facts, None, None)


def _reading(
    embedded: EmbeddedPdfSignature,
    facts: SignatureFacts,
    claimed: dt.datetime | None,
    stamped: dt.datetime | None,
) -> SignatureReading:
    certificate = _certificate_of(embedded)
    if certificate is None:
        return SignatureReading(facts, "", "", "", "", None, claimed, stamped)
    subject, issuer = certificate.subject.native, certificate.issuer.native
    return SignatureReading(
        facts=facts,
        signer=_name(subject, "common_name"),
        organisation=_name(subject, "organization_name"),
        issued_by=_name(issuer, "common_name") or _name(issuer, "organization_name"),
        serial=f"{certificate.serial_number:x}",
        valid_until=certificate.not_valid_after,
        claimed_at=claimed,
        stamped_at=stamped,
    )


def _certificate_of(embedded: EmbeddedPdfSignature) -> x509.Certificate | None:
    try:
        return embedded.signer_cert
    except _UNCHECKED:
        return None


def _name(parts: dict[str, object], key: str) -> str:
    held = parts.get(key, "")
    return ", ".join(map(str, held)) if isinstance(held, list) else str(held)
