"""What the refusals of outgoing papers say to people: what is wrong, what to do."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

MESSAGES: Mapping[str, Promise] = {
    "already_opened": _("Báo cáo này đã được đưa vào văn bản đi. Mở văn bản đó để làm tiếp."),
    "moved_meanwhile": _(
        "Văn bản đang ở bước “%(state)s”, có thể người khác vừa chuyển. Tải lại trang rồi làm "
        "bước tiếp theo."
    ),
    "report_not_approved": _(
        "Báo cáo chưa được duyệt nên chưa trình ký được. Người có thẩm quyền duyệt báo cáo trước; "
        "từ lúc đó nội dung không đổi nữa."
    ),
    "report_corrected": _(
        "Báo cáo này đã có bản đính chính nên không phát hành nữa. Phát hành bản đính chính."
    ),
    "reason_missing": _("Nêu lý do để người nhận lại biết cần sửa gì."),
    "signer_missing": _("Nhập họ và tên người ký."),
    "number_taken": _(
        "Số %(number)s đã dùng cho “%(subject)s” ngày %(day)s. Số tiếp theo còn trống là %(free)s."
    ),
    "number_in_register": _(
        "Kho văn bản đã có văn bản số %(number)s ngày %(day)s của cơ quan này: “%(subject)s”. "
        "Chọn số khác."
    ),
    "number_out_of_range": _("Số văn bản phải từ 1 đến 999.999."),
    "day_in_future": _("Ngày văn bản %(day)s còn ở phía trước. Ghi ngày hôm nay hoặc đã qua."),
    "day_before_signing": _(
        "Ngày văn bản %(day)s đứng trước ngày ký %(signed)s. Ghi ngày ký hoặc sau đó."
    ),
    "outside_book": _("Ngày %(day)s nằm ngoài sổ số đã chọn (từ %(since)s). Chọn sổ của ngày đó."),
    "book_out_of_order": _("Ngày kết thúc sổ phải sau ngày bắt đầu."),
    "unprintable": _(
        "Không lập được tệp PDF vì không có phông chữ cho “%(text)s”. Lập bản đính chính không có "
        "ký tự đó."
    ),
    "not_pdf": _("Tệp “%(name)s” không phải là PDF. Tải lên tệp PDF đã ký số."),
    "unreadable_pdf": _("Không đọc được cấu trúc tệp PDF nên không kiểm tra được chữ ký."),
    "no_words": _(
        "Tệp PDF chỉ có ảnh trang, không có chữ, nên không đối chiếu được với báo cáo. Ký số trên "
        "bản PDF tải về từ hệ thống."
    ),
    "not_signed": _("Tệp PDF chưa có chữ ký số nào. Ký số rồi tải lên lại."),
    "signature_broken": _(
        "Chữ ký số không khớp với nội dung tệp: tệp hỏng hoặc đã bị thay. Xin lại tệp đã ký."
    ),
    "altered_after_signing": _(
        "Tệp đã bị sửa sau khi ký. Xin lại tệp đúng như lúc ký, không mở ra sửa hay in lại."
    ),
    "stamp_broken": _(
        "Dấu thời gian trong tệp không khớp với chữ ký: tệp hỏng hoặc đã bị thay. Ký lại."
    ),
    "certificate_expired": _(
        "Chứng thư số hết hiệu lực vào lúc ký. Ký lại bằng chứng thư còn hiệu lực."
    ),
    "certificate_revoked": _("Chứng thư số đã bị thu hồi. Ký lại bằng chứng thư khác."),
    "certificate_untrusted": _(
        "Chứng thư số không do tổ chức được tin cậy cấp. Kiểm tra lại thiết bị ký, hoặc nhờ quản "
        "trị thêm chứng thư gốc."
    ),
    "not_this_paper": _(
        "Tệp đã ký không phải báo cáo này: %(count)s chỗ khác với bản đã duyệt. Các chỗ khác được "
        "liệt kê bên dưới."
    ),
    "no_seal_key": _("Hệ thống chưa có khóa ký số của cơ quan này. Tải lên tệp đã ký bên ngoài."),
    "seal_failed": _(
        "Không ký được bằng khóa của cơ quan (%(detail)s). Kiểm tra thiết bị ký rồi thử lại."
    ),
    "file_used": _("Tệp này đã là bản của một văn bản khác trong kho."),
    "trust_unreadable": _(
        "Tệp không phải chứng thư hay danh sách thu hồi (DER hoặc PEM). Xin lại tệp ở nơi cấp."
    ),
    "not_an_authority": _(
        "Chứng thư của “%(name)s” không phải của tổ chức cấp chứng thư, nên không đặt làm nơi được "
        "tin cậy. Tải lên chứng thư của tổ chức đã cấp nó."
    ),
    "trust_known": _("“%(name)s” đã có trong danh sách."),
    "list_issuer_unknown": _(
        "Chưa có chứng thư của nơi lập danh sách thu hồi này (“%(name)s”). Tải chứng thư của nơi "
        "đó lên trước."
    ),
    "list_not_genuine": _(
        "Danh sách thu hồi không do “%(name)s” ký: tệp hỏng hoặc giả. Xin lại tệp ở nơi cấp."
    ),
    "list_older": _(
        "Đã có danh sách thu hồi mới hơn của “%(name)s”, lập ngày %(day)s. Tải bản mới nhất."
    ),
    "source_missing": _("Ghi nơi lấy tệp, ví dụ địa chỉ trang của nơi cấp."),
    "trust_dropped": _("Mục này đã được gỡ trước đó. Tải lại trang."),
    "no_recipients": _("Nhập ít nhất một nơi nhận."),
}
