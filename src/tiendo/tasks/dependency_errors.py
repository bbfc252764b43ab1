"""What the actions on dependencies refuse, with the words that say what to do."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from tiendo.domain.refusals import Refusal

DEPENDENCY_MESSAGES: Mapping[str, Promise] = {
    "dependency_on_itself": _(
        "Nhiệm vụ không thể chờ chính nó. Nhập mã của một nhiệm vụ khác làm trước."
    ),
    "dependency_cycle": _(
        "Không ghi được: %(predecessor)s đang chờ %(successor)s, trực tiếp hoặc qua nhiệm vụ khác, "
        "nên hai việc sẽ chờ lẫn nhau. Chọn nhiệm vụ làm trước khác, hoặc bỏ quan hệ kia trước."
    ),
    "dependency_within": _(
        "%(predecessor)s và %(successor)s là nhiệm vụ cha và nhiệm vụ con; nhiệm vụ con là một "
        "phần của nhiệm vụ cha nên không đứng trước hay sau nó. Chọn nhiệm vụ khác."
    ),
    "dependency_exists": _(
        "%(successor)s đã được ghi là làm sau %(predecessor)s. Không cần ghi lại."
    ),
    "dependency_ended": _(
        "%(task)s đã hủy hoặc được thay thế nên không việc nào chờ nó được. Chọn nhiệm vụ khác."
    ),
    "dependency_gone": _("Quan hệ này vừa được bỏ. Tải lại trang."),
}


class DependencyError(Refusal):
    """Root of what an action on dependencies refuses."""

    words = DEPENDENCY_MESSAGES
    conflicts = frozenset({"dependency_gone"})
