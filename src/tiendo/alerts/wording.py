"""The words of alerts and notices: what it is, why (with the figures), what to do.

A sentence takes the stored figures as named placeholders; one whose figure is missing has a second
form without it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from tiendo.alerts.models.notices import SUMMARY
from tiendo.domain.alerts import HEAD, LEADER, OFFICER, Rule


@dataclass(frozen=True, slots=True)
class RuleWords:
    """The words of one rule. ``why_bare`` is said where a figure of ``why`` is missing."""

    name: str | Promise
    why: str | Promise
    todo: str | Promise
    meaning: str | Promise
    why_bare: str | Promise = ""


WORDS: Mapping[Rule, RuleWords] = {
    Rule.DUE_SOON: RuleWords(
        _("Sắp đến hạn"),
        _("Còn %(days_left)s ngày, hạn %(due_on)s."),
        _("Cập nhật tiến độ; nếu đã xong thì báo cáo hoàn thành kèm minh chứng."),
        _("Nhắc ba lần trước ngày cuối."),
    ),
    Rule.OVERDUE: RuleWords(
        _("Quá hạn"),
        _("Quá hạn %(days_late)s ngày, hạn %(due_on)s."),
        _("Báo cáo hoàn thành, hoặc nêu vướng mắc và đề nghị gia hạn kèm lý do."),
        _("Đã qua ngày cuối mà chưa báo cáo hoàn thành."),
    ),
    Rule.NO_UPDATE: RuleWords(
        _("Lâu không cập nhật"),
        _(
            "%(days_silent)s ngày không cập nhật, lần cuối %(updated_on)s; mức cho phép "
            "%(allowed_days)s ngày."
        ),
        _("Cập nhật tiến độ, kể cả khi chưa có gì mới."),
        _("Không có cập nhật quá số ngày cho phép."),
        _(
            "%(days_silent)s ngày kể từ khi giao chưa có cập nhật nào; mức cho phép "
            "%(allowed_days)s ngày."
        ),
    ),
    Rule.BEHIND: RuleWords(
        _("Chậm so với thời gian"),
        _(
            "Báo cáo đạt %(percent)s %% trong khi đã qua %(elapsed_percent)s %% thời gian, chậm "
            "%(gap)s điểm phần trăm."
        ),
        _("Xem lại tỷ lệ; nếu đúng thì nêu vướng mắc và việc sẽ làm để kịp hạn."),
        _(
            "Tỷ lệ hoàn thành thấp hơn tỷ lệ thời gian đã qua quá mức cho phép. Chưa có số "
            "liệu thì không coi là chậm."
        ),
    ),
    Rule.NO_EVIDENCE: RuleWords(
        _("Thiếu minh chứng"),
        _("Còn %(days_left)s ngày đến hạn mà chưa có minh chứng nào."),
        _("Bổ sung tệp hoặc số văn bản đã ban hành."),
        _("Báo cáo đạt 100% hoặc gần đến hạn mà chưa có minh chứng."),
        _("Báo cáo đạt 100%% mà chưa có minh chứng nào."),
    ),
    Rule.MOVED: RuleWords(
        _("Gia hạn nhiều lần"),
        _("Thời hạn đã điều chỉnh %(moves)s lần; mức cho phép %(allowed_moves)s lần."),
        _("Xem lại cách làm và nguồn lực; lần gia hạn sau cần lãnh đạo quyết định."),
        _("Thời hạn bị điều chỉnh quá số lần cho phép."),
    ),
    Rule.NO_OFFICER: RuleWords(
        _("Chưa phân công người xử lý"),
        _(
            "%(days_waiting)s ngày chưa có người xử lý đang công tác tại cơ quan; mức cho phép "
            "%(allowed_days)s ngày."
        ),
        _("Phân công người xử lý nhiệm vụ."),
        _("Cơ quan chủ trì chưa phân công người xử lý trong số ngày cho phép."),
    ),
    Rule.SILENT_BODY: RuleWords(
        _("Cơ quan im lặng"),
        _(
            "%(days_silent)s ngày không cập nhật nhiệm vụ nào trong %(open_tasks)s nhiệm vụ đang "
            "chủ trì, lần cuối %(updated_on)s."
        ),
        _("Cập nhật các nhiệm vụ đang chủ trì."),
        _("Cơ quan có nhiệm vụ nhưng không cập nhật nhiệm vụ nào quá số ngày cho phép."),
        _(
            "Chưa từng cập nhật nhiệm vụ nào trong %(open_tasks)s nhiệm vụ đang chủ trì, "
            "%(days_silent)s ngày kể từ khi giao."
        ),
    ),
    Rule.BASIS_REPLACED: RuleWords(
        _("Căn cứ hết hiệu lực"),
        _(
            "Văn bản %(number)s đã được thay thế hoặc bãi bỏ bởi %(by_number)s, biết từ "
            "%(days_known)s ngày trước."
        ),
        _("Rà soát nhiệm vụ theo văn bản mới; điều chỉnh hoặc thay thế chương trình."),
        _("Văn bản mà chương trình hoặc nhiệm vụ căn cứ bị văn bản khác thay thế, bãi bỏ."),
    ),
    Rule.DIFFICULTY_UNANSWERED: RuleWords(
        _("Vướng mắc chưa trả lời"),
        _("Quá hạn trả lời %(days_late)s ngày, hạn %(due_on)s."),
        _("Trả lời, hoặc chuyển cấp có thẩm quyền."),
        _("Đã qua hạn trả lời mà cơ quan chịu trách nhiệm chưa trả lời."),
    ),
    Rule.DIRECTIVE_OVERDUE: RuleWords(
        _("Chỉ đạo quá hạn"),
        _("Quá hạn %(days_late)s ngày, hạn %(due_on)s."),
        _("Báo cáo kết quả thực hiện chỉ đạo."),
        _("Đã qua hạn mà cơ quan chưa báo cáo thực hiện chỉ đạo."),
    ),
    Rule.REPORT_DUE_SOON: RuleWords(
        _("Báo cáo kỳ sắp đến hạn"),
        _("Còn %(working_days_left)s ngày làm việc, ngày cuối %(due_on)s."),
        _("Soạn báo cáo và trình thủ trưởng gửi."),
        _("Nhắc hai lần trước ngày cuối, tính theo ngày làm việc."),
    ),
    Rule.REPORT_LATE: RuleWords(
        _("Báo cáo kỳ quá hạn"),
        _("Quá hạn %(days_late)s ngày, ngày cuối %(due_on)s."),
        _("Gửi báo cáo; kỳ đã khóa thì nêu lý do gửi muộn."),
        _("Đã qua ngày cuối mà cơ quan chưa gửi báo cáo kỳ."),
    ),
}

LEVELS: Mapping[int, str | Promise] = {
    OFFICER: _("Người xử lý"),
    HEAD: _("Thủ trưởng"),
    LEADER: _("Lãnh đạo"),
}

# The words of each threshold on the page of rules.
SHORT_NAMES: Mapping[str, str | Promise] = {
    "on": _("Đang dùng (1: có, 0: không)"),
    "first": _("Nhắc lần đầu, trước (ngày)"),
    "second": _("Nhắc lần hai, trước (ngày)"),
    "last": _("Nhắc lần cuối, trước (ngày)"),
    "head_within": _("Báo thủ trưởng khi còn (ngày; 0: không báo)"),
    "leader_within": _("Báo lãnh đạo khi còn (ngày; 0: không báo)"),
    "head_after": _("Báo thủ trưởng sau (ngày; 0: không báo)"),
    "leader_after": _("Báo lãnh đạo sau (ngày; 0: không báo)"),
    "days": _("Số ngày cho phép"),
    "points": _("Chậm quá (điểm phần trăm)"),
    "head_points": _("Báo thủ trưởng khi chậm quá (điểm; 0: không báo)"),
    "within": _("Trước ngày cuối (ngày)"),
    "first_worked": _("Nhắc lần đầu, trước (ngày làm việc)"),
    "last_worked": _("Nhắc lần cuối, trước (ngày làm việc)"),
    "times": _("Số lần cho phép"),
    "leader_times": _("Báo lãnh đạo khi quá (lần; 0: không báo)"),
}

# What is said of events: "{title}" follows after a colon.
EVENTS: Mapping[str, str | Promise] = {
    SUMMARY: _("Nhiều cảnh báo mới"),
    "endpoint.disabled": _("Điểm nhận webhook đã bị tắt"),
    "task.assigned": _("Nhiệm vụ được giao"),
    "export.made": _("Tệp xuất đã lập xong"),
    "sheetimport.done": _("Đã nhập xong tệp Excel"),
    "figurefile.done": _("Đã nhập xong tệp số liệu"),
    "task.officer_named": _("Được phân công xử lý"),
    "task.returned": _("Nhiệm vụ bị trả lại"),
    "task.sent_back": _("Báo cáo hoàn thành bị trả lại"),
    "task.confirmed": _("Nhiệm vụ được xác nhận hoàn thành"),
    "task.claimed": _("Có báo cáo hoàn thành chờ duyệt"),
    "task.reopened": _("Nhiệm vụ được mở lại"),
    "task.deadline_changed": _("Thời hạn được điều chỉnh"),
    "task.further_document": _("Nhiệm vụ có thêm văn bản giao"),
    "change.sent": _("Có đề nghị điều chỉnh cần thẩm tra"),
    "change.returned": _("Đề nghị điều chỉnh bị trả lại"),
    "change.decided": _("Đề nghị điều chỉnh đã có quyết định"),
    "change.applied": _("Điều chỉnh đã được áp dụng"),
    "difficulty.raised": _("Vướng mắc mới"),
    "difficulty.assigned": _("Vướng mắc cần trả lời"),
    "difficulty.answered": _("Vướng mắc được trả lời"),
    "directive.given": _("Chỉ đạo cần thực hiện"),
    "urging.sent": _("Văn bản đôn đốc đã gửi"),
    "inspection.findings": _("Phát hiện kiểm tra cần giải trình"),
    "inspection.outline": _("Đề cương kiểm tra cần chuẩn bị"),
    "inspection.recommended": _("Kiến nghị kiểm tra"),
    "inspection.decide": _("Có quyết định kiểm tra"),
    "inspection.start_visits": _("Bắt đầu kiểm tra tại cơ sở"),
    "inspection.end_visits": _("Kết thúc kiểm tra tại cơ sở"),
    "inspection.resume_visits": _("Kiểm tra tại cơ sở được tiếp tục"),
    "inspection.conclude": _("Có kết luận kiểm tra"),
    "inspection.cancel": _("Cuộc kiểm tra bị hủy"),
    "cycle.opened": _("Kỳ báo cáo đã mở"),
    "cycle.moved": _("Hạn nộp báo cáo kỳ thay đổi"),
    "cycle.withdrawn": _("Kỳ báo cáo không còn phải nộp"),
    "report_request.given": _("Yêu cầu báo cáo đột xuất"),
    "package.found": _("Văn bản mới có thể phải gửi kèm công văn"),
    "submission.ready": _("Báo cáo kỳ đã soạn xong, chờ thủ trưởng gửi"),
    "submission.sent": _("Có báo cáo kỳ chờ tiếp nhận"),
    "submission.taken_back": _("Báo cáo kỳ được cơ quan gửi rút lại"),
    "submission.returned": _("Báo cáo kỳ bị trả lại để sửa"),
    "submission.accepted": _("Báo cáo kỳ được tiếp nhận"),
    "submission.remark_answered": _("Góp ý cho báo cáo kỳ được trả lời"),
    "meeting.prepared": _("Phiên giao ban được giao chủ trì"),
    "observation.returned": _("Số liệu bị trả lại"),
    "observation.confirmed": _("Số liệu được xác nhận"),
    "observation.commented": _("Có trao đổi về số liệu"),
    "recheck.not_upheld": _("Phúc tra: không đúng như xác nhận"),
    "delegation.given": _("Ủy quyền"),
    "delegation.revoked": _("Ủy quyền được thu hồi"),
    "handover.done": _("Nhận bàn giao công việc"),
    "account.second_step_reset": _("Xác thực hai bước được đặt lại"),
    "account.unlocked": _("Tài khoản được mở khóa"),
}
_GROUPS: Mapping[str, str | Promise] = {
    "task": _("Nhiệm vụ có thay đổi"),
    "change": _("Đề nghị điều chỉnh có kết quả"),
    "difficulty": _("Vướng mắc có thay đổi"),
    "directive": _("Chỉ đạo"),
    "urging": _("Văn bản đôn đốc"),
    "inspection": _("Kiểm tra"),
    "meeting": _("Giao ban"),
    "submission": _("Báo cáo kỳ"),
    "cycle": _("Kỳ báo cáo"),
    "programme": _("Chương trình có thay đổi"),
    "observation": _("Số liệu"),
    "recheck": _("Phúc tra"),
    "account": _("Tài khoản"),
}


def rule_of(kind: str) -> Rule | None:
    """The rule of a notice's kind ("alert.overdue"); None for an event."""
    head, _dot, rest = kind.partition(".")
    return Rule(rest) if head == "alert" and rest in set(Rule) else None


def name_of(kind: str) -> str:
    """What a notice is about, in a few words."""
    if rule := rule_of(kind):
        return str(WORDS[rule].name)
    words = EVENTS.get(kind) or _GROUPS.get(kind.partition(".")[0])
    return str(words or _("Thông báo"))


def why(rule: Rule, facts: Mapping[str, object]) -> str:
    """Why the rule found something, with its figures."""
    words = WORDS[rule]
    shown = {name: _shown(value) for name, value in facts.items()}
    for form in (words.why, words.why_bare):
        with suppress(KeyError):
            if form:
                return str(form) % shown
    return str(words.meaning)


def why_of(kind: str, params: Mapping[str, object]) -> str:
    """Why a notice was given; empty for an event whose name says it all."""
    if kind == SUMMARY:
        return _summed_up(params)
    if said := _said_of_reports(params):
        return said
    rule = rule_of(kind)
    facts = params.get("facts")
    return why(rule, facts) if rule is not None and isinstance(facts, Mapping) else ""


def todo_of(kind: str) -> str:
    """What to do about it; empty where the name says it."""
    if kind == SUMMARY:
        return _now("Mở danh sách cảnh báo, xử lý từ mức cao nhất.")
    rule = rule_of(kind)
    return str(WORDS[rule].todo) if rule is not None else ""


def told_of(params: Mapping[str, object]) -> list[tuple[int, int, dt.date]]:
    """Level, person and day of whoever was told before the person of this notice."""
    rows = params.get("told")
    if not isinstance(rows, list):
        return []
    return [(level, user_id, dt.date.fromisoformat(day)) for level, user_id, day in rows]


def told_words(params: Mapping[str, object], names: Mapping[int, str]) -> str:
    """Who was told before, in words; empty where nobody was. ``names``: of people by id."""
    people = [
        _now("%(name)s (mức %(level)s, %(day)s)")
        % {"name": names[user_id], "level": level, "day": f"{day:%d/%m/%Y}"}
        for level, user_id, day in told_of(params)
        if user_id in names
    ]
    return _now("Đã báo: %(people)s.") % {"people": "; ".join(people)} if people else ""


def _summed_up(params: Mapping[str, object]) -> str:
    """How many alerts a summary stands for, by rule, in the order of the rules."""
    rules = params.get("rules")
    counted = rules if isinstance(rules, Mapping) else {}
    parts = [
        f"{str(WORDS[rule].name).lower()} {counted[rule.value]}"
        for rule in Rule
        if rule.value in counted
    ]
    words = _now("%(alerts)s cảnh báo mới trong một lần rà soát: %(rules)s.")
    return words % {"alerts": params.get("alerts", 0), "rules": ", ".join(parts)}


def _said_of_reports(params: Mapping[str, object]) -> str:
    """What a notice about reports tells besides its name: how many came, the last day."""
    if "reports" in params:
        return _now("%(reports)s cơ quan đã gửi báo cáo của kỳ này.") % params
    if "due_before" in params:
        shown = {name: _shown(params[name]) for name in ("due_before", "due_on")}
        return _now("Ngày cuối chuyển từ %(due_before)s sang %(due_on)s.") % shown
    if "due_on" in params:
        return _now("Ngày cuối nộp: %(due_on)s.") % {"due_on": _shown(params["due_on"])}
    return ""


def level_words(level: int) -> str:
    """ "Mức 2, thủ trưởng"."""
    who = str(LEVELS.get(level, "")).lower()
    return _now("Mức %(level)s, %(who)s") % {"level": level, "who": who}


def _shown(value: object) -> object:
    """A stored day as people write it."""
    if isinstance(value, str) and len(value) == len("2025-11-30"):
        try:
            return f"{dt.date.fromisoformat(value):%d/%m/%Y}"
        except ValueError:
            return value
    return value
