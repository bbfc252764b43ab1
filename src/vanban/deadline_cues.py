"""Words before a point in time that make it a deadline, and words that make it none."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

_DATED = frozenset({"day", "month", "quarter", "year", "years", "half", "month_day"})


@dataclass(frozen=True, slots=True)
class Setting:
    """The words around a point: before it in its sentence, the cue window, and after it.

    ``is_to_come`` where the point begins after the day the document was issued: whatever the
    words around it tell of the past, the point itself lies ahead.
    """

    sentence: str
    before: str
    after: str
    is_to_come: bool = False
    key: str = ""


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
    r"|bàn giao|lựa chọn|phát động|khai mạc|khánh thành|chi trả|cung cấp|đấu thầu|mua sắm|thu hồi"
    r"|kiểm tra|đánh giá|sáp nhập|sửa chữa|giải quyết|xử lý|thông qua|ký kết|tuyên truyền|tập huấn"
    r"|chuẩn bị|di dời|tiếp nhận|chuyển đổi|giải phóng|đạt|kết thúc|duy trì|lấy ý kiến|thi công)"
)
_ASSIGNED = re.compile(r"(?:được giao|đã giao|phát sinh|diễn ra|xảy ra|thiệt hại)\s+trong\s*\Z")
_BUDGET = re.compile(r"(?i:ngân sách|dự toán|kinh phí|vốn)")
_LATER_HORIZON = re.compile(r"\s*(?:,\s*|và\s+)?(?:tầm nhìn|định hướng)")
_IS_DUE = re.compile(r"(?![^.;]*(?:\sđã\s|ước))[^.;]{0,60}(?:hoàn thành|phải|đạt|bảo đảm|100\s?%)")


_ELIGIBLE = re.compile(
    r"(?:dư nợ|phát sinh|bị thiệt hại|được cấp|đã ký|sinh từ|có hiệu lực|hiệu lực thi hành"
    r"|có giá trị"
    r"|nhiệm kỳ|thời hiệu|niên khóa|năm học)[^.;]{0,80}\Z"
)


def _is_planned(setting: Setting) -> bool:
    if _ELIGIBLE.search(setting.sentence):
        return False
    return setting.is_to_come or not _PAST.search(setting.sentence)


# "Đối với nhiệm vụ triển khai trong năm 2025, …" tells which tasks are meant.
_CONCERNS = re.compile(r"\s*[-–+]?\s*Đối với[^,]*\Z")


def _is_planned_action(setting: Setting) -> bool:
    if (
        _CONCERNS.match(setting.sentence)
        or not _is_planned(setting)
        or _ASSIGNED.search(setting.before)
    ):
        return False
    return bool(_ACTION.search(setting.sentence[-160:]))


def _states_a_goal(setting: Setting) -> bool:
    if _LATER_HORIZON.match(setting.after) or not _is_planned(setting):
        return False
    is_heading = not setting.sentence.strip(" -–+")[4:] and not setting.after.strip(" .:")
    return is_heading or bool(re.match(r"\s*[,:]?\s*\w", setting.after))


_OF_A_NAME = re.compile(
    r"(?i:chiến lược|chương trình|đề án|quy hoạch|kế hoạch số|dự án|nghị quyết|quyết định)"
)


_COUNTED_GOALS = re.compile(
    r"\s*(?:\(\s*\d+\s+(?:mục tiêu|chỉ tiêu|nhiệm vụ)[^()]*\)|với các (?:mục tiêu|chỉ tiêu)[^.;]*)?"
    r"[\s.:]*\Z"
)


def _is_horizon_heading(setting: Setting) -> bool:
    """Whether a heading ends with the year its goals are set for, as no document's name."""
    return bool(_COUNTED_GOALS.match(setting.after)) and not _OF_A_NAME.search(setting.sentence)


def _opens_a_plan(setting: Setting) -> bool:
    if _LATER_HORIZON.match(setting.after) or not setting.is_to_come:
        return False
    return bool(_ACTION.search(setting.after)) and not _PAST.search(setting.after)


def _is_set_ahead(setting: Setting) -> bool:
    return setting.is_to_come and _is_planned_action(setting)


def _is_not_budget(setting: Setting) -> bool:
    return not _BUDGET.search(setting.before + setting.after[:60])


_RECURRING = frozenset({"recurrence"})
_CLAUSE_ENDS = re.compile(r"\s*(?:[.;]|,\s|\Z)")
# "chương trình công tác hằng năm" names a paper of each year.
_YEARLY_PAPER = re.compile(
    r"(?i:(?<!thực hiện )(?:chương trình|kế hoạch|nhiệm vụ|nghị quyết|công tác|chỉ tiêu|danh mục)"
    r"\s*\Z)"
)
# "trước 17 giờ 00 ngày …"
_NGAY = r"(?:\s+\d{1,2}\s?(?:giờ|[hg:])(?:\s?\d{2})?[’'′]?(?:\s+phút)?,?)?(?:\s+ngày)?\s*"

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
            r"(?:\s+thời (?:điểm|hạn))?|không (?:muộn hơn|chậm hơn|quá))" + _NGAY + r"\Z"
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
        re.compile(
            r"(?i:(?:đến\s+|trong\s+)?hết|(?:đến\s+|vào\s+|trong\s+|dự kiến\s+)*(?:cuối|giữa|đầu))"
            + _NGAY
            + r"\Z"
        ),
        ("đến hết năm 2030", "dự kiến cuối năm 2025"),
        0.9,
        holds=lambda setting: (
            not re.search(r"(?i:tính đến|lũy kế|từ đầu)", setting.sentence[-60:])
            and not _ELIGIBLE.search(setting.sentence)
        ),
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
        re.compile(r"(?i:(?:ngay\s+)?trong(?:\s+các)?|vào(?:\s+kỳ(?:\s+[^\W\d]+){0,3})?)\s*\Z"),
        ("trình trong quý I/2026", "tổ chức vào kỳ họp tháng 12 năm 2025"),
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
        "on a day to come",
        frozenset({"day"}),
        re.compile(r"(?i:(?<!\w)(?:vào|từ[^.;]{4,40}\s(?:đến|tới)))" + _NGAY + r"\Z"),
        ("phát động vào ngày 01/12/2025", "thực hiện từ ngày 01/12 đến ngày 15/12/2025"),
        0.65,
        holds=_is_set_ahead,
    ),
    CueRule(
        "heading of goals",
        frozenset({"year", "years"}),
        re.compile(
            r"(?i:\A[\d.\s]*(?:(?:các\s+)?(?:mục tiêu|chỉ tiêu|định hướng"
            r"|nhiệm vụ)[^.;:]{0,60}?\s*)"
            r"(?:\s(?:đến|tới)|\sgiai đoạn)?\s*)\Z"
        ),
        ("Mục tiêu cụ thể đến năm 2030",),
        0.7,
        holds=_is_horizon_heading,
    ),
    CueRule(
        "heading of a task",
        frozenset({"year"}),
        re.compile(
            r"\A[\d.\s]*(?:Phát triển|Xây dựng|Nâng cao|Hoàn thiện|Đẩy mạnh|Dự báo|Dự kiến|Thúc đẩy"
            r"|Chuyển đổi|Bảo đảm|Đào tạo|Ứng dụng|Thu hút|Cải thiện|Mở rộng|Hình thành|Một số"
            r" (?:chỉ|mục) tiêu)(?!\w)[^.;:]{0,110}?\s(?:đến|tới)\s*\Z"
        ),
        ("Phát triển hạ tầng số đến năm 2030",),
        0.6,
        holds=_is_horizon_heading,
    ),
    CueRule(
        "heading of a phase",
        frozenset({"years"}),
        re.compile(r"\A\s*\Z"),
        ("Giai đoạn 2026 - 2030",),
        0.7,
        holds=lambda setting: not setting.after.strip(" .:"),
    ),
    CueRule(
        "in a phase",
        frozenset({"years"}),
        re.compile(r"(?:\A|[.;]\s+|[-–+]\s*)(?:Trong\s*)?\Z"),
        ("Trong giai đoạn 2026 - 2030 phấn đấu có",),
        0.65,
        holds=lambda setting: bool(re.match(r",?\s+(?:phấn đấu|hoàn thành)", setting.after)),
    ),
    CueRule(
        "within a year, opening a sentence",
        frozenset({"year"}),
        re.compile(r"(?:\A|[.;]\s+|[-–+]\s*)Trong\s*\Z"),
        ("Trong năm 2026, hoàn thành",),
        0.6,
        holds=_opens_a_plan,
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
        re.compile(r"(?i:trước|chậm nhất(?: là)?|vào lúc|lúc)" + _NGAY + r"\Z"),
        ("trước ngày 20 tháng cuối quý", "trước 19 giờ hằng ngày"),
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
            r"(?i:(?:định kỳ|báo cáo|sơ kết|tổng kết|thống kê|công bố|đánh giá|tổ chức|thực hiện"
            r"|cập nhật|giao ban|kiểm tra|rà soát|họp|tối thiểu|ít nhất|đăng tải)"
            r"(?:\s+(?:vào|theo|mỗi))*)\s*\(?\s*\Z"
        ),
        ("định kỳ hằng năm", "báo cáo hằng quý"),
        0.9,
        holds=_is_not_budget,
    ),
    CueRule(
        "at the end of its clause",
        _RECURRING,
        re.compile(
            r"(?i:(?<!\w)(?:đánh giá|kiểm tra|rà soát|khảo sát|đo lường|công bố|sơ kết|tổng kết"
            r"|thống kê|báo cáo)(?:\s+[^\W\d]+){1,14})\s*\Z"
        ),
        ("đánh giá kết quả thực hiện Kế hoạch hằng năm.",),
        0.65,
        holds=lambda setting: (
            _is_not_budget(setting)
            and bool(_CLAUSE_ENDS.match(setting.after))
            and not _YEARLY_PAPER.search(setting.before)
        ),
    ),
    CueRule(
        "said to be a standing task",
        frozenset({"continuous"}),
        re.compile(r"[,;(]\s*(?:đây\s+)?(?:là\s+)?nhiệm vụ\s+\Z"),
        ("hoàn thiện hạ tầng, nhiệm vụ thường xuyên;",),
        0.8,
        holds=lambda setting: bool(_CLAUSE_ENDS.match(setting.after)),
    ),
    CueRule(
        "at a pace shorter than a year",
        _RECURRING,
        re.compile(
            r"(?i:(?<!\w)(?:cập nhật|tổng hợp|thống kê|kiểm tra|theo dõi|công khai|giao ban|họp"
            r"|rà soát|đôn đốc|đăng tải|báo cáo)(?:\s+[^\W\d]+){1,8})\s*\Z"
        ),
        ("cập nhật dữ liệu hằng ngày",),
        0.65,
        holds=lambda setting: (
            setting.key in ("R:daily", "R:weekly", "R:monthly", "R:quarterly")
            and _is_not_budget(setting)
        ),
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
