"""The mark of verification of a public paper: a QR code and the address it leads to."""

from __future__ import annotations

import io

import segno

from tiendo.composer.model import VerificationMark

LEAD_WORDS = "Xác minh văn bản tại:"
SIDE_MM = 20.0
_DOTS_A_MODULE = 8
# In modules: scanners want four, of which white paper around the code gives the others.
_BORDER = 2


def words_of(mark: VerificationMark) -> str:
    """What the code shows, for who cannot see it."""
    return f"Mã QR dẫn đến {mark.address}"


def qr_png(mark: VerificationMark) -> bytes:
    """The code as dots, for word processors."""
    return _saved(mark, "png", scale=_DOTS_A_MODULE)


def qr_svg(mark: VerificationMark) -> bytes:
    """The code as lines, for the typesetter."""
    return _saved(mark, "svg", scale=1, xmldecl=False)


def _saved(mark: VerificationMark, kind: str, **options: object) -> bytes:
    made = io.BytesIO()
    segno.make(mark.address, error="m", micro=False).save(
        made, kind=kind, border=_BORDER, **options
    )
    return made.getvalue()
