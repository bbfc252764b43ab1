"""Documents, their files and passages."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from tiendo.workspace.trail_words.noun import Noun

DOCUMENTS = Noun(
    actions={
        "document.registered": _("Đăng ký văn bản"),
        "document.rendition_added": _("Thêm tệp của văn bản"),
        "document.header_edited": _("Sửa thông tin văn bản"),
        "document.read_again": _("Đọc lại văn bản bằng phiên bản mới"),
        "document.reading_asked": _("Yêu cầu đọc tệp"),
        "document.reading_stopped": _("Dừng đọc tệp"),
        "document.reading_failed": _("Đọc tệp không thành"),
        "document.passage_placed": _("Chỉ chỗ của đoạn trích trong bản đọc mới"),
        "document.citation_chosen": _("Chọn văn bản được dẫn"),
        "document.upload_cleared": _("Nhận tệp sau kiểm tra"),
        "document.declaration_asked": _("Yêu cầu cam kết không chứa bí mật nhà nước"),
        "document.upload_refused": _("Từ chối tệp tải lên"),
        "document.upload_held": _("Giữ tệp ở khu cách ly, chờ quét mã độc"),
    },
    objects={
        "documents.document": _("Văn bản"),
        "documents.rendition": _("Tệp văn bản"),
        "documents.quarantinedupload": _("Tệp tải lên"),
        "documents.reading": _("Lượt đọc tệp"),
        "documents.passage": _("Đoạn trích"),
    },
)
