"""What analysis refuses and what stops it. The words need no Django: notebooks read them too."""

from __future__ import annotations

from collections.abc import Mapping
from gettext import gettext as _
from typing import ClassVar

from tiendo.domain.refusals import Refusal


class AnalyticsError(Refusal):
    """Root of what goes wrong with facts and engines."""

    words: ClassVar[Mapping[str, object]] = {
        "facts.none": _(
            "Chưa có dữ liệu phân tích trong %(folder)s. Chạy ./tiendo analytics facts để ghi."
        ),
        "facts.manifest": _(
            "Tệp kê khai %(file)s thiếu hoặc đã bị thay đổi, nên không đọc dữ liệu phân tích này. "
            "Chạy ./tiendo analytics facts để ghi lại."
        ),
        "facts.version": _(
            "Dữ liệu phân tích theo cấu trúc %(found)s, phần mềm này đọc cấu trúc %(wanted)s. "
            "Chạy ./tiendo analytics facts để ghi lại."
        ),
        "facts.file_missing": _(
            "Thiếu tệp %(file)s của dữ liệu phân tích. Chạy ./tiendo analytics facts để ghi lại."
        ),
        "facts.file_size": _(
            "Tệp %(file)s có %(found)d byte thay vì %(wanted)d: tệp bị cắt hoặc bị ghi thêm, nên "
            "không được đọc. Chạy ./tiendo analytics facts để ghi lại."
        ),
        "facts.file_changed": _(
            "Nội dung tệp %(file)s khác với lúc ghi (SHA-256 không khớp), nên không được đọc. "
            "Chạy ./tiendo analytics facts để ghi lại."
        ),
        "facts.table": _("Không có bảng dữ liệu “%(table)s”. Các bảng: %(tables)s."),
        "facts.no_room": _(
            "Đĩa không còn chỗ để ghi dữ liệu phân tích vào %(folder)s. Giải phóng chỗ rồi chạy "
            "./tiendo analytics facts."
        ),
        "facts.not_written": _(
            "Không ghi được dữ liệu phân tích vào %(folder)s (%(why)s). Kiểm tra quyền ghi và đĩa "
            "rồi chạy ./tiendo analytics facts."
        ),
        "engine.not_installed": _(
            "Chưa cài thư viện của máy phân tích %(engine)s. Cài bằng: uv sync --extra spark."
        ),
        "engine.unreachable": _(
            "Không kết nối được máy phân tích %(url)s. Số liệu trên trang là của lần tính trước; "
            "kiểm tra máy phân tích hoặc bỏ TIENDO_ANALYTICS_ENGINE để tính trên máy này."
        ),
        "engine.failed": _("Máy phân tích %(engine)s không tính được: %(why)s"),
    }


class FactsDamaged(AnalyticsError):
    """The facts are not those that were written; nothing of them is read."""


class FactsNotWritten(AnalyticsError):
    """The disk takes no facts; those of the time before stay."""


class EngineUnreachable(AnalyticsError):
    """Nobody answers where the engine should be: show the last result and say how old it is."""


class EngineFailed(AnalyticsError):
    """The engine answered that it cannot."""
