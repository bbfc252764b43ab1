"""What does not hold in a pack, in words."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from tiendo.inspections.pack_check import PackProblem

WORDS: Mapping[str, Promise] = {
    "entry_twice": _("%(where)s có hai lần trong hồ sơ"),
    "entry_added": _("%(where)s được thêm vào sau khi lập"),
    "entry_missing": _("%(where)s bị bớt khỏi hồ sơ"),
    "entry_changed": _("%(where)s bị sửa sau khi lập"),
    "manifest_differs": _("%(where)s khác mã băm trong danh mục"),
    "root_differs": _("lô %(where)s không khớp gốc niêm phong"),
    "export_differs": _("lô %(where)s khác gốc niêm phong đã xuất của hệ thống này"),
    "event_changed": _("sự kiện %(where)s bị sửa"),
    "seal_differs": _("sự kiện %(where)s không đứng ở chỗ đã niêm phong"),
}


def problem_words(problem: PackProblem) -> str:
    """The problem for people."""
    return str(WORDS[problem.code]) % {"where": problem.where}
