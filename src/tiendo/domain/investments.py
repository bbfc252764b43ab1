"""What an investment is in, without the words every investment is named with. Pure.

"Nâng cấp phần mềm quản lý văn bản và điều hành" and "Hệ thống quản lý văn bản, điều hành" are one
thing; "Xây dựng cơ sở dữ liệu đất đai" and "Xây dựng cơ sở dữ liệu hộ tịch" are two.
"""

from __future__ import annotations

import re

from tiendo.domain.likeness import Shared

# What is done, what kind of thing it is, for whom and when: said of anything.
_SAID_OF_ANY = (
    "bổ sung",
    "bảo trì",
    "cho",
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
    "tỉnh đắk lắk",
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


def object_of(name: str) -> str:
    """The words of a name that say what is bought or built; empty where there are none."""
    return " ".join(_WORD.findall(_ANY.sub(" ", name))).lower()


def likeness_of(shared: Shared) -> float:
    """How like two investments are, from 0 to 1, by the pairs of words that their objects share:
    half by what the shorter has of the longer, half by what both have of each other.

    One pair alone is chance, unless it is all that either has.
    """
    if shared.pairs < _LEAST_PAIRS and min(shared.inside, shared.around) < 1:
        return 0.0
    both = 2 * shared.inside * shared.around / (shared.inside + shared.around)
    return min(1.0, (max(shared.inside, shared.around) + both) / 2)
