"""How each status looks: always a colour (by class), an icon and a word together."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True, slots=True)
class StatusLook:
    """The word and the icon of one status; its colour is the CSS class `status-<code>`."""

    code: str
    word: Promise
    icon: str


@dataclass(frozen=True, slots=True)
class StatusSegment:
    """One part of a status bar: x and width are thousandths of the whole."""

    look: StatusLook
    count: int
    url: str
    x: float
    width: float


# In the order in which a bar and its legend show them: done first, trouble in sight, the rest.
LOOKS: tuple[StatusLook, ...] = (
    StatusLook("done_on_time", _("Hoàn thành đúng hạn"), "circle-check"),
    StatusLook("done_late", _("Hoàn thành quá hạn"), "clock-check"),
    StatusLook("awaiting", _("Chờ xác nhận"), "hourglass"),
    StatusLook("in_progress", _("Đang thực hiện"), "progress"),
    StatusLook("not_started", _("Chưa thực hiện"), "circle-dashed"),
    StatusLook("due_soon", _("Sắp đến hạn"), "clock-exclamation"),
    StatusLook("awaiting_overdue", _("Chờ xác nhận, đã quá hạn"), "hourglass"),
    StatusLook("overdue", _("Quá hạn"), "alert-triangle"),
    StatusLook("continuous", _("Thường xuyên"), "repeat"),
    StatusLook("no_deadline", _("Không có thời hạn"), "calendar-off"),
    StatusLook("suspended", _("Tạm dừng"), "player-pause"),
    StatusLook("cancelled", _("Đã hủy"), "x"),
    StatusLook("superseded", _("Được thay thế"), "replace"),
    StatusLook("draft", _("Bản nháp"), "pencil"),
    StatusLook("umbrella", _("Giao cho từng cơ quan"), "hierarchy"),
)
# These are no statuses of a day: what they mark is counted nowhere.
UNCOUNTED = frozenset({"draft", "umbrella"})
BY_CODE: dict[str, StatusLook] = {look.code: look for look in LOOKS}

Count = tuple[str, int] | tuple[str, int, str]


def status_segments(counts: Mapping[str, int] | Iterable[Count]) -> tuple[StatusSegment, ...]:
    """The non-empty parts of a bar in the fixed order, laid side by side over 1000 units."""
    rows = counts.items() if isinstance(counts, Mapping) else counts
    by_code = {str(row[0]): (row[1], row[2] if len(row) > 2 else "") for row in rows}
    unknown = by_code.keys() - BY_CODE.keys()
    if unknown:
        raise KeyError(f"unknown status codes: {sorted(unknown)}")
    total = sum(count for count, _url in by_code.values())
    return tuple(_lay_out(by_code, total))


def _lay_out(by_code: Mapping[str, tuple[int, str]], total: int) -> Iterable[StatusSegment]:
    x = 0.0
    for look in LOOKS:
        count, url = by_code.get(look.code, (0, ""))
        if count:
            width = round(1000 * count / total, 2)
            yield StatusSegment(look, count, url, round(x, 2), width)
            x += width
