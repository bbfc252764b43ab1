"""Roles are named lists of permissions; code asks for a permission, never for a role.

Source: design.md section 9. A permission "at the body" holds for the body of the post; one in
``PROVINCE_WIDE`` holds for every body.
"""

from __future__ import annotations

PERMISSIONS: dict[str, str] = {
    "task.view": "xem nhiệm vụ của cơ quan mình",
    "task.view_all": "xem nhiệm vụ của mọi cơ quan",
    "task.update": "cập nhật tiến độ nhiệm vụ cơ quan mình chủ trì hoặc phối hợp",
    "task.claim": "báo cáo hoàn thành nhiệm vụ cơ quan mình chủ trì",
    "task.approve": "duyệt hoặc trả lại báo cáo hoàn thành của cơ quan mình",
    "task.name_officer": "phân công người xử lý trong cơ quan mình",
    "task.go_live": "giao nhiệm vụ cho các cơ quan",
    "task.assign": "phân công cơ quan chủ trì, phối hợp",
    "task.confirm": "xác nhận hoàn thành nhiệm vụ cơ quan mình được giao xác nhận",
    "task.reopen": "mở lại nhiệm vụ đã xác nhận",
    "task.direct": "tạm dừng, hủy, thay thế, cho tiếp tục nhiệm vụ",
    "trail.view": "xem nhật ký của việc mình được xem",
    "trail.view_all": "xem toàn bộ nhật ký",
    "document.view": "xem văn bản đã đăng ký",
    "document.upload": "tải văn bản lên",
    "draft.review": "rà soát và duyệt kết quả bóc tách",
    "organisation.view": "xem danh mục cơ quan",
    "organisation.add_provisional": "thêm cơ quan tạm khi rà soát",
    "organisation.manage": "quản lý danh mục cơ quan",
    "account.manage": "quản lý tài khoản",
    "report.view": "xem báo cáo",
    "report.compile": "lập báo cáo",
    "report.approve": "duyệt báo cáo",
    "dashboard.view": "xem tổng quan",
    "job.view": "xem công việc nền",
}

_STAFF = ("task.view", "trail.view", "document.view", "organisation.view", "dashboard.view")
_OFFICER = (*_STAFF, "task.update", "task.claim")
_HEAD = (*_OFFICER, "task.approve", "task.name_officer")
_OVERSEER = (*_STAFF, "task.view_all", "report.view")

ROLES: dict[str, frozenset[str]] = {
    "officer": frozenset(_OFFICER),
    "unit_head": frozenset(_HEAD),
    "coordinator": frozenset(
        (
            *_OVERSEER,
            *_OFFICER,
            "task.go_live",
            "task.assign",
            "task.confirm",
            "task.reopen",
            "document.upload",
            "draft.review",
            "organisation.add_provisional",
            "report.compile",
        )
    ),
    "office": frozenset((*_OVERSEER, *_OFFICER, "task.confirm", "task.reopen")),
    "clerk": frozenset((*_STAFF, "document.upload")),
    "leader": frozenset((*_OVERSEER, "task.direct", "report.approve")),
    "inspector": frozenset((*_OVERSEER, "trail.view_all", "task.reopen")),
    "administrator": frozenset(
        ("organisation.view", "organisation.manage", "account.manage", "job.view")
    ),
}

PROVINCE_WIDE = frozenset(
    {
        "task.view_all",
        "task.go_live",
        "task.assign",
        "task.direct",
        "trail.view_all",
        "document.view",
        "document.upload",
        "draft.review",
        "organisation.view",
        "organisation.add_provisional",
        "organisation.manage",
        "account.manage",
        "report.view",
        "report.compile",
        "report.approve",
        "dashboard.view",
        "job.view",
    }
)

# Reopening is the confirmer's at its own body, the inspector's everywhere.
PROVINCE_WIDE_BY_ROLE: dict[str, frozenset[str]] = {"inspector": frozenset({"task.reopen"})}
