"""Small official documents that prove work in the demo, written as DOCX."""

from __future__ import annotations

from tiendo.composer.docx import write_docx
from tiendo.composer.model import (
    Letterhead,
    OfficialDocument,
    Paragraph,
    Signature,
    content,
)
from tiendo.demo.steps import Proof


def write_record(proof: Proof, body: str) -> bytes:
    """The record of an acceptance as DOCX; the same proof gives the same bytes."""
    document = OfficialDocument(
        letterhead=Letterhead(
            issuer=body, symbol="BB", number=None, place="Đắk Lắk", draft_month=proof.date
        ),
        type_name="Biên bản",
        title="Nghiệm thu kết quả thực hiện nhiệm vụ",
        blocks=tuple(Paragraph(content(words)) for words in proof.paragraphs),
        closing=(Paragraph(content("Biên bản được các bên thống nhất thông qua.")),),
        signature=Signature(("ĐẠI DIỆN CÁC BÊN",)),
        recipients=("Lưu: VT",),
    )
    return write_docx(document)
