"""Texts made of paragraphs, for tests that need no file."""

from vanban.models import Block, Span, Text


def text_of(*paragraphs: str) -> Text:
    """A text whose blocks are the given paragraphs."""
    blocks = []
    start = 0
    for words in paragraphs:
        blocks.append(Block(Span(start, start + len(words))))
        start += len(words) + 1
    return Text("\n".join(paragraphs), tuple(blocks))


PLAN = (
    "ỦY BAN NHÂN DÂN",
    "TỈNH LÂM ĐỒNG",
    "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
    "-------",
    "Số: 0210/KH-UBND",
    "Lâm Đồng, ngày 05 tháng 01 năm 2026",
    "KẾ HOẠCH",
    "Phát triển dữ liệu mở năm 2026",
    "Thực hiện Nghị quyết số 71/NQ-CP của Chính phủ, UBND tỉnh ban hành Kế hoạch:",
    "I. MỤC TIÊU",
    "1. Đến năm 2030",
    "- Tỷ lệ bộ dữ liệu mở được cập nhật đúng hạn đạt tối thiểu 90%.",
    "II. NHIỆM VỤ VÀ GIẢI PHÁP",
    "1. Thể chế",
    "a) Xây dựng danh mục dữ liệu mở của tỉnh.",
    "b) Rà soát danh mục hằng năm; hoàn thành trước ngày 30/6/2026.",
    "III. TỔ CHỨC THỰC HIỆN",
    "1. Các sở, ban, ngành có trách nhiệm:",
    "- Công bố dữ liệu mở trong quý II/2026.",
    "- Báo cáo định kỳ hằng quý về Sở Khoa học và Công nghệ.",
    "2. Sở Khoa học và Công nghệ chủ trì, phối hợp với Sở Tài chính và Công an tỉnh hướng dẫn "
    "các cơ quan thực hiện.",
    "3. Giao Sở Tài chính bố trí 1.500 triệu đồng./.",
    "Nơi nhận:",
    "- Bộ Khoa học và Công nghệ (b/c);",
    "- Các sở, ban, ngành;",
    "- Lưu: VT, KGVX.",
    "TM. ỦY BAN NHÂN DÂN",
    "KT. CHỦ TỊCH",
    "PHÓ CHỦ TỊCH",
    "Trần Văn Bình",
)
