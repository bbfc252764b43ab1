"""What the words over a column say: its role, or the horizon whose goals it holds."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from vanban.points import find_points
from vanban.text import fold


@dataclass(frozen=True, slots=True)
class HeadRule:
    """Heads that match have one of ``roles``, the likeliest first; none keeps them apart."""

    pattern: re.Pattern[str]
    roles: tuple[str, ...]
    examples: tuple[str, ...]


def _rule(pattern: str, roles: str, *examples: str) -> HeadRule:
    return HeadRule(re.compile(pattern), tuple(roles.split()), examples)


_MONEY = (
    r"(?:kinh phí|nguồn vốn|vốn|dự toán|tổng mức|giải ngân|số tiền|thành tiền|ngân sách|nguồn lực"
    r"|quyết toán|khái toán)(?!\w)"
)
_DECIDES = (
    r"(?:ban hành|trình|phê duyệt|quyết định|thẩm định|ký|có thẩm quyền|chỉ đạo|giám sát|kiểm tra"
    r"|đôn đốc)"
)
# In the order in which they decide; of several columns for a role the earliest rule's is taken.
HEAD_RULES: tuple[HeadRule, ...] = (
    _rule(r"(?:stt|tt|số tt|số thứ tự|số)\.?\Z", "no", "stt", "số tt"),
    _rule(r"ghi chú", "note", "ghi chú"),
    _rule(
        r"số,? (?:và )?ký hiệu|số ?/ ?ký hiệu|số hiệu|số văn bản|trích yếu",
        "symbol",
        "số, ký hiệu",
        "trích yếu nội dung",
    ),
    _rule(r"điểm\Z|.*điểm (?:tối đa|chuẩn|tự|số|đạt)|thang điểm", "score", "điểm tối đa"),
    _rule(
        r"căn cứ|mã(?: số)?(?!\w)|cơ sở pháp lý|nguồn (?:số|dữ) liệu"
        r"|văn bản(?! (?:cần|phải|trình|dự kiến|ban hành))",
        "",
        "văn bản giao nhiệm vụ",
        "mã số",
    ),
    _rule(
        r"ngày (?:ban hành|ký|tháng|văn bản)"
        r"|(?:người|cấp|cơ quan|đơn vị)(?!.*(?:chủ trì|thực hiện|soạn))"
        rf"(?: [\w,/]+){{0,3}}? {_DECIDES}"
        r"|lãnh đạo|thẩm quyền|đối tượng|địa điểm|phạm vi|quy mô",
        "",
        "cấp trình",
        "cơ quan ban hành",
        "lãnh đạo phụ trách",
    ),
    _rule(
        r"(?:tổng )?số (?!tt)|số lượng|t[ỷỉ] lệ|so (?:với|sánh)|cùng kỳ|lũy kế",
        "",
        "số nhiệm vụ được giao",
        "tỷ lệ hoàn thành",
    ),
    _rule(r"chỉ tiêu|tiêu chí|tên (?:chỉ tiêu|tiêu chí|chỉ số)", "metric", "chỉ tiêu"),
    _rule(
        rf"(?!nội dung|nhiệm vụ|danh mục|hạng mục|tên )(?:[\w/]+ ){{0,3}}?{_MONEY}",
        "budget",
        "kinh phí dự kiến",
        "nguồn vốn",
    ),
    _rule(
        r"kết quả [\w ,/]*(?:thực hiện|triển khai|đạt được|xử lý|giải quyết|hiện nay|đến nay"
        r"|20\d\d|tháng|quý|năm|kỳ)|(?:ước|thực hiện|hiện trạng|đã)(?!\w).*20\d\d"
        r"|tình hình|tình trạng|khó khăn|vướng mắc|.*kiến nghị|nguyên nhân|(?:tự )?đánh giá"
        r"|mức độ|trạng thái|minh chứng|lý do|khối lượng",
        "progress",
        "kết quả thực hiện",
        "tình hình thực hiện",
    ),
    _rule(
        r"(?:nhóm|lĩnh vực|trụ cột|ngành, lĩnh vực)(?!\w)",
        "group",
        "nhóm nhiệm vụ",
        "lĩnh vực",
    ),
    _rule(
        r"(?:các )?(?:nhiệm vụ|công việc|hoạt động|nội dung|giải pháp) (?:\w+ )?cụ thể"
        r"|nội dung (?:công việc|nhiệm vụ)",
        "text group",
        "nhiệm vụ cụ thể",
    ),
    _rule(
        r"(?:tên |các )?(?:nhiệm vụ|nội dung|công việc|đề án|dự án|chương trình|danh mục)(?!\w)",
        "text group",
        "tên nhiệm vụ",
        "nội dung thực hiện",
    ),
    _rule(r".*(?:bắt đầu|khởi công)", "start", "thời gian bắt đầu"),
    _rule(
        r"thời hạn|hạn(?! chế)(?!\w)|(?:ngày )?hoàn thành"
        r"|.*(?:thời gian|thời điểm) (?:phải )?hoàn thành|.*thời hạn|.*kết thúc",
        "deadline",
        "thời hạn hoàn thành",
        "thời gian kết thúc",
    ),
    _rule(r".*(?:thời gian|thời điểm)", "deadline", "thời gian thực hiện"),
    _rule(r".*lộ trình|năm (?:hoàn thành|thực hiện)", "deadline", "lộ trình thực hiện"),
    _rule(r".*tiến độ", "deadline progress", "tiến độ"),
    _rule(r".*(?:sản phẩm|đầu ra)", "product", "sản phẩm đầu ra"),
    _rule(r".*kết quả", "product", "kết quả", "dự kiến kết quả"),
    _rule(r"(?:đơn vị|đv|đ/v)\.? ?(?:tính|đo)|đvt", "unit", "đơn vị tính"),
    _rule(r"(?:đơn vị|cơ quan|địa phương)\Z", "bodies", "đơn vị"),
    _rule(r".*chủ trì", "lead", "cơ quan chủ trì", "chủ trì, phối hợp"),
    _rule(r".*(?:chịu trách nhiệm|đầu mối)", "lead", "cơ quan chịu trách nhiệm"),
    _rule(r".*phối hợp", "coordinating", "cơ quan phối hợp"),
    _rule(
        r".*(?:cơ quan|đơn vị|bộ phận|tổ chức|phòng|người) (?:được giao |trực tiếp )?(?:thực hiện"
        r"|theo dõi|tham mưu|soạn thảo|triển khai|báo cáo)|.*phân công",
        "lead",
        "đơn vị thực hiện",
    ),
    _rule(r".*(?:chỉ tiêu|tiêu chí|chỉ số)", "metric", "các chỉ tiêu chủ yếu"),
    _rule(r"(?:các )?mục tiêu\Z", "metric value", "mục tiêu"),
    _rule(
        r".*(?:nhiệm vụ|công việc|đề án|dự án|chương trình)|.*(?:nội dung|hoạt động|giải pháp)|tên "
        r"|danh mục|hạng mục|phần việc|văn bản ",
        "text group",
        "hoạt động",
    ),
    _rule(r".*chủ đầu tư", "investor", "chủ đầu tư"),
    _rule(r"(?:cơ quan|đơn vị)|.*thực hiện", "lead", "cơ quan được giao"),
    _rule(r".*(?:giá trị|mục tiêu|kế hoạch|mức )", "value", "giá trị", "mục tiêu phấn đấu"),
)


@lru_cache(maxsize=4096)
def _rule_of(folded: str) -> int:
    """The place of the rule that decides on a head; the number of rules where none does."""
    matching = (at for at, rule in enumerate(HEAD_RULES) if rule.pattern.match(folded))
    return next(matching, len(HEAD_RULES))


def roles_of(folded: str) -> tuple[str, ...]:
    """The roles that a folded head may have, the likeliest first."""
    at = _rule_of(folded.strip())
    return HEAD_RULES[at].roles if folded.strip() and at < len(HEAD_RULES) else ()


def is_head_word(folded: str) -> bool:
    """Whether words may stand over a column."""
    return 0 < len(folded) <= 60 and _rule_of(folded.strip()) < len(HEAD_RULES)


def plainness(folded: str) -> int:
    """The order in which heads of one role are preferred: "thời hạn" before "tiến độ"."""
    return _rule_of(folded.strip())


# Dates of work, and what was observed, allotted or compared.
_NO_GOAL = re.compile(
    r"thời gian|thời hạn|nhiệm vụ|số \d|(?<!\w)(?:ước|hiện trạng|kết quả|đã|th|lũy kế|so với"
    r"|so sánh|t[ỷỉ] lệ|cùng kỳ|dự toán|quyết toán|kinh phí|vốn|giải ngân|gốc|tăng(?! trưởng)"
    r"|giảm(?! nghèo)|chênh lệch|đánh giá)(?!\w)|\A(?:số )?thực hiện"
    r"|(?<!kế hoạch )(?<!lộ trình )thực hiện(?: năm)? 20\d\d|thực hiện\Z"
    r"|\Anăm (?:hoàn thành|thực hiện)"
)
_HORIZON_KINDS = frozenset({"year", "years", "quarter", "month", "half", "day", "from_year"})
_LONGEST = 80


def find_horizon(printed: str) -> str | None:
    """The key of the year or period whose goals a column holds ("Đến năm 2030" is "2030").

    Missing: None for heads without a period, and for what was done, spent or compared.
    """
    if len(printed) > _LONGEST or not any(char.isdigit() for char in printed):
        return None
    points = [point for point in find_points(printed) if point.kind in _HORIZON_KINDS]
    if not points or _NO_GOAL.search(" ".join(fold(printed).split())):
        return None
    return points[-1].key
