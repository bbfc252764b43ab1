"""The live values an outline may name, offered to who writes one: by group, with what they mean."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from tiendo.domain.collation import fold
from tiendo.reporting.comparing import LAST_YEAR, PREVIOUS
from tiendo.reporting.outlines.catalogue import Catalogue
from tiendo.reporting.values import budget, compared, documents, gathered
from tiendo.reporting.values.tasks import COUNTS, RATE

_WORD = re.compile(r"[a-z0-9]+")


@dataclass(frozen=True, slots=True)
class Offer:
    """A live value: what stands between the braces, its group, and what it means."""

    gap: str
    group: str | Promise
    label: str | Promise

    @property
    def typed(self) -> str:
        """The gap as it is typed into a sentence."""
        return f"{{{self.gap}}}"

    def rank(self, words: str) -> int | None:
        """How well folded words find it: 0 where they stand together in its meaning or name, 1
        where each begins a word of these or of its group; None where one does not."""
        told = f"{fold(str(self.label))} {fold(self.gap)}"
        if words in told:
            return 0
        begun = _WORD.findall(f"{told} {fold(str(self.group))}")
        asked = _WORD.findall(words)
        found = all(any(each.startswith(word) for each in begun) for word in asked)
        return 1 if found and asked else None


WORDS: Mapping[str, Promise] = {
    "as_of": _("Ngày chốt số liệu"),
    "period.start": _("Ngày đầu kỳ"),
    "period.end": _("Ngày cuối kỳ"),
    "period.month": _("Tháng của kỳ"),
    "period.year": _("Năm của kỳ"),
    "plan": _("Kế hoạch: loại, số, ngày"),
    "plan.full": _("Kế hoạch: trích dẫn đầy đủ"),
    "plan.type": _("Loại văn bản của kế hoạch"),
    "issuer": _("Cơ quan báo cáo"),
    "title": _("Tên báo cáo"),
    "addressees": _("Nơi nhận"),
}
_RATE = _("Tỷ lệ hoàn thành đúng hạn")
_TASKS, _MONEY = _("Nhiệm vụ"), _("Ngân sách")
_COMPARED: Mapping[str, Promise] = {
    PREVIOUS: _("Kỳ trước"),
    LAST_YEAR: _("Cùng kỳ năm trước"),
    compared.CHANGE: _("Tăng, giảm so với kỳ trước"),
}


def offers(catalogue: Catalogue) -> Iterator[Offer]:
    """Every value there is, the most used first; of documents the counts, as citations name one.

    Cost: two queries.
    """
    yield from (Offer(name, _("Kỳ, kế hoạch, cơ quan"), label) for name, label in WORDS.items())
    yield from (Offer(f"tasks.{code}", _TASKS, count.label) for code, count in COUNTS.items())
    yield Offer(f"tasks.{RATE}", _TASKS, _RATE)
    yield from _money()
    yield from _measures(catalogue)
    yield Offer(documents.COUNT, _("Văn bản"), _("Văn bản đăng ký, ban hành trong kỳ"))
    yield from _over_time()
    group = _("Báo cáo của các cơ quan")
    yield Offer(f"gathered.{gathered.BODIES}", group, _("Số báo cáo được tổng hợp"))
    yield from (Offer(f"gathered.tasks.{code}", group, n.label) for code, n in COUNTS.items())


def find_offers(catalogue: Catalogue, asked: str) -> list[Offer]:
    """The values that a search finds, the nearest first; marks and capitals do not count."""
    words = " ".join(fold(asked).split())
    ranked = [(rank, each) for each in offers(catalogue) if (rank := each.rank(words)) is not None]
    return [each for _rank, each in sorted(ranked, key=lambda pair: pair[0])]


def _money() -> Iterator[Offer]:
    for name, (label, _record, _pick) in budget.AMOUNTS.items():
        yield Offer(f"budget.{name} | triệu đồng", _MONEY, label)
    yield Offer(f"budget.{budget.RATE}", _MONEY, _("Tỷ lệ giải ngân so với dự toán được giao"))
    yield Offer("budget.year", _MONEY, _("Năm ngân sách"))
    for name, (label, _record, _pick) in budget.AMOUNTS.items():
        for group in budget.GROUPS:
            yield Offer(
                f"budget.{name}:{group} | triệu đồng",
                _MONEY,
                f"{label}: {budget.group_words(group)}",
            )


def _measures(catalogue: Catalogue) -> Iterator[Offer]:
    group = _("Chỉ tiêu")
    for code, name in catalogue.indicators.items():
        yield Offer(f"indicator:{code}", group, name)
        for item, words in catalogue.items.get(code, {}).items():
            yield Offer(f"indicator:{code}:{item}", group, f"{name}: {words}")


def _over_time() -> Iterator[Offer]:
    for lead, words in _COMPARED.items():
        form = f" | {compared.IN_WORDS}" if lead == compared.CHANGE else ""
        yield from (
            Offer(f"{lead}.tasks.{code}{form}", words, n.label) for code, n in COUNTS.items()
        )
