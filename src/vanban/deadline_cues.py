"""Words before a point in time that make it a deadline, and words that make it none."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

_DATED = frozenset({"day", "month", "quarter", "year", "years", "half", "month_day"})


@dataclass(frozen=True, slots=True)
class Setting:
    """The words around a point: before it in its sentence, the cue window, and after it."""

    sentence: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class CueRule:
    """Words before a point that make it a deadline.

    ``holds`` may ask more of the setting; the first rule whose pattern ends at the point and
    that holds decides. ``is_deadline`` false says that these words make it none.
    """

    name: str
    kinds: frozenset[str]
    pattern: re.Pattern[str]
    examples: tuple[str, ...]
    confidence: float = 0.9
    is_deadline: bool = True
    holds: Callable[[Setting], bool] = lambda setting: True


_PAST = re.compile(r"(?<!\w)(?:đã|vừa qua|trước đây|tính đến|ước|đạt được|trước khi)(?!\w)")
_ACTION = re.compile(
    r"(?i:hoàn thành|ban hành|trình|báo cáo|thực hiện|tổ chức|triển khai|xây dựng|đưa vào|công bố"
    r"|vận hành|gửi|nộp|phê duyệt|nghiệm thu|khởi công|rà soát|tham mưu|bảo đảm|đảm bảo|phấn đấu"
    r"|tổng kết|sơ kết|hướng dẫn|kết nối|cập nhật|thành lập|đề xuất"
    r"|bố trí|giải ngân|thẩm định|khảo sát|lắp đặt|nâng cấp|chấn chỉnh|khắc phục"
    r"|bàn giao|lựa chọn)"
)
_ASSIGNED = re.compile(r"(?:được giao|đã giao|phát sinh|diễn ra|xảy ra|thiệt hại)\s+trong\s*\Z")
_BUDGET = re.compile(r"(?i:ngân sách|dự toán|kinh phí|vốn)")
_LATER_HORIZON = re.compile(r"\s*(?:,\s*|và\s+)?(?:tầm nhìn|định hướng)")
_IS_DUE = re.compile(r"(?![^.;]*(?:\sđã\s|ước))[^.;]{0,60}(?:hoàn thành|phải|đạt|bảo đảm|100\s?%)")


def _is_planned(setting: Setting) -> bool:
    return not _PAST.search(setting.sentence)


# "Đối với nhiệm vụ triển khai trong năm 2025, …" tells which tasks are meant.
_CONCERNS = re.compile(r"\s*[-–+]?\s*Đối với[^,]*\Z")


def _is_planned_action(setting: Setting) -> bool:
    if (
        _CONCERNS.match(setting.sentence)
        or _PAST.search(setting.sentence)
        or _ASSIGNED.search(setting.before)
    ):
        return False
    return bool(_ACTION.search(setting.sentence[-120:]))


def _states_a_goal(setting: Setting) -> bool:
    if _LATER_HORIZON.match(setting.after) or _PAST.search(setting.sentence):
        return False
    return bool(re.match(r"\s*[,:]?\s*\w", setting.after))


def _is_not_budget(setting: Setting) -> bool:
    return not _BUDGET.search(setting.before + setting.after[:60])


_RECURRING = frozenset({"recurrence"})
# "trước 17 giờ 00 ngày …"
_NGAY = r"(?:\s+\d{1,2}\s?(?:giờ|[hg])(?:\s?\d{2})?(?:\s+phút)?,?)?(?:\s+ngày)?\s*"

# The first rule that matches decides.
CUE_RULES: tuple[CueRule, ...] = (
    CueRule(
        "counted up to",
        _DATED,
        re.compile(
            r"(?i:tính đến(?: hết)?|lũy kế đến(?: hết)?|kể từ|có hiệu lực(?: thi hành)? từ)"
            + _NGAY
            + r"\Z"
        ),
        ("Tính đến ngày 10/11/2025",),
        is_deadline=False,
    ),
    CueRule(
        "before",
        _DATED,
        re.compile(
            r"(?i:(?:hoàn thành|xong|gửi|chậm nhất|nộp)?\s*trước(?:\s+hoặc\s+trong)?"
            r"|không muộn hơn)" + _NGAY + r"\Z"
        ),
        ("trước ngày 15/7/2025",),
        0.97,
    ),
    CueRule(
        "at the latest",
        _DATED,
        re.compile(
            r"(?i:(?:chậm nhất|muộn nhất|thời hạn|hạn chót|hạn cuối)(?:\s+(?:là|vào|đến|trong|cuối"
            r"|hết|đến hết|là trước))*)" + _NGAY + r"\Z"
        ),
        ("chậm nhất là ngày 31/12/2025",),
        0.97,
    ),
    CueRule(
        "to the end of",
        _DATED,
        re.compile(r"(?i:(?:đến\s+)?hết|(?:đến\s+|vào\s+|dự kiến\s+)*cuối)" + _NGAY + r"\Z"),
        ("đến hết năm 2030", "dự kiến cuối năm 2025"),
        0.9,
        holds=lambda setting: not re.search(r"(?i:tính đến|lũy kế|từ đầu)", setting.sentence[-60:]),
    ),
    CueRule(
        "complete in",
        _DATED,
        re.compile(
            r"(?i:(?:hoàn thành|xong)(?:\s+(?:vào|trong|ngay trong|dứt điểm trong"
            r"|trong thời gian|tuần đầu|tuần cuối|nửa đầu|nửa cuối))*)" + _NGAY + r"\Z"
        ),
        ("hoàn thành trong tháng 12 năm 2025",),
        0.95,
        holds=_is_planned,
    ),
    CueRule(
        "within",
        _DATED - {"day", "month_day"},
        re.compile(r"(?i:(?:ngay\s+)?trong|vào)\s*\Z"),
        ("trình trong quý I/2026",),
        0.75,
        holds=_is_planned_action,
    ),
    CueRule(
        "within a day",
        frozenset({"day"}),
        re.compile(r"(?i:(?:ngay\s+)?trong)\s*\Z"),
        ("báo cáo trong ngày 21/11/2025",),
        0.75,
        holds=_is_planned_action,
    ),
    CueRule(
        "on a day",
        frozenset({"day"}),
        re.compile(r"(?i:(?:báo cáo|gửi|nộp|trình)[^.;]{0,60}\s(?:vào|đến))" + _NGAY + r"\Z"),
        ("gửi báo cáo vào ngày 20/12/2025",),
        0.7,
        holds=_is_planned,
    ),
    CueRule(
        "by a year",
        frozenset({"year"}),
        re.compile(r"(?:(?:\A|[.;:,]\s+|[-–+]\s*)(?:Phấn đấu\s+)?|[Pp]hấn đấu\s+)[Đđ]ến\s*\Z"),
        ("Đến năm 2030, tỷ lệ",),
        0.7,
        holds=_states_a_goal,
    ),
    CueRule(
        "by a day, opening a sentence",
        frozenset({"day", "month", "quarter"}),
        re.compile(r"(?:\A|[.;]\s+|[-–+]\s*)[Đđ]ến\s*\Z"),
        ("Đến ngày 30/6/2026 hoàn thành",),
        0.7,
        holds=lambda setting: bool(_IS_DUE.match(setting.after)),
    ),
    CueRule(
        "within, opening a sentence",
        frozenset({"month", "quarter"}),
        re.compile(r"(?:\A|[.;]\s+|[-–+]\s*)Trong\s*\Z"),
        ("Trong quý I năm 2026, Sở Y tế trình",),
        0.7,
        holds=lambda setting: (
            bool(_ACTION.search(setting.after)) and not _PAST.search(setting.after)
        ),
    ),
    CueRule(
        "before a recurring day",
        _RECURRING,
        re.compile(r"(?i:trước|chậm nhất(?: là)?)" + _NGAY + r"\Z"),
        ("trước ngày 20 tháng cuối quý",),
        0.9,
    ),
    CueRule(
        "from a year on",
        frozenset({"from_year"}),
        re.compile(r"(?:\A|[.;:,(]\s*|\s)\Z"),
        ("từ năm 2026 trở đi",),
        0.7,
        holds=_is_planned,
    ),
    CueRule(
        "in a year and on",
        frozenset({"year_on"}),
        re.compile(
            r"(?i:trong|vào|thực hiện|triển khai|liên tục|hoàn thành)(?:\s+(?:trong|vào))?\s*\Z"
        ),
        ("thực hiện trong năm 2026 và những năm tiếp theo",),
        0.7,
        holds=lambda setting: _is_planned(setting) and _is_not_budget(setting),
    ),
    CueRule(
        "periodically",
        _RECURRING,
        re.compile(
            r"(?i:(?:định kỳ|báo cáo|sơ kết|tổng kết|thống kê|công bố|đánh giá|tổ chức|thực hiện)"
            r"(?:\s+(?:vào|theo|mỗi))*)\s*\(?\s*\Z"
        ),
        ("định kỳ hằng năm", "báo cáo hằng quý"),
        0.9,
        holds=_is_not_budget,
    ),
    CueRule(
        "each year, opening a sentence",
        _RECURRING,
        re.compile(r"(?:\A|[.;:]\s+)[-–+]?\s*\Z"),
        ("Hằng năm, tổ chức",),
        0.75,
        holds=_is_not_budget,
    ),
)

DATED_RECURRENCE = CueRule(
    "recurring with its day",
    _RECURRING,
    re.compile(r"(?i:(?:(?:chậm nhất|trước|vào)\s+)?(?:ngày\s+)?)\Z"),
    ("hằng năm (trước ngày 25/11)",),
)
