"""Invented tasks: plausible titles, products, deadlines and bodies, as values."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from random import Random
from typing import Any

from tiendo.demo.steps import MONTHLY, Rhythm


@dataclass(frozen=True, slots=True)
class Size:
    """How much is made: tasks, the bodies that lead them, officers beside the first of each body,
    and how often bodies report."""

    tasks: int
    bodies: int = 60
    officers: int = 0
    rhythm: Rhythm = MONTHLY


# A province with all its bodies, a year and a half of work (design.md section 10): 3,000 accounts,
# 50,000 updates, 200,000 events.
PROVINCE = Size(tasks=5000, bodies=122, officers=2950, rhythm=Rhythm(days=14, most=14, proofs=2))


@dataclass(frozen=True, slots=True)
class NewTask:
    """A task to be made; bodies by slug, the section by path.

    Missing: ``last_day`` is None for what recurs, never ends or has no deadline.
    """

    code: str
    order: int
    title: str
    product: str
    section: str
    lead: str
    coordinating: tuple[str, ...]
    deciding_text: str
    deadline_key: str = ""
    deadline_raw: str = ""
    last_day: dt.date | None = None
    recurrence: str = ""

    def facts(self) -> dict[str, Any]:
        """What a task says of itself; bodies and section are found by the caller."""
        return {
            "code": self.code,
            "order": self.order,
            "title": self.title,
            "product": self.product,
            "deadline_key": self.deadline_key,
            "deadline_raw": self.deadline_raw,
            "last_day": self.last_day,
            "recurrence": self.recurrence,
            "deciding_text": self.deciding_text,
        }


_SECTIONS = (
    "Nhận thức, trách nhiệm",
    "Thể chế, chính sách",
    "Hạ tầng số",
    "Dữ liệu số",
    "Nhân lực",
    "Chính quyền số",
    "Kinh tế số, doanh nghiệp",
    "An toàn, an ninh mạng",
)
_ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII")
# what is done, to what it leads
_WORKS = (
    ("Ban hành quy định về", "Quyết định của UBND tỉnh"),
    ("Lập kế hoạch", "Kế hoạch"),
    ("Xây dựng đề án", "Đề án"),
    ("Rà soát, báo cáo về", "Báo cáo"),
    ("Triển khai nền tảng phục vụ", "Nền tảng được đưa vào sử dụng"),
    ("Nâng cấp hệ thống", "Biên bản nghiệm thu"),
    ("Tập huấn cho cán bộ về", "Danh sách hoàn thành khóa học"),
    ("Số hóa hồ sơ", "Dữ liệu được nghiệm thu"),
)
_SUBJECTS = (
    "dịch vụ công trực tuyến",
    "chia sẻ dữ liệu dùng chung",
    "an toàn thông tin theo cấp độ",
    "thanh toán không dùng tiền mặt",
    "đất đai và địa giới sau sắp xếp",
    "bệnh án điện tử",
    "học bạ số",
    "truy xuất nguồn gốc nông sản",
    "du lịch thông minh",
    "giám sát, điều hành đô thị",
    "hỗ trợ doanh nghiệp nhỏ chuyển đổi số",
    "lưu trữ điện tử",
    "tổ công nghệ số cộng đồng",
    "phát triển hạ tầng 5G",
    "nhân lực công nghệ thông tin cấp xã",
)
_SCOPES = (
    "trên địa bàn tỉnh",
    "tại các xã, phường",
    "trong các cơ quan nhà nước",
    "giai đoạn 2025 - 2030",
    "cho vùng đồng bào dân tộc thiểu số",
)
_RECURRENCES = (
    ("R:monthly", "Hằng tháng"),
    ("R:quarterly", "Hằng quý"),
    ("R:yearly:11-25", "Hằng năm, trước ngày 25/11"),
)
_HORIZON_DAYS = 1100


def invent_sections() -> list[tuple[str, str]]:
    """The parts of the plan: path and title."""
    return list(zip(_ROMAN, _SECTIONS, strict=True))


def invent_tasks(
    size: Size,
    rng: Random,
    leads: Mapping[str, int],
    sections: Sequence[str],
    live_on: dt.date,
) -> Iterator[NewTask]:
    """As many tasks as wanted; ``leads`` are bodies with their share of the work."""
    slugs, weights = list(leads), list(leads.values())
    for number in range(1, size.tasks + 1):
        work, product = rng.choice(_WORKS)
        lead = rng.choices(slugs, weights)[0]
        others = rng.sample(slugs, min(len(slugs), rng.randint(1, 4)))
        yield _with_deadline(
            NewTask(
                code=f"NV-{number:05d}",
                order=number,
                title=f"{work} {rng.choice(_SUBJECTS)} {rng.choice(_SCOPES)}",
                product=product,
                section=rng.choice(sections),
                lead=lead,
                coordinating=tuple(slug for slug in others if slug != lead),
                deciding_text="UBND tỉnh",
            ),
            rng,
            live_on,
        )


def _with_deadline(task: NewTask, rng: Random, live_on: dt.date) -> NewTask:
    kind = rng.random()
    if kind < 0.05:
        key, raw = rng.choice(_RECURRENCES)
        return replace(task, recurrence=key, deadline_raw=raw)
    if kind < 0.11:
        return replace(task, recurrence="R:continuous", deadline_raw="Thường xuyên")
    if kind < 0.14:
        year = live_on.year
        return replace(task, deadline_key=f"{year}+", deadline_raw=f"Từ năm {year}")
    day = live_on + dt.timedelta(days=rng.randint(20, _HORIZON_DAYS))
    return replace(task, deadline_key=day.isoformat(), deadline_raw=f"{day:%d/%m/%Y}", last_day=day)
