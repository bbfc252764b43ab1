"""What this app refuses, with the words that say what to do."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from tiendo.domain.refusals import Refusal

MESSAGES: Mapping[str, Promise] = {
    "too_long": _(
        "Danh sách có %(rows)s dòng, nhiều hơn %(most)s dòng một tệp Excel chứa được. "
        "Thu hẹp bộ lọc hoặc xuất CSV."
    ),
    "too_long_for_word": _(
        "Danh sách có %(rows)s dòng; bản Word nhận nhiều nhất %(most)s dòng. "
        "Thu hẹp bộ lọc hoặc xuất Excel."
    ),
    "not_permitted": _("Tài khoản không còn quyền xem dữ liệu này nên tệp không lập được."),
    "filter_gone": _("Bộ lọc có điều kiện không còn: %(labels)s. Bỏ điều kiện đó rồi xuất lại."),
    "too_many_open": _(
        "Đang có %(number)s tệp chờ lập; mỗi người chờ nhiều nhất %(most)s tệp cùng lúc. "
        "Chờ một tệp lập xong hoặc dừng bớt rồi xuất lại."
    ),
    "still_open": _("Tệp đang được lập. Dừng việc lập trước khi xóa."),
    "already_ended": _("Tệp này đã lập xong hoặc đã dừng. Tải lại trang."),
    "gone": _("Tệp đã hết hạn giữ. Xuất lại khi cần."),
    "names_gone": _(
        "Bộ lọc nêu %(labels)s không còn, hoặc không được xem. Bỏ điều kiện đó để xem rộng hơn."
    ),
    "not_begun": _("Chương trình bắt đầu ngày %(start)s; đến ngày %(day)s chưa có số liệu."),
    "filter_empty": _("Bộ lọc chưa có điều kiện nào. Chọn điều kiện ở danh sách rồi lưu."),
    "filter_name_missing": _("Đặt tên cho bộ lọc."),
    "filter_name_taken": _("Đã có bộ lọc tên “%(name)s”. Đặt tên khác."),
    "filters_too_many": _("Mỗi người giữ nhiều nhất %(most)s bộ lọc. Xóa bớt rồi lưu."),
    "filter_deleted": _("Bộ lọc này đã bị xóa hoặc không còn được chia sẻ."),
    "share_incomplete": _("Chọn cơ quan hoặc vai trò được chia sẻ."),
    "outlines_too_large": _(
        "Tệp ranh giới lớn hơn %(most)s MB. Giản lược ranh giới (mapshaper, QGIS) rồi nạp lại."
    ),
    "outlines_not_geojson": _(
        "Tệp không phải GeoJSON dạng FeatureCollection. Xuất lại từ QGIS với định dạng GeoJSON."
    ),
    "outlines_count": _(
        "Tệp có %(count)s vùng; cần từ 1 đến %(most)s. Chỉ giữ các xã, phường của tỉnh rồi nạp lại."
    ),
    "outlines_not_polygons": _(
        "“%(feature)s” không phải vùng (Polygon, MultiPolygon). Bỏ điểm và đường rồi nạp lại."
    ),
    "outlines_bad_points": _(
        "“%(feature)s” có điểm không phải kinh độ, vĩ độ. Chuyển tệp về WGS 84 (EPSG:4326) "
        "rồi nạp lại."
    ),
    "outlines_swapped": _(
        "“%(feature)s” ghi vĩ độ trước kinh độ. Xuất lại với kinh độ đứng trước (X, Y) rồi nạp lại."
    ),
    "outlines_open_ring": _(
        "Đường ranh giới của “%(feature)s” không khép kín. Sửa vùng trong QGIS rồi nạp lại."
    ),
    "outlines_foreign_grid": _(
        "Tệp ghi hệ tọa độ %(grid)s. Chuyển tệp về WGS 84 (EPSG:4326) rồi nạp lại."
    ),
    "outlines_crossing": _(
        "Đường ranh giới của %(feature)s tự cắt gần điểm %(at)s. Sửa bằng công cụ sửa hình học của "
        "QGIS rồi nạp lại."
    ),
    "outlines_elsewhere": _(
        "Vùng của %(feature)s nằm cách vị trí đã biết %(far)s km. Kiểm tra hệ tọa độ và mã đơn vị "
        "hành chính của vùng rồi nạp lại."
    ),
    "outlines_preview_gone": _("Bản xem trước đã hết hạn. Chọn lại tệp ranh giới."),
    "outlines_too_many_points": _(
        "Ranh giới có hơn %(most)s điểm. Giản lược ranh giới rồi nạp lại."
    ),
    "outlines_match_nothing": _(
        "Không vùng nào trong %(features)s vùng mang mã hoặc tên của một xã, phường đang có. "
        "Kiểm tra thuộc tính mã đơn vị hành chính của tệp."
    ),
    "outlines_source_missing": _("Ghi nguồn của ranh giới: cơ quan, tên dữ liệu, ngày."),
    "outlines_gone": _("Ranh giới này đã được gỡ. Tải lại trang."),
    "worker_failed": _("Việc lập tệp gặp lỗi của hệ thống. Xuất lại; nếu vẫn lỗi, báo quản trị."),
}


class OverviewError(Refusal):
    """Root of what this app refuses."""

    words = MESSAGES
    conflicts = frozenset(
        {"already_ended", "still_open", "too_many_open", "filter_deleted", "outlines_gone"}
    )
