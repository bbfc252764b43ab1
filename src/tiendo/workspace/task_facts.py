"""What a task's page says of it: why it has its status, who has which part, where it comes from."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from tiendo.documents.models import Passage
from tiendo.domain.status import Status
from tiendo.tasks.completeness import missing
from tiendo.tasks.messages import LACKING
from tiendo.tasks.models import Assignment, Lifecycle, Part, Task
from tiendo.tasks.parties import Parties
from tiendo.workspace.access import dated_url
from tiendo.workspace.task_history import Told
from tiendo.workspace.templatetags.shares import share_words
from tiendo.workspace.templatetags.vn import days_left, number, vn_date

ROMAN = ("", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X")


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a task stands on a day: its status (None for a draft) and what it follows from."""

    task: Task
    status: Status | None
    due_on: dt.date | None
    on: dt.date
    told: Told
    confirmer: str

    def tail(self) -> str:
        """The reason as it follows the word of the status: " 12 ngày: hạn …", ": hạn …"."""
        reason = self.reason()
        late = self.status is Status.OVERDUE and self.due_on is not None
        return f" {reason}" if late or not reason else f": {reason}"

    def reason(self) -> str:
        """Why it has its status: "còn 5 ngày", or how long it is late: "12 ngày: hạn …"."""
        if self.status is None and self.task.lifecycle == Lifecycle.UMBRELLA:
            return _("mỗi cơ quan có một nhiệm vụ riêng, tổng hợp bên dưới; nhiệm vụ này không đếm")
        if self.status is None:
            return _("chưa giao cho cơ quan thực hiện")
        words = {
            Status.NOT_STARTED: self._not_started,
            Status.IN_PROGRESS: self._at_work,
            Status.DUE_SOON: self._at_work,
            Status.OVERDUE: self._overdue,
            Status.AWAITING: self._awaiting,
            Status.AWAITING_OVERDUE: self._awaiting,
            Status.DONE_ON_TIME: self._done,
            Status.DONE_LATE: self._done,
            Status.CONTINUOUS: lambda: _("đánh giá mỗi năm một lần theo báo cáo năm"),
            Status.NO_DEADLINE: self._no_deadline,
        }.get(self.status, self._set_aside)
        return words()

    def _due(self) -> str:
        if self.due_on is None:
            return _("chưa có thời hạn")
        return _("hạn %(day)s") % {"day": vn_date(self.due_on)}

    def _left(self) -> str:
        return f"{self._due()}, {days_left(self.due_on, self.on)}" if self.due_on else self._due()

    def _not_started(self) -> str:
        return f"{self._left()}; {_('chưa có cập nhật nào')}"

    def _at_work(self) -> str:
        return f"{self._left()}; {self._last_word()}"

    def _last_word(self) -> str:
        last = self.told.last_update
        if last is None:
            return _("chưa có cập nhật nào")
        words = _("cập nhật gần nhất %(day)s") % {"day": vn_date(last.as_of)}
        return f"{words} ({share_words(last)})" if last.percent is not None else words

    def _overdue(self) -> str:
        if self.due_on is None:
            return _("chưa có sản phẩm")
        return _("%(days)s ngày: %(due)s, chưa có sản phẩm") % {
            "days": number((self.on - self.due_on).days),
            "due": self._due(),
        }

    def _awaiting(self) -> str:
        claim = self.told.last_event("claim")
        words = _("có sản phẩm ngày %(day)s") % {"day": vn_date(claim.done_on if claim else None)}
        stage = getattr(self.task, "stage", "")
        waits = _("chờ thủ trưởng cơ quan chủ trì duyệt")
        if stage == Lifecycle.UNIT_APPROVED:
            waits = _("chờ %(body)s xác nhận") % {"body": self.confirmer or _("cơ quan xác nhận")}
        return f"{words}, {self._due()}; {waits}"

    def _done(self) -> str:
        done = self.told.last_event("confirm")
        day = done.done_on if done else None
        words = _("có sản phẩm ngày %(day)s") % {"day": vn_date(day)}
        if day is None or self.due_on is None:
            return words
        if day > self.due_on:
            days = number((day - self.due_on).days)
            return _("%(words)s, chậm %(days)s ngày so với %(due)s") % {
                "words": words,
                "days": days,
                "due": self._due(),
            }
        return f"{words}, {self._due()}"

    def _no_deadline(self) -> str:
        return _("không có thời hạn theo ngày; %(last)s") % {"last": self._last_word()}

    def _set_aside(self) -> str:
        event = self.told.last_event("suspend", "cancel", "supersede")
        if event is None:
            return ""
        return _("từ %(day)s theo %(document)s") % {
            "day": vn_date(event.day),
            "document": event.deciding_document,
        }


def look_of(standing: Standing) -> str:
    """The code of the look of a task: its status, or that it has none."""
    if standing.status is not None:
        return str(standing.status)
    return "umbrella" if standing.task.lifecycle == Lifecycle.UMBRELLA else "draft"


@dataclass(frozen=True, slots=True)
class Mark:
    """One of the "6 rõ": its word, and what is missing of it ("" where it is clear)."""

    word: str
    lack: str


def marks_of(task: Task, parties: Parties) -> list[Mark]:
    """The six marks; the person also needs an officer once the task is given."""
    lacking = set(missing(task, parties))
    words = (
        ("lead", _("rõ người")),
        ("title", _("rõ việc")),
        ("confirmer", _("rõ trách nhiệm")),
        ("deciding", _("rõ thẩm quyền")),
        ("deadline", _("rõ thời gian")),
        ("product", _("rõ kết quả")),
    )
    marks = []
    for code, word in words:
        lack = str(LACKING[code]).partition(": ")[2] if code in lacking else ""
        if code == "lead" and not lack and task.lifecycle != Lifecycle.DRAFT:
            lead = parties.first(Part.LEAD)
            lack = "" if lead and lead.officer_id else _("cơ quan chủ trì chưa phân công người")
        marks.append(Mark(word, lack))
    return marks


def people_of(request: HttpRequest, task: Task, parties: Parties) -> Iterator[dict[str, object]]:
    """Who has which part, for ``{% people %}``."""
    lead = parties.first(Part.LEAD)
    officer = lead.officer if lead else None
    yield _party(request, _("Chủ trì"), [lead] if lead else [])
    yield {"part": _("Người xử lý"), "name": officer.full_name if officer else ""}
    others = [row for row in parties.assignments if row.part == Part.COORDINATE]
    if others:
        yield _party(request, _("Phối hợp"), others)
    confirmer = parties.first(Part.CONFIRM)
    yield _party(request, _("Xác nhận"), [confirmer] if confirmer else [])
    deciding = [row for row in parties.assignments if row.part == Part.DECIDE]
    if deciding:
        yield _party(request, _("Thẩm quyền quyết định"), deciding)
    else:
        yield {"part": _("Thẩm quyền quyết định"), "name": task.deciding_text}


def _party(request: HttpRequest, part: str, rows: Iterable[Assignment]) -> dict[str, object]:
    return {"part": part, "names": [_name(request, row) for row in rows]}


def _name(request: HttpRequest, row: Assignment) -> dict[str, str]:
    if row.organisation is not None:
        url = dated_url(request, "organisation", row.organisation.slug)
        return {"name": row.organisation.name, "url": url}
    return {"name": row.group.name if row.group else row.raw_text, "url": ""}


@dataclass(frozen=True, slots=True)
class Source:
    """A passage a task answers to: its words, its place in words, the way to it."""

    passage: Passage
    place: str
    url: str


def sources_of(task: Task) -> list[Source]:
    """The passages of a task, the one it was made from first. Cost: one query."""
    rows = task.sources.select_related("passage__text__rendition__document").order_by("order")
    return [_source(row.passage) for row in rows]


def _source(passage: Passage) -> Source:
    document = passage.text.rendition.document
    anchor = f"?ban={passage.text.rendition_id}#p-{passage.pk}"
    url = reverse("document", args=[document.pk]) + anchor
    place = place_words(passage)
    name = str(document)
    if document.issued_on:
        name = _("%(document)s ngày %(day)s") % {
            "document": name,
            "day": vn_date(document.issued_on),
        }
    return Source(passage, f"{place}, {name}" if place else name, url)


def place_words(passage: Passage) -> str:
    """Where a passage stands: "Mục II.1.đ, trang 4", "Phụ lục II, số thứ tự 12"."""
    words = []
    is_appendix = passage.part.startswith("appendix")
    if is_appendix:
        order = passage.part.rpartition("-")[2]
        roman = ROMAN[int(order)] if order.isdigit() and int(order) < len(ROMAN) else order
        words.append(_("Phụ lục %(number)s") % {"number": roman})
    if passage.path:
        place = _("số thứ tự %(path)s") if is_appendix else _("Mục %(path)s")
        words.append(place % {"path": passage.path})
    elif passage.row_no is not None:
        words.append(_("dòng %(number)s") % {"number": passage.row_no})
    if passage.page is not None:
        words.append(_("trang %(number)s") % {"number": passage.page})
    return ", ".join(words)
