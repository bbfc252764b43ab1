"""What an investment is in, without the words every investment is named with. Pure.

"Nâng cấp phần mềm quản lý văn bản và điều hành" and "Hệ thống quản lý văn bản, điều hành" are one
thing; "Xây dựng cơ sở dữ liệu đất đai" and "Xây dựng cơ sở dữ liệu hộ tịch" are two.
"""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import pairwise

from tiendo.domain.collation import fold

# What is done, what kind of thing it is, for whom and when: said of anything.
_SAID_OF_ANY = (
    "bổ sung",
    "bảo trì",
    "chi thường xuyên",
    "chi đầu tư",
    "cho",
    "chuyển đổi số",
    "cung cấp",
    "cơ sở dữ liệu",
    "cơ sở vật chất",
    "của",
    "cấp tỉnh",
    "cấp xã",
    "các",
    "cải tạo",
    "duy trì",
    "dự án",
    "giai đoạn",
    "giải ngân",
    "gói thầu",
    "hoàn thiện",
    "hạng mục",
    "hệ thống",
    "kinh phí",
    "lắp đặt",
    "mua sắm",
    "mở rộng",
    "nâng cấp",
    "năm",
    "phát triển",
    "phường",
    "phần mềm",
    "phục vụ",
    "sửa chữa",
    "thiết bị",
    "thiết lập",
    "thuê",
    "thuê dịch vụ",
    "thực hiện",
    "tăng cường",
    "tỉnh",
    r"(?:tỉnh|thành phố)(?:\s(?-i:[A-ZĐ])\w*)+",
    "trang bị",
    "trang thiết bị",
    "trên địa bàn",
    "triển khai",
    "tại",
    "và",
    "vận hành",
    "xã",
    "xây dựng",
    "đầu tư",
    "định hướng",
    "ứng dụng",
)
_ANY = re.compile(
    rf"\b(?:{'|'.join(sorted(_SAID_OF_ANY, key=len, reverse=True))}|\d{{4}})\b", re.IGNORECASE
)
_WORD = re.compile(r"\w+")
_LEAST_PAIRS = 2
# A pair of words in more names than this tells little: alone it makes no two names alike.
_MOST_NAMES = 40
Pair = tuple[str, str]


def object_of(name: str) -> str:
    """The words of a name that say what is bought or built; empty where there are none."""
    return " ".join(_WORD.findall(_ANY.sub(" ", name))).lower()


def like_things(things: Sequence[str]) -> Iterator[tuple[int, int, float]]:
    """Which of different objects are alike: the places of both, and how like they are, up to 1.

    By the pairs of words that both hold, weighted by how rare they are: half by what the shorter
    has of the longer, half by what both have of each other. One pair is chance, unless it is all
    that either has.
    Cost: the pairs of words that are in few names, and what shares them.
    """
    pairs = [_pairs(thing) for thing in things]
    found: defaultdict[Pair, list[int]] = defaultdict(list)
    for place, present in enumerate(pairs):
        for pair in present:
            found[pair].append(place)
    weights = {pair: math.log(1 + len(things) / len(places)) for pair, places in found.items()}
    totals = [sum(map(weights.__getitem__, present)) for present in pairs]
    rare = {pair: places for pair, places in found.items() if len(places) <= _MOST_NAMES}
    for place, present in enumerate(pairs):
        others = {at for pair in present for at in rare.get(pair, ()) if at > place}
        for other in sorted(others):
            both = present & pairs[other]
            if len(both) >= _LEAST_PAIRS or present == pairs[other]:
                shared = sum(map(weights.__getitem__, both))
                yield place, other, _likeness(shared, totals[place], totals[other])


def _likeness(shared: float, one: float, other: float) -> float:
    return (shared / min(one, other) + 2 * shared / (one + other)) / 2


def _pairs(thing: str) -> frozenset[Pair]:
    return frozenset(pairwise(fold(thing).split()))
