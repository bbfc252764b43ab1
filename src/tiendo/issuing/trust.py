"""Whom signatures are believed from: root certificates and revocation lists kept in a folder.

Nothing is fetched: lists come with the file or from the folder, as an office may have no network.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from asn1crypto import crl as asn1_crl
from asn1crypto import pem, x509
from django.conf import settings

ROOTS, LISTS = "roots", "crls"
_CERTIFICATES = (".pem", ".crt", ".cer", ".der")


@dataclass(frozen=True, slots=True)
class Trust:
    """The roots that are believed and the revocation lists at hand. No roots: nobody is known."""

    roots: tuple[x509.Certificate, ...] = ()
    lists: tuple[asn1_crl.CertificateList, ...] = ()


def read_trust(folder: Path | None = None) -> Trust:
    """The roots and lists of this installation: ``roots/*.pem`` and ``crls/*.crl``.

    A file that is neither is passed over: one bad file must not close the door to all signatures.
    """
    base = folder or Path(settings.SIGNING_ROOT)
    return Trust(
        tuple(
            x509.Certificate.load(each)
            for path in _files(base / ROOTS, _CERTIFICATES)
            for each in _decoded(path)
            if _is_certificate(each)
        ),
        tuple(
            found
            for path in _files(base / LISTS, (".crl",))
            for each in _decoded(path)
            if (found := _as_list(each)) is not None
        ),
    )


def _files(folder: Path, endings: tuple[str, ...]) -> Iterator[Path]:
    if folder.is_dir():
        yield from (p for p in sorted(folder.iterdir()) if p.suffix.lower() in endings)


def _decoded(path: Path) -> Iterator[bytes]:
    content = path.read_bytes()
    if not pem.detect(content):
        yield content
        return
    for _kind, _headers, decoded in pem.unarmor(content, multiple=True):
        yield decoded


def _is_certificate(content: bytes) -> bool:
    try:
        return bool(x509.Certificate.load(content).serial_number)
    except (ValueError, TypeError):
        return False


def _as_list(content: bytes) -> asn1_crl.CertificateList | None:
    try:
        found = asn1_crl.CertificateList.load(content)
        return found if found.issuer is not None else None
    except (ValueError, TypeError):
        return None
