"""Which words name a figure, and whose figure a part of a sentence speaks of."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from tiendo.reporting.formulas import DONE_LATE, DONE_ON_TIME, IN_PROGRESS, OVERDUE, TOTAL, Count

# Money is said in one of these; a figure is held against the typed number in the typed one.
MONEY: Mapping[str, Decimal] = {
    "đồng": Decimal(1),
    "nghìn đồng": Decimal(1000),
    "triệu đồng": Decimal(10**6),
    "tỷ đồng": Decimal(10**9),
    "tỉ đồng": Decimal(10**9),
}
# Up to four words between two others ("hoàn thành 36 nhiệm vụ đúng hạn").
_UP_TO_FOUR = r"\s(?:\S+\s){0,4}?"
_LATE = rf"hoàn thành{_UP_TO_FOUR}(?:quá|chậm|trễ|muộn)\s(?:thời\s)?hạn"
# How people name the counts of tasks, by code. What a later one says too is the earlier one's.
_COUNTS: Mapping[str, str] = {
    DONE_ON_TIME.code: rf"hoàn thành{_UP_TO_FOUR}(?:đúng|trước)\s(?:thời\s)?hạn",
    DONE_LATE.code: rf"(?<!chưa\s){_LATE}",
    OVERDUE.code: r"(?:quá|trễ|chậm)\shạn|chậm tiến độ",
    IN_PROGRESS.code: r"(?:đang (?:thực hiện|triển khai)|còn).{0,30}\btrong hạn",
    TOTAL.code: r"tổng (?:số|cộng)|được giao|tất cả",
}
RATE = "on_time_rate"
_RATE_WORDS = r"(?:hoàn thành|tỷ lệ|tỉ lệ).{0,40}\bđúng hạn"
_MONEY_WORDS: Mapping[str, str] = {
    "disbursed": r"giải ngân",
    "disbursed_rate": r"giải ngân",
    "allotted": r"dự toán(?: được)? giao|tổng dự toán|được (?:giao|phân bổ|bố trí)"
    r"|tổng (?:số |nguồn )?(?:vốn|kinh phí) (?:giao|phân bổ|bố trí)",
}
# Money of a part of the budget: no figure of the whole is meant.
_NARROWS_MONEY = re.compile(
    r"\b(?:chi (?:đầu tư|thường xuyên)|vốn|ngân sách|nguồn|dự án|đề án|chương trình|nhiệm vụ"
    r"|lĩnh vực|hạng mục|gói thầu|khoa học|chuyển đổi số|đổi mới sáng tạo)\b"
)
# The whole money, by other words.
_WHOLE_MONEY = re.compile(
    r"\b(?:(?:tổng )?(?:số |nguồn |kế hoạch )?(?:vốn|kinh phí) (?:đã )?(?:được )?"
    r"(?:giao|bố trí|phân bổ)|(?:tổng (?:số |nguồn )?|kế hoạch )vốn"
    r"(?= (?:được|đã|năm|giao|đạt|là|còn)\b|\s*(?:\d|$)))\b(?! (?:cho|từ|của) )"
)
# "các cơ quan được giao tổng số 61 nhiệm vụ" speaks of all.
_EVERYBODY = r"(?i:các) (?i:cơ quan|đơn vị)(?:, (?:cơ quan|đơn vị|địa phương))*(?= được giao tổng )"
_BODY = re.compile(
    r"\b(?:(?:Sở|Ban|Bộ|Văn phòng|Công an|Thanh tra|Đảng ủy|Chi cục|Cục|Trung tâm|Trường|Viện"
    r"|Công ty|Hội|Báo|[Xx]ã|[Pp]hường|[Đđ]ặc khu|[Tt]hị xã|[Hh]uyện|UBND|Ủy ban nhân dân)"
    r"\s(?:[A-ZĐ]\w*(?:,?\s(?:và\s)?[A-ZĐ]\w*)*|(?:xã|phường|tỉnh)\b(?:\s[A-ZĐ]\w*)*)"
    rf"|(?!{_EVERYBODY})(?i:các|một số|từng|mỗi|\d+) (?:sở|xã|phường|cơ quan|đơn vị|địa phương))"
)
_YEAR = re.compile(r"năm \d{4}")
_WHOLE_PLACE = r"(?:toàn (?:tỉnh|thành phố|xã|phường|đặc khu)|trên địa bàn)"
UNKNOWN = "?"


@dataclass(frozen=True, slots=True)
class Known:
    """A figure to compare with. Units: a ratio has the unit "" and is a ratio (0.25).

    ``label`` names it, with what it is narrowed to behind a comma or a colon ("Quá hạn, Sở Nội
    vụ").
    """

    key: str
    label: str
    value: Decimal
    unit: str
    printed: str

    @property
    def code(self) -> str:
        """The last word of its key: what it counts, whoever's it is."""
        return self.key.rpartition(".")[2]


@dataclass(frozen=True, slots=True)
class Named:
    """A figure with the pattern of the words that name it, and what it is narrowed to.

    ``scopes`` are bodies, groups of tasks, parts of the budget; ``within`` are other words that
    must stand beside.
    """

    figure: Known
    words: re.Pattern[str]
    scopes: tuple[str, ...] = ()
    within: tuple[str, ...] = ()
    is_money: bool = False


_OF_CODE: Mapping[str, Count] = {
    each.code: each for each in (DONE_ON_TIME, DONE_LATE, OVERDUE, IN_PROGRESS, TOTAL)
}


def named(figures: Sequence[Known]) -> tuple[Named, ...]:
    """The figures that words can name: not those of a label of one word ("Khác")."""
    return tuple(each for each in map(_named, figures) if each is not None)


def is_named(each: Named, part: str) -> bool:
    """Whether a part of a sentence, in small letters, names a figure and no narrower one."""
    if each.words.search(part) is None:
        return False
    code = each.figure.code
    if code in _COUNTS and each.figure.unit == "nhiệm vụ":
        return next((c for c, words in _COUNTS.items() if re.search(words, part)), "") == code
    if not each.is_money or each.scopes:
        return True
    return _NARROWS_MONEY.search(_WHOLE_MONEY.sub(" ", part)) is None


def bodies_in(words: str, known: Sequence[str]) -> Iterator[tuple[int, int, str]]:
    """Where bodies are named: start, end, name in small letters; ``?`` for one without figures."""
    lowered = words.lower()
    taken: list[tuple[int, int]] = []
    for name in sorted(known, key=len, reverse=True):
        at = lowered.find(name)
        while at >= 0:
            if not any(start <= at < end for start, end in taken):
                taken.append((at, at + len(name)))
                yield at, at + len(name), name
            at = lowered.find(name, at + 1)
    for match in _BODY.finditer(words):
        if not any(start < match.end() and match.start() < end for start, end in taken):
            yield match.start(), match.end(), UNKNOWN


def _named(figure: Known) -> Named | None:
    label = figure.label.casefold()
    if figure.unit == "nhiệm vụ" and (count := _OF_CODE.get(figure.code)):
        own = count.label.casefold()
        return Named(figure, re.compile(_COUNTS[count.code]), _behind(label.removeprefix(own)))
    first, *parts = figure.key.split(".")
    if figure.code == RATE and figure.unit == "":
        return Named(figure, re.compile(_RATE_WORDS), _behind(label.partition(", ")[2]))
    scopes = tuple(re.split(r"[:,] ", label))[1:]
    if first == "budget" and parts and parts[0] in _MONEY_WORDS:
        words = re.compile(_MONEY_WORDS[parts[0]])
        return Named(figure, words, _without_years(scopes), is_money=True)
    name = re.split(r"[:,] ", label)[0]
    if " " not in name:
        return None
    return Named(figure, re.compile(_named_or_counted(name)), within=_without_years(scopes))


def _named_or_counted(name: str) -> str:
    """The name itself; of a number of things, "toàn tỉnh có 315 doanh nghiệp …" names it too,
    where nothing narrower is said of them."""
    things = name.removeprefix("số ")
    if things == name or " " not in things:
        return re.escape(name)
    counted = rf"\b{_WHOLE_PLACE}\b.{{0,20}}\bcó \d\S* {re.escape(things)}"
    return rf"{re.escape(name)}|{counted}(?=\s*(?:$|\(|(?:đang hoạt động|trên địa bàn)\s*$))"


def _behind(words: str) -> tuple[str, ...]:
    """What is left of a label behind its count, as one scope."""
    bare = words.strip(" ,:")
    return (bare,) if bare else ()


def _without_years(scopes: Sequence[str]) -> tuple[str, ...]:
    return tuple(each for each in scopes if each and not _YEAR.fullmatch(each))
