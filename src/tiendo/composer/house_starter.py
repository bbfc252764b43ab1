"""A house template to begin with: the layout of the decree with the placeholders in their boxes."""

from __future__ import annotations

from tiendo.composer.docx_layout import TEXT_WIDTH_MM, BuiltInSections, layout_table, page_top, rule
from tiendo.composer.docx_package import empty_package, save_package
from tiendo.composer.docx_parts import (
    LETTERHEAD_MM,
    MOTTO_RULE_MM,
    SIGNATURE_MM,
    TITLE_RULE_MM,
)
from tiendo.composer.docx_xml import Element, element, paragraph, text_run
from tiendo.composer.wording import NATIONAL_MOTTO, NATIONAL_NAME

_ISSUER_RULE_MM = 25.0


def starter_template(*, has_type: bool = True, sides: int = 1) -> bytes:
    """The template as a DOCX file to be changed in Word; an official letter has no type, of a
    record ``sides`` are two."""
    package = empty_package()
    body = [
        page_top(),
        _letterhead(has_type=has_type),
        *(_title() if has_type else ()),
        _line("KinhGui", "{{kinh_gui}}"),
        _line("CanCu", "{{can_cu}}"),
        _line("NoiDung", "{{noi_dung}}"),
        paragraph("SauBang", properties=[element("keepNext")]),
        _signatures(sides),
        BuiltInSections(package.header_id).begin(),
    ]
    package.replace_body(body)
    return save_package(package)


def _letterhead(*, has_type: bool) -> Element:
    issuer = [
        _line("CoQuanChuQuan", "{{co_quan_chu_quan}}"),
        _line("CoQuanBanHanh", "{{co_quan}}"),
        rule(_ISSUER_RULE_MM, LETTERHEAD_MM[0]),
    ]
    nation = [
        _line("QuocHieu", NATIONAL_NAME),
        _line("TieuNgu", NATIONAL_MOTTO),
        rule(MOTTO_RULE_MM, LETTERHEAD_MM[1]),
    ]
    number = [_line("SoKyHieu", "Số: {{so}}")]
    if not has_type:
        number.append(_line("TrichYeuCongVan", "V/v {{tieu_de}}"))
    return layout_table(LETTERHEAD_MM, [[issuer, nation], [number, [_line("DiaDanh", "{{ngay}}")]]])


def _title() -> list[Element]:
    return [
        _line("TenLoai", "{{ten_loai}}"),
        _line("TrichYeu", "{{tieu_de}}"),
        rule(TITLE_RULE_MM, TEXT_WIDTH_MM),
    ]


def _signatures(sides: int) -> Element:
    signer = [_line("KyTen", "{{ky}}"), _line("HoTen", "{{ho_ten}}")]
    if sides > 1:
        other = [_line("KyTen", "{{ky_ben_kia}}"), _line("HoTen", "{{ho_ten_ben_kia}}")]
        return layout_table(SIGNATURE_MM, [[other, signer]])
    recipients = [
        _line("NoiNhan", "Nơi nhận:"),
        _line("NoiNhanDong", "{{noi_nhan}}"),
        _line("KyHieuSoanThao", "{{nguoi_soan}}"),
    ]
    return layout_table(SIGNATURE_MM, [[recipients, signer]])


def _line(style: str, words: str) -> Element:
    return paragraph(style, text_run(words))
