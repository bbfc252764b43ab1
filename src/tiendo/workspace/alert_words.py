"""Alerts and notices as rows of a page, and as a message to paste elsewhere."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.http import HttpRequest
from django.utils.translation import gettext as _

from tiendo.accounts.actor import Actor
from tiendo.alerts.actions import may_mute
from tiendo.alerts.models import Alert, Notice
from tiendo.alerts.paths import path_of_alert
from tiendo.alerts.queries import is_muted, names_told
from tiendo.alerts.wording import WORDS, level_words, name_of, todo_of, told_words, why, why_of
from tiendo.domain.alerts import Rule
from tiendo.domain.clock import local_day

# How many alerts one message lists.
MESSAGE_LINES = 20


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
    since: dt.date
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
    """An alert as a row of a page. Cost: no query."""
    rule = Rule(alert.rule)
    body = alert.organisation
    return AlertRow(
        alert=alert,
        name=str(WORDS[rule].name),
        why=why(rule, alert.facts),
        todo=str(WORDS[rule].todo),
        level=level_words(alert.level),
        url=path_of_alert(alert, reports=_reports(actor, alert)),
        body=(body.short_name or body.name) if body else "",
        since=local_day(alert.first_found_at),
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
    """Alerts as plain words to paste into a chat, each with its link."""
    lines = []
    for row in list(rows)[:MESSAGE_LINES]:
        body = f" ({row.body})" if row.body else ""
        lines.append(f"- {row.name}{body}: {row.alert.title}. {row.why} {row.todo}")
        lines.append(f"  {request.build_absolute_uri(row.url)}")
    head = _("[Tiến Độ] %(total)s việc cần chú ý:") % {"total": total}
    if total > MESSAGE_LINES:
        lines.append(_("… và %(more)s việc khác.") % {"more": total - MESSAGE_LINES})
    return "\n".join([head, *lines])
