"""The fixed parts of an official document: letterhead, title, addressees, bases, signature."""

from __future__ import annotations

from collections.abc import Sequence

from tiendo.composer.docx_layout import TEXT_WIDTH_MM, layout_table, page_top, rule, text_width_mm
from tiendo.composer.docx_xml import Element, element, paragraph, text_run
from tiendo.composer.model import Appendix, Letterhead, OfficialDocument, Signature
from tiendo.composer.wording import (
    NATIONAL_MOTTO,
    NATIONAL_NAME,
    PARTY_NAME,
    PARTY_STAR,
    appendix_heading,
    end_with,
    guide_line,
    letterhead_date,
    number_line,
)

LETTERHEAD_MM = (65.0, 100.0)
SIGNATURE_MM = (85.0, 80.0)
RULE_SHARE = 0.4
# Where the subject is not known as the rule is drawn, and under the guide line of an appendix.
TITLE_RULE_MM = 45.0
MOTTO_RULE_MM = text_width_mm(NATIONAL_MOTTO, 14)
PARTY_RULE_MM = text_width_mm(PARTY_NAME, 13)


def write_letterhead(document: OfficialDocument) -> list[Element]:
    """Boxes 1 to 4 side by side, and the subject of an official letter under its number."""
    head = document.letterhead
    number = [paragraph("SoKyHieu", text_run(number_line(head)))]
    if document.type_name is None:
        number.append(paragraph("TrichYeuCongVan", text_run(f"V/v {document.title}")))
    date = [paragraph("DiaDanh", text_run(letterhead_date(head)))]
    return [
        page_top(),
        layout_table(LETTERHEAD_MM, [[_issuer(head), _nation(head)], [number, date]]),
    ]


def write_title(document: OfficialDocument) -> list[Element]:
    """Box 5a: the name of the type and the subject above a rule; nothing in a letter."""
    if document.type_name is None:
        return []
    return [
        paragraph("TenLoai", text_run(document.type_name.upper())),
        paragraph("TrichYeu", text_run(document.title)),
        rule(title_rule_mm(document.title), TEXT_WIDTH_MM),
    ]


def write_addressees(document: OfficialDocument) -> list[Element]:
    """Box 9a: one addressee on the same line, several one to a line."""
    names = document.addressees
    if not names:
        return [paragraph("SauBang")]
    if len(names) == 1:
        return [paragraph("KinhGui", text_run(f"Kính gửi: {names[0]}"))]
    return [
        paragraph("KinhGui", text_run("Kính gửi:")),
        *(paragraph("KinhGuiDong", text_run(f"- {name}")) for name in end_with(names)),
        paragraph("SauBang"),
    ]


def write_bases(document: OfficialDocument) -> list[Element]:
    """The legal bases in italics, one to a line."""
    return [paragraph("CanCu", text_run(line)) for line in end_with(document.bases)]


def write_signature(document: OfficialDocument, mark: Sequence[Element] = ()) -> list[Element]:
    """Boxes 7 and 9b side by side on one page, or the signatures of both sides of a record.

    ``mark`` is the mark of verification, which stands under what is at the left.
    """
    left = (
        _recipients(document)
        if document.countersignature is None
        else _signer(document.countersignature)
    )
    table = layout_table(SIGNATURE_MM, [[[*left, *mark], _signer(document.signature)]])
    return [paragraph("SauBang", properties=[element("keepNext")]), table]


def _recipients(document: OfficialDocument) -> list[Element]:
    """Box 9b, the drafter's code under the recipients."""
    recipients = [
        paragraph("NoiNhan", text_run("Nơi nhận:")),
        *(
            paragraph("NoiNhanDong", text_run(f"- {line}"))
            for line in end_with(document.recipients)
        ),
    ]
    if document.drafter:
        recipients.append(paragraph("KyHieuSoanThao", text_run(document.drafter.upper())))
    return recipients


def write_appendix_title(
    document: OfficialDocument, appendix: Appendix, width_mm: float
) -> list[Element]:
    """The number, title and guide line of an appendix."""
    return [
        paragraph("PhuLuc", text_run(appendix_heading(appendix.marker))),
        paragraph("TenPhuLuc", text_run(appendix.title.upper())),
        paragraph("KemTheo", text_run(guide_line(document))),
        rule(TITLE_RULE_MM, width_mm),
        paragraph("SauBang"),
    ]


def _issuer(head: Letterhead) -> list[Element]:
    made = [paragraph("CoQuanChuQuan", text_run(head.parent.upper()))] if head.parent else []
    below = (
        paragraph("SoKyHieu", text_run(PARTY_STAR))
        if head.is_party
        else rule(issuer_rule_mm(head), LETTERHEAD_MM[0])
    )
    return [*made, paragraph("CoQuanBanHanh", text_run(head.issuer.upper())), below]


def issuer_rule_mm(head: Letterhead) -> float:
    """How long the rule under the issuer is: between a third and a half of its last line."""
    last = head.issuer.upper().split("\n")[-1]
    return min(text_width_mm(last, 13), LETTERHEAD_MM[0]) * RULE_SHARE


def title_rule_mm(title: str) -> float:
    """How long the rule under a subject is: between a third and a half of its length, as set."""
    return min(text_width_mm(title, 14), TEXT_WIDTH_MM) * RULE_SHARE


def _nation(head: Letterhead) -> list[Element]:
    if head.is_party:
        name = paragraph("QuocHieu", text_run(PARTY_NAME))
        return [name, rule(PARTY_RULE_MM, LETTERHEAD_MM[1])]
    return [
        paragraph("QuocHieu", text_run(NATIONAL_NAME)),
        paragraph("TieuNgu", text_run(NATIONAL_MOTTO)),
        rule(MOTTO_RULE_MM, LETTERHEAD_MM[1]),
    ]


def _signer(signature: Signature) -> list[Element]:
    lines = [*signature.authority, *([signature.position] if signature.position else [])]
    made = [paragraph("KyTen", text_run(line)) for line in lines]
    return [*made, paragraph("HoTen", *([text_run(signature.name)] if signature.name else []))]
