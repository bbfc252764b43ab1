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
    "task.split": "chia nhiệm vụ cơ quan mình chủ trì thành nhiệm vụ con",
    "task.recheck": "kiểm tra lại ngẫu nhiên nhiệm vụ đã xác nhận",
    "programme.run_own": "lập và điều hành chương trình của cơ quan mình",
    "programme.hand_over": "chuyển nhiệm vụ của chương trình bị thay thế",
    "filing.record": "ghi kế hoạch thực hiện của cơ quan mình",
    "change.request": "soạn đề nghị gia hạn, điều chỉnh, bổ sung nhiệm vụ",
    "change.send": "gửi đề nghị gia hạn, điều chỉnh, bổ sung nhiệm vụ",
    "change.appraise": "thẩm tra đề nghị, lập dự thảo tờ trình",
    "change.decide": "quyết định đề nghị gia hạn, điều chỉnh, bổ sung nhiệm vụ",
    "difficulty.raise": "nêu khó khăn, vướng mắc",
    "difficulty.manage": "điều phối khó khăn, vướng mắc",
    "difficulty.answer": "trả lời khó khăn, vướng mắc thuộc trách nhiệm cơ quan mình",
    "directive.give": "chỉ đạo",
    "directive.answer": "báo cáo việc thực hiện chỉ đạo",
    "directive.follow": "theo dõi chỉ đạo, kết thúc hoặc trả lại thay lãnh đạo",
    "urge.issue": "lập văn bản đôn đốc",
    "urge.record": "ghi số, ngày và việc gửi văn bản đôn đốc",
    "alert.manage": "quản lý quy tắc cảnh báo và kênh gửi",
    "inspection.view": "xem kiểm tra",
    "inspection.manage": "lập kế hoạch, ghi biên bản, kết luận kiểm tra",
    "inspection.answer": "giải trình với đoàn kiểm tra",
    "pack.make": "lập hồ sơ minh chứng",
    "staff.manage": "quản lý phòng, ủy quyền và bàn giao trong cơ quan mình",
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
    "calendar.manage": "quản lý ngày nghỉ, ngày làm bù",
    "regime.manage": "quản lý chế độ, kỳ báo cáo, đề cương và mẫu báo cáo",
    "submission.view": "xem báo cáo kỳ của cơ quan mình",
    "submission.view_all": "xem báo cáo kỳ của mọi cơ quan",
    "submission.write": "soạn báo cáo kỳ của cơ quan mình",
    "submission.send": "gửi báo cáo kỳ của cơ quan mình",
    "submission.receive": "tiếp nhận, trả lại báo cáo kỳ của các cơ quan",
    "paper.submit": "soát xét, trình ký báo cáo của cơ quan mình",
    "paper.sign": "ký báo cáo của cơ quan mình",
    "paper.number": "cấp số, ngày, đóng dấu, phát hành báo cáo của cơ quan mình",
    "trust.manage": "quản lý chứng thư gốc, danh sách thu hồi để kiểm tra chữ ký số",
    "dashboard.view": "xem tổng quan",
    "view.share": "chia sẻ bộ lọc và bảng điều hành trong cơ quan mình",
    "view.share_all": "chia sẻ bộ lọc và bảng điều hành cho mọi cơ quan",
    "meeting.hold": "chuẩn bị giao ban, ghi kết luận giao ban",
    "exchange.run": "trao đổi danh mục nhiệm vụ với hệ thống quốc gia",
    "indicator.view": "xem chỉ tiêu, mục tiêu và số liệu đã xác nhận",
    "indicator.define": "định nghĩa chỉ tiêu, quy tắc kiểm tra số liệu",
    "target.set": "đặt và điều chỉnh mục tiêu",
    "observation.view_all": "xem số liệu chưa xác nhận của mọi cơ quan",
    "observation.enter": "nhập, đính chính số liệu của cơ quan mình",
    "observation.confirm": "xác nhận số liệu của cơ quan mình",
    "observation.publish": "công bố số liệu",
    "budget.view": "xem dự án, dự toán, giải ngân của cơ quan mình",
    "budget.view_all": "xem dự án, dự toán, giải ngân của mọi cơ quan",
    "budget.record": "ghi dự án, đề nghị dự toán, cam kết, giải ngân của cơ quan mình",
    "budget.allocate": "ghi thẩm định, giao và điều chỉnh dự toán",
    "treasury.reconcile": "nhập và đối chiếu số liệu Kho bạc",
    "job.view": "xem công việc nền",
}

_STAFF = (
    "task.view",
    "trail.view",
    "document.view",
    "organisation.view",
    "dashboard.view",
    "indicator.view",
    "budget.view",
    "submission.view",
)
_OFFICER = (
    *_STAFF,
    "task.update",
    "task.claim",
    "filing.record",
    "change.request",
    "difficulty.raise",
    "difficulty.answer",
    "directive.answer",
    "inspection.answer",
    "observation.enter",
    "budget.record",
    "submission.write",
    "paper.submit",
)
_HEAD = (
    *_OFFICER,
    "task.approve",
    "task.name_officer",
    "task.split",
    # The lead of a parent task confirms its child tasks.
    "task.confirm",
    "programme.run_own",
    "change.send",
    "pack.make",
    "staff.manage",
    "view.share",
    "meeting.hold",
    "observation.confirm",
    "submission.send",
    "paper.sign",
    # Most bodies have no account of their clerk.
    "paper.number",
)
_OVERSEER = (
    *_STAFF,
    "task.view_all",
    "report.view",
    "inspection.view",
    "pack.make",
    "observation.view_all",
    "budget.view_all",
    "submission.view_all",
)

ROLES: dict[str, frozenset[str]] = {
    "officer": frozenset(_OFFICER),
    "unit_head": frozenset(_HEAD),
    "deputy_head": frozenset(_HEAD) - {"staff.manage"},
    "division_head": frozenset((*_OFFICER, "task.name_officer")),
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
            "programme.hand_over",
            "change.appraise",
            "difficulty.manage",
            "urge.issue",
            "urge.record",
            "view.share",
            "view.share_all",
            "meeting.hold",
            "exchange.run",
            "indicator.define",
            "target.set",
            "observation.confirm",
            "observation.publish",
            "budget.allocate",
            "treasury.reconcile",
            "calendar.manage",
            "regime.manage",
            "submission.receive",
        )
    ),
    "office": frozenset(
        (
            *_OVERSEER,
            *_OFFICER,
            "task.confirm",
            "task.reopen",
            "difficulty.manage",
            "directive.follow",
            "urge.issue",
            "urge.record",
            "view.share",
            "view.share_all",
            "meeting.hold",
        )
    ),
    "clerk": frozenset(
        (
            *_STAFF,
            "document.upload",
            "filing.record",
            "urge.record",
            "paper.number",
        )
    ),
    "leader": frozenset(
        (
            *_OVERSEER,
            "task.direct",
            "report.approve",
            "submission.send",
            "paper.sign",
            "change.decide",
            "difficulty.answer",
            "directive.give",
            "directive.follow",
            "view.share",
            "view.share_all",
            "meeting.hold",
        )
    ),
    "inspector": frozenset(
        (
            *_OVERSEER,
            "trail.view_all",
            "task.reopen",
            "task.recheck",
            "inspection.manage",
        )
    ),
    "administrator": frozenset(
        (
            "organisation.view",
            "organisation.manage",
            "account.manage",
            "alert.manage",
            "calendar.manage",
            "trust.manage",
            "job.view",
        )
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
        "task.recheck",
        "programme.hand_over",
        "change.appraise",
        "change.decide",
        "difficulty.manage",
        "directive.give",
        "directive.follow",
        "urge.issue",
        "urge.record",
        "alert.manage",
        "inspection.view",
        "inspection.manage",
        "view.share_all",
        "exchange.run",
        "indicator.view",
        "indicator.define",
        "target.set",
        "observation.view_all",
        "observation.publish",
        "budget.view_all",
        "budget.allocate",
        "treasury.reconcile",
        "calendar.manage",
        "trust.manage",
        "regime.manage",
        "submission.view_all",
        "submission.receive",
    }
)

# Tied to a body for one role, held everywhere by another: reopening is the confirmer's at its own
# body, the inspector's everywhere.
PROVINCE_WIDE_BY_ROLE: dict[str, frozenset[str]] = {
    "coordinator": frozenset(
        {
            "filing.record",
            "pack.make",
            "meeting.hold",
            "observation.enter",
            "observation.confirm",
            "budget.record",
        }
    ),
    "office": frozenset({"pack.make", "meeting.hold"}),
    "leader": frozenset({"difficulty.answer", "pack.make", "meeting.hold"}),
    "inspector": frozenset({"task.reopen", "pack.make"}),
}

# What only a body's own leaders may do. For those who hold it as leaders it never reaches from a
# division up to its body: who leads a division does not lead the body.
OF_LEADERS = frozenset(_HEAD) - frozenset(_OFFICER)
LEADING = frozenset({"unit_head", "deputy_head", "division_head"})
# The posts that a body's head gives and ends without an administrator.
GIVEN_BY_HEADS = frozenset({"officer", "division_head"})
