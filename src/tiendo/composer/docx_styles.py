"""The styles of an official document, one per component of the layout diagram.

Source: Nghị định 30/2020/NĐ-CP, Phụ lục I: sizes, faces and positions of boxes 1 to 12.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from docx.oxml.ns import qn
from lxml import etree

from tiendo.composer.docx_xml import Element, element, part_of

FONT = "Times New Roman"
FIRST_LINE_TWIPS = 720


@dataclass(frozen=True, slots=True)
class Style:
    """A paragraph style. Sizes in points; spacing, indents and the stop of leaders in twips."""

    identity: str
    name: str
    size: float = 14
    bold: bool = False
    italic: bool = False
    align: str = "center"
    first_line: int = 0
    left: int = 0
    before: int = 0
    after: int = 0
    line: int = 240
    keep_next: bool = False
    outline: int | None = None
    exact: bool = False
    leader_at: int = 0


# The gap of 6 pt stands before a paragraph alone: word processors differ in whether the gap after
# one is added to it.
_BODY = Style("NoiDung", "Nội dung", align="both", first_line=FIRST_LINE_TWIPS,
              before=120, line=264)  # fmt: skip
_HEADING = replace(_BODY, bold=True, keep_next=True)

STYLES = (
    Style("QuocHieu", "Quốc hiệu", 13, bold=True),
    Style("TieuNgu", "Tiêu ngữ", 14, bold=True),
    Style("CoQuanChuQuan", "Cơ quan chủ quản", 13),
    Style("CoQuanBanHanh", "Cơ quan ban hành", 13, bold=True),
    Style("DuongKe", "Đường kẻ", 1, before=50, line=40, exact=True),
    Style("SoKyHieu", "Số, ký hiệu", 13, before=60),
    Style("DiaDanh", "Địa danh, ngày tháng", 14, italic=True, before=60),
    Style("TrichYeuCongVan", "Trích yếu công văn", 12, before=120),
    Style("TenLoai", "Tên loại văn bản", 14, bold=True, before=280),
    Style("TrichYeu", "Trích yếu", 14, bold=True),
    Style("KinhGui", "Kính gửi", 14, before=240, after=120),
    Style("KinhGuiDong", "Kính gửi, từng dòng", 14, align="left", left=3400),
    _BODY,
    replace(_BODY, identity="CanCu", name="Căn cứ", italic=True),
    replace(_HEADING, identity="heading1", name="heading 1", outline=0, before=180),
    replace(_HEADING, identity="heading2", name="heading 2", outline=1),
    replace(_HEADING, identity="heading3", name="heading 3", outline=2, italic=True),
    Style("TenMucLuc", "Mục lục, tên", 14, bold=True, before=240, after=120),
    *(
        Style(f"MucLuc{level}", f"toc {level}", align="left", left=400 * (level - 1), before=60,
              leader_at=9354)
        for level in (1, 2, 3)
    ),
    Style("TenBang", "Tên bảng", 13, bold=True, before=120, after=60, keep_next=True),
    Style("DonViTinh", "Đơn vị tính", 12, italic=True, align="right", before=60, after=40,
          keep_next=True),
    Style("BangDau", "Bảng, đầu cột", 12, bold=True, before=40, after=40, keep_next=True),
    Style("Bang", "Bảng, nội dung", 12, align="left", before=40, after=40),
    Style("BangNhom", "Bảng, nhóm", 12, bold=True, align="left", before=40, after=40,
          keep_next=True),
    Style("BangTong", "Bảng, tổng", 12, bold=True, align="left", before=40, after=40),
    Style("BangDauNho", "Bảng nhiều cột, đầu cột", 9, bold=True, before=20, after=20,
          keep_next=True),
    Style("BangNho", "Bảng nhiều cột, nội dung", 9, align="left", before=20, after=20),
    Style("BangNhomNho", "Bảng nhiều cột, nhóm", 9, bold=True, align="left", before=20, after=20,
          keep_next=True),
    Style("BangTongNho", "Bảng nhiều cột, tổng", 9, bold=True, align="left", before=20,
          after=20),
    Style("Hinh", "Hình", 12, before=60, after=120),
    Style("SauBang", "Sau bảng", 6),
    Style("PhuLuc", "Phụ lục", 14, bold=True, outline=0),
    Style("TenPhuLuc", "Tên phụ lục", 14, bold=True),
    Style("KemTheo", "Kèm theo", 14, italic=True, after=60),
    Style("NoiNhan", "Nơi nhận", 12, bold=True, italic=True, align="left"),
    Style("NoiNhanDong", "Nơi nhận, từng dòng", 11, align="left"),
    Style("KyHieuSoanThao", "Ký hiệu người soạn thảo", 11, align="left", before=60),
    Style("KyTen", "Quyền hạn, chức vụ", 14, bold=True),
    Style("HoTen", "Họ và tên người ký", 14, bold=True, before=1500),
    Style("ChuThich", "footnote text", 11, align="both"),
    Style("header", "header", 13),
)  # fmt: skip

_DEFAULTS = f"""
<w:docDefaults xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">
 <w:rPrDefault><w:rPr>
  <w:rFonts w:ascii="{FONT}" w:hAnsi="{FONT}" w:eastAsia="{FONT}" w:cs="{FONT}"/>
  <w:color w:val="000000"/><w:sz w:val="28"/><w:szCs w:val="28"/>
  <w:lang w:val="vi-VN" w:eastAsia="vi-VN" w:bidi="ar-SA"/>
 </w:rPr></w:rPrDefault>
 <w:pPrDefault><w:pPr><w:spacing w:before="0" w:after="0" w:line="240" w:lineRule="auto"/></w:pPr>
 </w:pPrDefault>
</w:docDefaults>"""


def replace_styles(root: Element) -> None:
    """Puts our styles in place of those of the template."""
    for child in list(root):
        root.remove(child)
    root.append(etree.fromstring(_DEFAULTS))
    root.append(_base("paragraph", "Normal", "Normal"))
    root.append(_base("character", "DefaultParagraphFont", "Default Paragraph Font"))
    root.append(_table_normal())
    root.extend(_style(style) for style in STYLES)


def add_styles(root: Element) -> dict[str, str]:
    """Puts those of our styles into a template that it has none of the same name for.

    Each name of ours with the one that stands for it there. Those added depend on nothing of the
    template: its plain text may be set in another type.
    """
    named = {
        part_of(node, "name").get(qn("w:val"), "").casefold(): node.get(qn("w:styleId"), "")
        for node in root.iter(qn("w:style"))
        if node.find(qn("w:name")) is not None
    }
    taken = set(named.values())
    standing: dict[str, str] = {}
    for style in STYLES:
        theirs = named.get(style.name.casefold())
        standing[style.identity] = theirs or _free(style.identity, taken)
        if theirs is None:
            root.append(_alone(style, standing[style.identity]))
    return standing


def _free(identity: str, taken: set[str]) -> str:
    return next(name for name in (identity, f"TienDo{identity}") if name not in taken)


def _alone(style: Style, identity: str) -> Element:
    """A style based on none, with its own type and colour."""
    made = _style(style)
    made.set(qn("w:styleId"), identity)
    made.remove(part_of(made, "basedOn"))
    fonts = element("rFonts", ascii=FONT, hAnsi=FONT, eastAsia=FONT, cs=FONT)
    face = part_of(made, "rPr")
    face.insert(0, fonts)
    part_of(face, "sz").addprevious(element("color", val="000000"))
    return made


def _base(kind: str, identity: str, name: str) -> Element:
    return element("style", element("name", val=name), type=kind, default="1", styleId=identity)


def _table_normal() -> Element:
    """No cell margins above and below, 1.5 mm at the sides."""
    sides = [
        element(side, w=width, type="dxa")
        for side, width in (("top", "0"), ("left", "85"), ("bottom", "0"), ("right", "85"))
    ]
    made = _base("table", "TableNormal", "Normal Table")
    made.append(element("tblPr", element("tblCellMar", *sides)))
    return made  # fmt: skip


def _style(style: Style) -> Element:
    return element(
        "style",
        element("name", val=style.name),
        element("basedOn", val="Normal"),
        element("qFormat"),
        _paragraph_properties(style),
        _run_properties(style),
        type="paragraph",
        styleId=style.identity,
        **({} if style.name.islower() else {"customStyle": "1"}),
    )


def _paragraph_properties(style: Style) -> Element:
    made = element("pPr")
    if style.keep_next:
        made.append(element("keepNext"))
    if style.leader_at:
        stop = element("tab", val="right", leader="dot", pos=str(style.leader_at))
        made.append(element("tabs", stop))
    made.append(
        element(
            "spacing",
            before=str(style.before),
            after=str(style.after),
            line=str(style.line),
            lineRule="exact" if style.exact else "auto",
        )
    )
    if style.first_line or style.left:
        made.append(element("ind", left=str(style.left), firstLine=str(style.first_line)))
    made.append(element("jc", val=style.align))
    if style.outline is not None:
        made.append(element("outlineLvl", val=str(style.outline)))
    return made


def _run_properties(style: Style) -> Element:
    size = str(round(style.size * 2))
    faces = [element(tag) for tag, on in (("b", style.bold), ("i", style.italic)) if on]
    return element("rPr", *faces, element("sz", val=size), element("szCs", val=size))
