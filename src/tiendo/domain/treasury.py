"""The columns of the treasury's lists, by the words above them; what their cells say. Pure."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from decimal import Decimal
from enum import StrEnum

from tiendo.domain.collation import fold
from tiendo.domain.headings import heading_key, named_by
from tiendo.domain.money import MOST_VND
from vanban.dates import DATE_PATTERN, day_of, make_date
from vanban.quantities import parse_number

_MOST_WORDS = 8
_LEAST_WITHIN = 2


class Column(StrEnum):
    """What one column holds."""

    DAY = "day"
    SYMBOL = "symbol"
    BODY_CODE = "body_code"
    BODY_NAME = "body_name"
    CHAPTER = "chapter_code"
    SECTOR = "sector_code"
    ITEM = "item_code"
    PROGRAMME = "programme_code"
    CONTENT = "content"
    AMOUNT = "amount"


REQUIRED = (Column.DAY, Column.AMOUNT)
_WORDS: Mapping[Column, tuple[str, ...]] = {
    Column.DAY: (
        "Ngày",
        "Ngày chứng từ",
        "Ngày tháng chứng từ",
        "Ngày hạch toán",
        "Ngày thanh toán",
        "Ngày giải ngân",
        "Ngày chi",
    ),
    Column.SYMBOL: ("Số chứng từ", "Số CT", "Số hiệu chứng từ", "Số bút toán", "Số, ký hiệu"),
    Column.BODY_CODE: ("Mã ĐVQHNS", "Mã đơn vị", "Mã QHNS", "Mã số ĐVQHNS", "ĐVQHNS", "Mã ĐVSDNS"),
    Column.BODY_NAME: (
        "Đơn vị",
        "Tên đơn vị",
        "Đơn vị sử dụng ngân sách",
        "Cơ quan",
        "Chủ đầu tư",
    ),
    Column.CHAPTER: ("Chương", "Mã chương"),
    Column.SECTOR: ("Loại khoản", "Khoản", "Mã ngành kinh tế", "Ngành kinh tế", "Mã NKT"),
    Column.ITEM: ("Tiểu mục", "Mã nội dung kinh tế", "Nội dung kinh tế", "Mã NDKT", "NDKT"),
    Column.PROGRAMME: (
        "Mã CTMT",
        "Mã chương trình mục tiêu",
        "CTMT",
        "Mã dự án",
        "Mã chương trình",
    ),
    Column.CONTENT: ("Nội dung", "Diễn giải", "Nội dung chi", "Nội dung thanh toán"),
    Column.AMOUNT: (
        "Số tiền",
        "Thành tiền",
        "Giải ngân",
        "Số giải ngân",
        "Số tiền giải ngân",
        "Số tiền thanh toán",
        "Số chi",
    ),
}
_NAMES = {heading_key(word): column for column, words in _WORDS.items() for word in words}
_UNIT = re.compile(r"(nghin|ngan|trieu|ty)\s+dong")
# "Đơn vị tính: USD", "(ĐVT: triệu đồng)"; a foreign currency or a share in the head of a column.
_STATED = re.compile(r"(?:đơn vị tính|đvt)\s*[:\-]?\s*([^)\n]{1,40})", re.IGNORECASE)
_FOREIGN = re.compile(r"(\b(?:usd|eur|jpy|cny)\b|[$€¥%])", re.IGNORECASE)
_SIZES = {"nghin": 10**3, "ngan": 10**3, "trieu": 10**6, "ty": 10**9}
_SUM = re.compile(r"(?:tong(?: cong| so)?|cong(?: cuoi ky)?)\b")
_BRACKETED = re.compile(r"\s*\(\s*(\d[\d.,\s]*)\)\s*")
_PRINTED = re.compile(DATE_PATTERN)
_ISO = re.compile(r"(\d{4})-(\d{2})-(\d{2})(?:[T ]00:00(?::00)?)?", re.ASCII)


def column_of(words: object) -> Column | None:
    """Which column the words above it mean."""
    return named_by(words, _NAMES, _MOST_WORDS, _LEAST_WITHIN)


def heading(column: Column) -> str:
    """The words a column is called by to people."""
    return _WORDS[column][0]


def unit_in(words: str) -> int | None:
    """The unit of amounts that words state ("Số tiền (triệu đồng)"): its size in đồng; None."""
    folded = fold(words)
    found = _UNIT.search(folded)
    if found is not None:
        return _SIZES[found[1]]
    return 1 if re.search(r"\bdong\b|\bvnd\b", folded) else None


def stated_unit(words: str, *, is_head: bool = False) -> str:
    """The unit that words state of amounts, also one that is none of money; empty where none.

    ``is_head``: the words are those above a column, where a currency alone is its unit.
    """
    found = _STATED.search(words) or (_FOREIGN.search(words) if is_head else None)
    return found[1].strip() if found else ""


def is_sum(text: object) -> bool:
    """Whether a cell begins a row of sums."""
    return isinstance(text, str) and _SUM.match(fold(text)) is not None


def day_in_cell(value: object) -> dt.date | None:
    """The day of a cell; None where it says none."""
    if isinstance(value, dt.datetime):
        return value.date()
    if isinstance(value, dt.date):
        return value
    text = str(value).strip() if isinstance(value, str) else ""
    iso = _ISO.fullmatch(text)
    if iso is not None:
        return make_date(int(iso[3]), int(iso[2]), int(iso[1]))
    printed = _PRINTED.fullmatch(text)
    return day_of(printed) if printed is not None else None


def amount_in_cell(value: object, size: int) -> int | None:
    """The whole VND of a cell counted in a unit; None where it says none, a part of a đồng or more
    than there is.

    An amount in brackets is below zero, as bookkeepers write it.
    """
    if isinstance(value, bool) or not isinstance(value, (int, float, str)):
        return None
    try:
        told = _number(value)
    except ValueError:
        return None
    amount = told * size
    if not amount.is_finite() or abs(amount) > MOST_VND or amount != amount.to_integral_value():
        return None
    return int(amount)


def _number(value: float | str) -> Decimal:
    if isinstance(value, str):
        bracketed = _BRACKETED.fullmatch(value)
        return parse_number(value) if bracketed is None else -parse_number(bracketed[1])
    # A workbook keeps fifteen digits: what stands after them is no part of the amount.
    return Decimal(f"{value:.15g}" if isinstance(value, float) else value)
