"""Signing a PDF with the body's own key, from a file or from a token by PKCS#11 (PAdES).

The visible text stands at the top right of the first page in Times 10, with the time of signing by
ISO 8601 and the zone of Vietnam. Source: Nghị định 30/2020/NĐ-CP, Phụ lục I, ô số 14.
"""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path
from typing import Protocol
from zoneinfo import ZoneInfo

from django.conf import settings
from fontTools.ttLib import TTFont
from fontTools.ttLib.scaleUpem import scale_upem
from pyhanko.pdf_utils.font.opentype import GlyphAccumulator, GlyphAccumulatorFactory
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.layout import AxisAlignment, Margins, SimpleBoxLayoutRule
from pyhanko.pdf_utils.text import TextBoxStyle
from pyhanko.pdf_utils.writer import BasePdfFileWriter
from pyhanko.pdf_utils.xref import ObjectStream
from pyhanko.sign.fields import SigFieldSpec, SigSeedSubFilter
from pyhanko.sign.general import SigningError
from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner, Signer, SimpleSigner
from pyhanko.sign.timestamps import TimeStamper
from pyhanko.sign.timestamps.aiohttp_client import HTTPTimeStamper
from pyhanko.stamp import TextStampStyle

from tiendo.composer.fonts import FOLDER
from tiendo.issuing.aside import run_aside
from tiendo.issuing.errors import IssuingError
from tiendo.organisations.models import Organisation

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
FIELD = "ConDauCoQuan"
# Points on A4 from the lower left corner: inside the upper margin, up to the right one.
_BOX = (300, 796, 552, 836)
_POINTS = 10
_TYPE = "Tinos_400Regular.ttf"


class SealKey(Protocol):
    """A key of a body: opened for one signature."""

    def opened(self) -> AbstractContextManager[Signer]:
        """The signer, for as long as the key is open."""


@dataclass(frozen=True, slots=True)
class FileKey:
    """A key in a PKCS#12 file."""

    path: Path
    secret: bytes

    @contextmanager
    def opened(self) -> Iterator[Signer]:
        """The signer. Errors: IssuingError seal_failed."""
        held = self.path.read_bytes()
        signer = SimpleSigner.load_pkcs12_data(held, (), self.secret or None)
        if signer is None:
            raise IssuingError("seal_failed", detail=self.path.name)
        yield signer


@dataclass(frozen=True, slots=True)
class TokenKey:
    """A key on a token or in a security module."""

    module: Path
    token: str
    certificate: str
    key: str
    secret: str

    @contextmanager
    def opened(self) -> Iterator[Signer]:
        """The signer, for as long as the session is open. Errors: IssuingError seal_failed."""
        # An extra of the installation: only those with a token have it.
        try:
            from pkcs11.exceptions import PKCS11Error
            from pyhanko.config.pkcs11 import TokenCriteria
            from pyhanko.sign.pkcs11 import PKCS11Signer, open_pkcs11_session
        except ImportError as error:
            raise IssuingError("seal_failed", detail="python-pkcs11") from error
        try:
            with open_pkcs11_session(
                str(self.module),
                token_criteria=TokenCriteria(label=self.token),
                user_pin=self.secret,
            ) as session:
                # Hashed here: not every token knows mechanisms that hash.
                yield PKCS11Signer(
                    session,
                    cert_label=self.certificate,
                    key_label=self.key or self.certificate,
                    use_raw_mechanism=True,
                )
        except PKCS11Error as error:
            raise IssuingError("seal_failed", detail=type(error).__name__) from error


def seal_key_of(body: Organisation) -> SealKey | None:
    """The key this installation holds for a body; None where papers are signed outside."""
    held = settings.SEAL
    if held is None or held["body"] != body.slug:
        return None
    if held["file"]:
        return FileKey(Path(held["file"]), held["secret"].encode())
    return TokenKey(
        Path(held["module"]), held["token"], held["certificate"], held["key"], held["secret"]
    )


def seal_pdf(source: bytes, key: SealKey, body: str, at: dt.datetime) -> bytes:
    """The PDF with the body's signature added behind what it holds.

    Errors: IssuingError seal_failed.
    """
    try:
        with key.opened() as signer:
            return _signed(source, signer, body, at)
    except (SigningError, OSError, ValueError) as error:
        raise IssuingError("seal_failed", detail=type(error).__name__) from error


def _signed(source: bytes, signer: Signer, body: str, at: dt.datetime) -> bytes:
    made = io.BytesIO()
    metadata = PdfSignatureMetadata(
        field_name=FIELD, subfilter=SigSeedSubFilter.PADES, md_algorithm="sha256", name=body
    )
    pages = IncrementalPdfFileWriter(io.BytesIO(source), strict=False)
    seal = PdfSigner(
        metadata,
        signer,
        timestamper=_time_stamper(),
        stamp_style=_style(body, at),
        new_field_spec=SigFieldSpec(FIELD, on_page=0, box=_BOX),
    )
    run_aside(partial(seal.sign_pdf, pages, output=made))
    return made.getvalue()


def _time_stamper() -> TimeStamper | None:
    held = settings.SEAL
    return HTTPTimeStamper(held["tsa"]) if held is not None and held["tsa"] else None


class _HeldType(GlyphAccumulatorFactory):
    """The type on a grid of 1000 units: the library writes widths of letters unscaled."""

    def create_font_engine(
        self, writer: BasePdfFileWriter, obj_stream: ObjectStream | None = None
    ) -> GlyphAccumulator:
        handle = io.BytesIO(_on_grid(self.font_file))
        return GlyphAccumulator(writer, handle, font_size=self.font_size, obj_stream=obj_stream)


@cache
def _on_grid(path: str) -> bytes:
    made = io.BytesIO()
    with TTFont(path) as held:
        scale_upem(held, 1000)
        held.save(made)
    return made.getvalue()


def _style(body: str, at: dt.datetime) -> TextStampStyle:
    """What the signature shows: whose it is and when it was made."""
    moment = at.astimezone(ZONE).isoformat(timespec="seconds")
    words = f"Cơ quan: {body}\nThời gian ký: {moment}".replace("%", "%%")
    font = _HeldType(str(FOLDER / _TYPE), font_size=_POINTS)
    layout = SimpleBoxLayoutRule(
        x_align=AxisAlignment.ALIGN_MAX,
        y_align=AxisAlignment.ALIGN_MID,
        margins=Margins(0, 0, 0, 0),
    )
    return TextStampStyle(
        border_width=0,
        stamp_text=words,
        background=None,
        inner_content_layout=layout,
        text_box_style=TextBoxStyle(font=font, font_size=_POINTS, border_width=0),
    )
