"""Projects and money."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from tiendo.workspace.trail_words.noun import Noun

BUDGETS = Noun(
    actions={
        "budget.open_line": _("Lập dòng dự toán"),
        "budget.edit_line": _("Sửa dòng dự toán"),
        "budget.record_step": _("Ghi bước dự toán"),
        "budget.commit": _("Ghi cam kết chi"),
        "budget.pay": _("Ghi giải ngân"),
        "budget.correct": _("Đính chính số tiền"),
        "budget.withdraw": _("Rút khoản đã ghi"),
        "budget.carry_over": _("Chuyển nguồn sang năm sau"),
        "project.correct_approval": _("Đính chính quyết định về dự án"),
        "project.withdraw_approval": _("Rút quyết định về dự án"),
        "project.propose": _("Lập hồ sơ dự án"),
        "project.approve": _("Ghi quyết định về dự án"),
        "project.move": _("Chuyển trạng thái dự án"),
        "project.add_milestone": _("Thêm mốc của dự án"),
        "project.finish_milestone": _("Ghi mốc của dự án hoàn thành"),
        "project.edit": _("Sửa thông tin dự án"),
        "project.edit_milestone": _("Sửa mốc của dự án"),
        "project.reopen_milestone": _("Rút ghi nhận hoàn thành mốc của dự án"),
        "project.attach": _("Thêm văn bản vào hồ sơ dự án"),
        "treasury.take": _("Nhận tệp của Kho bạc"),
        "treasury.take_row": _("Ghi dòng của Kho bạc thành giải ngân"),
        "treasury.match_row": _("Khớp dòng của Kho bạc"),
        "treasury.set_aside": _("Để dòng của Kho bạc ra ngoài"),
        "treasury.reopen": _("Mở lại dòng của Kho bạc"),
    },
    objects={
        "budgets.budgetline": _("Dòng dự toán"),
        "budgets.project": _("Dự án"),
        "budgets.treasurystatement": _("Tệp của Kho bạc"),
        "budgets.treasuryrow": _("Dòng của Kho bạc"),
    },
)
