"""What the actions on projects and money refuse, with the words that say what to do."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from tiendo.domain.refusals import Refusal

MESSAGES: Mapping[str, Promise] = {
    "title_missing": _("Chưa có tên. Nhập tên rồi gửi lại."),
    "code_missing": _("Chưa có mã dự án. Nhập mã rồi gửi lại."),
    "code_taken": _("Mã %(code)s đã dùng cho dự án khác. Chọn mã khác."),
    "year_out_of_range": _("Năm %(year)s nằm ngoài khoảng 2000–2100. Nhập lại năm ngân sách."),
    "years_out_of_order": _("Năm kết thúc trước năm bắt đầu. Đổi lại hai năm."),
    "body_closed": _(
        "%(body)s không còn hoạt động trong năm %(year)s. Chọn cơ quan kế tục hoặc năm khác."
    ),
    "chapter_code_malformed": _(
        "Mã chương “%(code)s” không đúng: mã có %(digits)s chữ số, theo %(rule)s. Sửa lại mã."
    ),
    "sector_code_malformed": _(
        "Mã loại – khoản “%(code)s” không đúng: mỗi mã có %(digits)s chữ số, theo %(rule)s. Viết "
        "mã khoản, hoặc loại-khoản như 100-103."
    ),
    "item_code_malformed": _(
        "Mã tiểu mục “%(code)s” không đúng: mã có %(digits)s chữ số, theo %(rule)s. Sửa lại mã."
    ),
    "programme_code_malformed": _(
        "Mã chương trình, dự án “%(code)s” không đúng: mã có %(digits)s chữ số, theo %(rule)s. "
        "Sửa lại mã."
    ),
    "carried_already": _(
        "Dòng này đã chuyển nguồn sang năm %(year)s. Nếu sai, đính chính số giao của dòng năm sau."
    ),
    "nothing_left": _("Dòng này không còn dự toán chưa chi để chuyển nguồn."),
    "over_what_is_left": _(
        "Số chuyển nguồn lớn hơn số còn lại %(left)s đồng. Nhập số không quá số còn lại."
    ),
    "has_money": _(
        "Dòng này đã có tiền được ghi nên không đổi được năm, cơ quan, nguồn, tính chất, lĩnh vực. "
        "Rút các khoản đã ghi và lập dòng khác."
    ),
    "day_in_future": _("Ngày %(day)s còn ở phía trước. Nhập hôm nay hoặc một ngày đã qua."),
    "outside_year": _(
        "Ngày %(day)s nằm ngoài niên độ %(year)s (từ 01/01/%(year)s đến hết %(closing)s). "
        "Kiểm tra ngày, hoặc ghi vào dòng dự toán của năm khác."
    ),
    "too_early": _("Ngày %(day)s quá sớm so với năm ngân sách %(year)s. Kiểm tra lại ngày."),
    "paper_missing": _("Chưa có chứng từ, văn bản. Nhập số, ký hiệu hoặc chọn văn bản."),
    "amount_negative": _("Số tiền nhỏ hơn 0. Chỉ khoản thu hồi giải ngân mới ghi số âm."),
    "amount_too_big": _("Số tiền lớn hơn mức có thể. Kiểm tra lại đơn vị đồng, triệu, tỷ."),
    "amount_zero": _("Số tiền bằng 0. Nhập số tiền của khoản này."),
    "no_allocation": _(
        "Chưa giao dự toán đến ngày %(day)s nên chưa điều chỉnh được. Ghi bước giao."
    ),
    "recorded_twice": _(
        "Chứng từ %(symbol)s ngày %(day)s với đúng số tiền này đã do %(person)s ghi ở dòng này. "
        "Nếu là khoản khác, ghi số chứng từ riêng của khoản đó."
    ),
    "below_zero": _(
        "Sau khi ghi, số đã giải ngân đến ngày %(day)s nhỏ hơn 0. Kiểm tra số thu hồi."
    ),
    "reason_missing": _("Chưa nêu lý do. Nhập lý do rồi gửi lại."),
    "already_corrected": _(
        "Khoản này vừa được %(person)s đính chính. Tải lại trang, xem số mới rồi đính chính tiếp."
    ),
    "already_withdrawn": _("Khoản này đã rút nên không đính chính được. Ghi một khoản mới."),
    "taken_from_treasury": _(
        "Khoản này lấy từ số liệu Kho bạc. Chỉ đính chính khi có lý do và số chứng từ mới."
    ),
    "symbol_missing": _("Chưa có số, ký hiệu quyết định. Nhập số rồi gửi lại."),
    "approval_twice": _("Quyết định %(symbol)s ngày %(day)s đã ghi cho dự án này."),
    "funding_over_total": _(
        "Cộng các nguồn được %(sum)s đồng, lớn hơn tổng mức %(total)s đồng. "
        "Kiểm tra lại từng nguồn."
    ),
    "wrong_state": _(
        "Dự án đang ở trạng thái “%(state)s” nên không chuyển sang “%(wanted)s” được. "
        "Tải lại trang để xem việc có thể làm."
    ),
    "no_approval": _("Dự án chưa có quyết định phê duyệt. Ghi quyết định trước."),
    "milestone_done": _("Mốc này đã ghi hoàn thành. Tải lại trang để xem."),
    "milestone_open": _("Mốc này chưa ghi hoàn thành. Tải lại trang để xem."),
    "document_twice": _("Văn bản này đã ở trong hồ sơ dự án."),
    "too_big": _("Tệp quá lớn. Bỏ hình ảnh, định dạng thừa rồi nhập lại."),
    "not_sheet": _("Tệp không phải bảng tính. Dùng tệp Excel (.xlsx) hoặc CSV."),
    "old_format": _("Tệp là Excel đời cũ (.xls). Lưu lại dạng .xlsx rồi nhập."),
    "encrypted": _("Tệp đặt mật khẩu nên không đọc được. Bỏ mật khẩu rồi nhập lại."),
    "damaged": _("Tệp hỏng hoặc không đúng chuẩn. Mở bằng Excel, lưu lại rồi nhập tệp mới."),
    "unpacks_too_big": _("Tệp mở ra lớn hơn mức cho phép. Xóa dòng, cột thừa rồi nhập lại."),
    "encoding": _("Không đọc được bảng mã của tệp. Lưu dạng CSV UTF-8 hoặc .xlsx rồi nhập lại."),
    "columns_missing": _(
        "Không thấy cột %(columns)s ở hàng tiêu đề nào. Đặt lại tên cột trong tệp rồi nhập lại."
    ),
    "unit_unknown": _(
        "Tệp ghi đơn vị tính “%(unit)s”. Chỉ nhận đồng, nghìn đồng, triệu đồng, tỷ đồng: sửa đơn "
        "vị và số tiền trong tệp rồi nhập lại."
    ),
    "units_differ": _(
        "Tệp ghi hai đơn vị tính khác nhau: “%(first)s” và “%(second)s”. Giữ một đơn vị rồi nhập "
        "lại."
    ),
    "rows_none": _("Không có dòng nào dưới hàng tiêu đề. Kiểm tra tệp rồi nhập lại."),
    "rows_too_many": _("Tệp có hơn %(most)s dòng. Chia tệp theo tháng rồi nhập từng phần."),
    "rows_wrong": _(
        "Tệp chưa được nhận vì có %(count)s ô không đọc được: %(cells)s. Sửa rồi nhập lại."
    ),
    "rows_outside": _(
        "Tệp có %(count)s dòng có ngày ngoài khoảng 01/01/%(year)s–%(last)s (niên độ %(year)s, đến "
        "ngày của số liệu): dòng %(rows)s. Sửa năm hoặc ngày của số liệu, hoặc chọn đúng tệp."
    ),
    "same_file": _("Tệp này đã nhập ngày %(day)s bởi %(person)s. Xem các dòng đã nhập."),
    "secret_mark": _(
        "Tệp mang dấu độ mật “%(mark)s”. Hệ thống không nhận tài liệu bí mật nhà nước; tệp không "
        "được lưu."
    ),
    "row_decided": _("Dòng này đã được xử lý. Tải lại trang để xem kết quả."),
    "row_open": _("Dòng này chưa được xử lý nên chưa có gì để mở lại."),
    "row_taken": _("Dòng này đã ghi thành khoản giải ngân. Đính chính khoản đó nếu ghi nhầm."),
    "amounts_differ": _(
        "Kho bạc ghi %(theirs)s đồng, ở đây ghi %(ours)s đồng. Đính chính khoản đã ghi "
        "trước khi khớp, hoặc chọn khoản khác."
    ),
    "payment_matched": _("Khoản giải ngân này đã khớp với dòng khác. Chọn khoản khác."),
    "other_year": _("Dòng dự toán thuộc năm %(year)s, tệp Kho bạc của năm khác. Chọn dòng khác."),
}


class BudgetError(Refusal):
    """Root of what this app refuses."""

    words = MESSAGES
    conflicts = frozenset(
        {
            "already_corrected",
            "carried_already",
            "wrong_state",
            "milestone_done",
            "milestone_open",
            "row_decided",
            "row_open",
            "row_taken",
        }
    )
