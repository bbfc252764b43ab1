"""Alerts and notices as rows of a page, and as a message to paste elsewhere."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.http import HttpRequest
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from tiendo.accounts.actor import Actor
from tiendo.alerts.actions import may_mute
from tiendo.alerts.models import Alert, Notice
from tiendo.alerts.paths import path_of_alert
from tiendo.alerts.queries import is_muted, names_told, said
from tiendo.alerts.wording import WORDS, level_words, name_of, todo_of, told_words, why, why_of
from tiendo.domain import clock
from tiendo.domain.alerts import Rule
from tiendo.domain.clock import local_day
from tiendo.domain.parameters import parameter_on

# How much of a title a message says.
TITLE_MOST = 120


@dataclass(frozen=True, slots=True)
class AlertRow:
    """An alert as a row: what, why with the figures, what to do, where."""

    alert: Alert
    name: str
    why: str
    todo: str
    level: str
    url: str
    body: str
    title: str
    since: dt.date
    gone_on: dt.date | None
    is_muted: bool
    may_mute: bool


@dataclass(frozen=True, slots=True)
class NoticeRow:
    """A notice as a row."""

    notice: Notice
    name: str
    title: str
    why: str
    todo: str
    level: str
    told: str


def alert_row(alert: Alert, actor: Actor, on: dt.date) -> AlertRow:
    """An alert as a row of a page of a day. Cost: no query."""
    rule, then = Rule(alert.rule), said(alert)
    body = alert.organisation
    return AlertRow(
        alert=alert,
        name=str(WORDS[rule].name),
        why=why(rule, then.facts),
        todo=str(WORDS[rule].todo),
        level=level_words(then.level),
        url=path_of_alert(alert, reports=_reports(actor, alert)),
        body=(body.short_name or body.name) if body else "",
        title=then.title,
        since=local_day(alert.first_found_at),
        gone_on=local_day(then.gone_at) if then.gone_at else None,
        is_muted=is_muted(alert, on),
        may_mute=may_mute(actor, alert),
    )


def _reports(actor: Actor, alert: Alert) -> bool:
    body = alert.organisation_id
    return body is not None and actor.may("task.update", at=body)


def notice_rows(notices: Iterable[Notice]) -> list[NoticeRow]:
    """Notices as the rows of a page, with the names of whoever was told before. Cost: one query."""
    rows = list(notices)
    names = names_told(rows)
    return [_notice_row(notice, names) for notice in rows]


def _notice_row(notice: Notice, names: Mapping[int, str]) -> NoticeRow:
    return NoticeRow(
        notice=notice,
        name=name_of(notice.kind),
        title=str(notice.params.get("title", "")),
        why=why_of(notice.kind, notice.params),
        todo=todo_of(notice.kind),
        level=level_words(notice.level) if notice.level else "",
        told=told_words(notice.params, names),
    )


def message_of(request: HttpRequest, rows: Iterable[AlertRow], total: int) -> str:
    """Alerts as plain words to paste into a chat, each with its link; no longer than chats take.

    Those that no longer fit are counted, with the address of the list.
    """
    most = parameter_on("paste_most_characters", clock.today())
    head = _("[Tiến Độ] %(total)s việc cần chú ý:") % {"total": total}
    listed = request.build_absolute_uri()
    room = most - len(head) - len(_more_words(total, listed))
    entries: list[str] = []
    for row in rows:
        entry = _entry_of(request, row)
        if room < len(entry) + 1:
            break
        entries.append(entry)
        room -= len(entry) + 1
    more = [_more_words(total - len(entries), listed)] if total > len(entries) else []
    return "\n".join([head, *entries, *more])


def _entry_of(request: HttpRequest, row: AlertRow) -> str:
    """An alert in two lines: what, whose, why, what to do; where."""
    body = f" ({row.body})" if row.body else ""
    title = Truncator(row.alert.title).chars(TITLE_MOST)
    words = f"- {row.name}{body}: {title}. {row.why} {row.todo}"
    return f"{words}\n  {request.build_absolute_uri(row.url)}"


def _more_words(number: int, address: str) -> str:
    return _("… và %(more)s việc khác: %(address)s") % {"more": number, "address": address}
