"""Whom signatures are believed from: what the administrator laid down, and a folder beside.

Nothing is fetched: lists come with the file, from the page or from the folder, as an office may
have no network.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from asn1crypto import crl as asn1_crl
from asn1crypto import pem, x509
from django.conf import settings

from tiendo.issuing.models import TrustKind
from tiendo.issuing.trusting import standing

ROOTS, LISTS = "roots", "crls"
_CERTIFICATES = (".pem", ".crt", ".cer", ".der")


@dataclass(frozen=True, slots=True)
class Trust:
    """The roots that are believed and the revocation lists at hand. No roots: nobody is known.

    ``between`` are authorities that are believed where a root vouches for them.
    """

    roots: tuple[x509.Certificate, ...] = ()
    lists: tuple[asn1_crl.CertificateList, ...] = ()
    between: tuple[x509.Certificate, ...] = ()

    def joined(self, other: Trust) -> Trust:
        """Both together."""
        return Trust(
            self.roots + other.roots, self.lists + other.lists, self.between + other.between
        )

    def dump(self, moment: dt.datetime) -> dict[str, object]:
        """What a check was made with, as it is kept beside what it found."""
        ends = [_next_update(each) for each in self.lists]
        return {
            "roots": len(self.roots),
            "between": len(self.between),
            "lists": len(self.lists),
            "stale_lists": sum(end is not None and end < moment for end in ends),
        }


def read_trust() -> Trust:
    """The roots and lists of this installation: those laid down and those in its folder.

    Cost: one query.
    """
    return _laid_down().joined(read_folder(Path(settings.SIGNING_ROOT)))


def _laid_down() -> Trust:
    held: dict[str, list[bytes]] = {kind: [] for kind in TrustKind}
    for kind, content in standing().values_list("kind", "content"):
        held[kind].append(bytes(content))
    return Trust(
        tuple(x509.Certificate.load(each) for each in held[TrustKind.ROOT]),
        tuple(asn1_crl.CertificateList.load(each) for each in held[TrustKind.LIST]),
        tuple(x509.Certificate.load(each) for each in held[TrustKind.INTERMEDIATE]),
    )


def read_folder(base: Path) -> Trust:
    """The roots and lists of a folder: ``roots/*.pem`` and ``crls/*.crl``.

    A file that is neither is passed over: one bad file must not close the door to all signatures.
    """
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


def _next_update(found: asn1_crl.CertificateList) -> dt.datetime | None:
    end: dt.datetime | None = found["tbs_cert_list"]["next_update"].native
    return end


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
