"""The formulas of figures taken from the registers of money, measures and documents, in words."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

REGISTER_FORMULAS: Mapping[str, Promise] = {
    "budget.allotted": _(
        "Cộng số giao dự toán hoặc điều chỉnh dự toán có hiệu lực đến ngày chốt số liệu của các "
        "khoản chi; phần chuyển nguồn từ khoản khác trong cùng tổng chỉ tính một lần."
    ),
    "budget.disbursed": _(
        "Cộng số đã giải ngân của các khoản chi: số lũy kế mới nhất đến ngày chốt số liệu và các "
        "lần chi sau đó."
    ),
    "budget.committed": _("Cộng giá trị cam kết chi có hiệu lực đến ngày chốt số liệu."),
    "budget.left": _(
        "Dự toán được giao trừ số đã giải ngân đến ngày chốt số liệu; thiếu một trong hai số thì "
        "chưa có số liệu."
    ),
    "budget.disbursed_rate": _(
        "Số đã giải ngân chia cho dự toán được giao đến ngày chốt số liệu; dự toán bằng 0 thì "
        "không xác định, thiếu một trong hai số thì chưa có số liệu."
    ),
    "project.total": _(
        "Tổng mức đầu tư theo quyết định có hiệu lực mới nhất đến ngày chốt số liệu, không kể "
        "quyết toán."
    ),
    "project.funding": _("Phần của một nguồn vốn trong quyết định đặt tổng mức đầu tư."),
    "indicator.value": _(
        "Số liệu đã xác nhận của kỳ mới nhất có đến ngày chốt số liệu, theo đúng bản sửa có hiệu "
        "lực khi lập báo cáo."
    ),
    "indicator.computed": _(
        "Tính theo công thức của chỉ tiêu từ các số liệu biết được khi lập báo cáo."
    ),
    "target.value": _("Mức văn bản giao, có hiệu lực vào ngày chốt số liệu."),
    "target.rate": _(
        "Số thực hiện chia cho mức kế hoạch; mức kế hoạch bằng 0 hoặc không tính được bằng phép "
        "chia thì không xác định."
    ),
    "documents.registered": _(
        "Đếm văn bản trong sổ đăng ký được liệt kê tại đoạn này, tính đến ngày chốt số liệu."
    ),
    "documents.issued": _(
        "Đếm văn bản trong sổ đăng ký có ngày ban hành trong kỳ báo cáo; báo cáo của một cơ quan "
        "chỉ đếm văn bản của cơ quan đó."
    ),
    "difficulties.listed": _(
        "Đếm vướng mắc chưa kết thúc theo dõi được liệt kê, đến ngày chốt số liệu."
    ),
    "events.held": _(
        "Đếm phiên họp, hội nghị ghi đã tổ chức, có ngày họp trong kỳ báo cáo và đến ngày chốt số "
        "liệu."
    ),
}
