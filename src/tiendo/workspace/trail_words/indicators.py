"""Indicators, targets and figures."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from tiendo.workspace.trail_words.noun import Noun

INDICATORS = Noun(
    actions={
        "indicator.define": _("Lập chỉ tiêu"),
        "indicator.revise": _("Sửa định nghĩa chỉ tiêu"),
        "indicator.retire": _("Ngừng theo dõi chỉ tiêu"),
        "indicator.restore": _("Theo dõi lại chỉ tiêu"),
        "indicator.link": _("Gắn đoạn trích với chỉ tiêu"),
        "dimension.define": _("Lập phân tổ"),
        "dimension.rename": _("Đổi tên phân tổ"),
        "dimension.add_item": _("Thêm mục của phân tổ"),
        "dimension.edit_item": _("Sửa mục của phân tổ"),
        "dimension.order": _("Sắp xếp mục của phân tổ"),
        "rule.set": _("Đặt quy tắc kiểm tra số liệu"),
        "rule.end": _("Kết thúc quy tắc kiểm tra số liệu"),
        "rule.follow": _("Thay quy tắc kiểm tra số liệu"),
        "dictionary.send": _("Gửi tệp danh mục chỉ tiêu"),
        "dictionary.take": _("Ghi tệp danh mục chỉ tiêu"),
        "dictionary.drop": _("Bỏ tệp danh mục chỉ tiêu"),
        "target.set": _("Đặt mục tiêu"),
        "target.revise": _("Điều chỉnh mục tiêu"),
        "target.withdraw": _("Bỏ mục tiêu"),
        "figurefile.read": _("Tải tệp số liệu lên"),
        "figurefile.check": _("Kiểm tra tệp số liệu"),
        "figurefile.start": _("Bắt đầu nhập tệp số liệu"),
        "figurefile.resume": _("Tiếp tục nhập tệp số liệu"),
        "figurefile.done": _("Nhập xong tệp số liệu"),
        "figurefile.cancel": _("Bỏ tệp số liệu"),
        "figurefile.fail": _("Nhập tệp số liệu không thành"),
        "figurefile.undo": _("Bắt đầu hoàn tác tệp số liệu"),
        "figurefile.undone": _("Hoàn tác xong tệp số liệu"),
        "observation.enter": _("Nhập số liệu"),
        "observation.enter_many": _("Nhập nhiều số liệu cùng lúc"),
        "observation.confirm": _("Xác nhận số liệu"),
        "observation.publish": _("Công bố số liệu"),
        "observation.comment": _("Trao đổi về số liệu"),
        "observation.return": _("Trả lại số liệu"),
    },
    objects={
        "indicators.indicator": _("Chỉ tiêu"),
        "indicators.checkrule": _("Quy tắc kiểm tra số liệu"),
        "indicators.dictionaryfile": _("Tệp danh mục chỉ tiêu"),
        "indicators.dimension": _("Phân tổ"),
        "indicators.dimensionitem": _("Mục của phân tổ"),
        "indicators.target": _("Mục tiêu"),
        "indicators.observation": _("Số liệu"),
        "indicators.figurefile": _("Tệp số liệu"),
    },
)
