"""Three levels of telling: the officer, the head, the leader; who was told when is kept.

A notice is written once for each person, alert, level and stage, and says who was told before. Who
would get very many in one look (a first night, a plan brought in late, a rule changed) is told in
one summary; the single notices stay as the record. What a person is told beyond the bell is decided
by ``alerts.mailing``.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from django.db.models import F
from django.db.models.functions import Greatest

from tiendo.alerts.choices import choices_of
from tiendo.alerts.mailing import mail_at_once
from tiendo.alerts.models import Alert, Notice
from tiendo.alerts.models.notices import SUMMARY
from tiendo.alerts.paths import MY_ALERTS, path_of_alert
from tiendo.alerts.people import People
from tiendo.domain import clock
from tiendo.domain.alerts import OFFICER
from tiendo.domain.parameters import parameter_on


@dataclass(frozen=True, slots=True)
class Subject:
    """An alert with the person the lead body named, if any."""

    alert: Alert
    officer_id: int | None


def tell(subjects: Iterable[Subject], people: People, on: dt.date) -> int:
    """Tell whoever has not been told of these alerts at their level and stage; the number of
    notices. A muted alert tells nobody until its day has passed.

    Cost: a constant number of queries.
    """
    waiting = [each for each in subjects if _is_untold(each.alert, on)]
    wanted = [notice for each in waiting for notice in _notices(each, people)]
    fresh = _not_written_yet(wanted)
    choices = choices_of({notice.user_id for notice in fresh}, on)
    for notice in fresh:
        notice.is_silent = not choices[notice.user_id].shows(notice.kind)
    summaries = _gather(fresh, parameter_on("alert_summary_above", on))
    for summary in summaries:
        summary.is_silent = not choices[summary.user_id].shows(summary.kind)
    Notice.objects.bulk_create(summaries)
    written = Notice.objects.bulk_create(fresh, batch_size=1000)
    Alert.objects.filter(pk__in=[each.alert.pk for each in waiting]).update(
        told_level=F("level"), told_stage=Greatest(F("stage"), F("told_stage"))
    )
    mail_at_once([*summaries, *(each for each in written if each.summary is None)], choices)
    return len(written)


def _gather(notices: Iterable[Notice], most: int) -> list[Notice]:
    """One summary for each person with more notices than ``most``; theirs point to it and are
    silent. The summary has the highest level of them."""
    by_person: dict[int, list[Notice]] = defaultdict(list)
    for notice in notices:
        by_person[notice.user_id].append(notice)
    return [_summary(rows) for _user, rows in sorted(by_person.items()) if len(rows) > most]


def _summary(notices: list[Notice]) -> Notice:
    rules = Counter(notice.kind.partition(".")[2] for notice in notices)
    summary = Notice(
        user_id=notices[0].user_id,
        kind=SUMMARY,
        level=max(notice.level for notice in notices),
        params={"alerts": len(notices), "rules": dict(rules)},
        path=MY_ALERTS,
        created_at=clock.now(),
    )
    for notice in notices:
        notice.summary, notice.is_silent = summary, True
    return summary


def _is_untold(alert: Alert, on: dt.date) -> bool:
    is_muted = alert.muted_until is not None and on <= alert.muted_until
    is_new = alert.level > alert.told_level or alert.stage > alert.told_stage
    return is_new and not is_muted


def _notices(subject: Subject, people: People) -> Iterator[Notice]:
    """One for each person at each level not told yet; a new stage is told from the officer up."""
    alert = subject.alert
    first = OFFICER if alert.stage > alert.told_stage else alert.told_level + 1
    for level in range(first, alert.level + 1):
        for user_id in sorted(people.told(level, alert.organisation_id, subject.officer_id)):
            yield Notice(
                user_id=user_id,
                kind=f"alert.{alert.rule}",
                level=level,
                stage=alert.stage,
                params={"title": alert.title, "facts": alert.facts},
                path=path_of_alert(
                    alert, reports=people.may_report(user_id, alert.organisation_id)
                ),
                alert=alert,
                created_at=clock.now(),
            )


def _not_written_yet(notices: Iterable[Notice]) -> list[Notice]:
    """Of several notices of one alert to one person that of the highest level; none twice. Each
    says who was told at the levels below it, then or earlier. Cost: one query."""
    chosen = {(notice.user_id, notice.alert_id): notice for notice in notices}
    before = _told_before({notice.alert_id for notice in chosen.values() if notice.alert_id})
    fresh = [each for each in chosen.values() if not _is_known(each, before[each.alert_id or 0])]
    together: dict[int | None, list[Notice]] = defaultdict(list)
    for notice in fresh:
        together[notice.alert_id].append(notice)
    for notice in fresh:
        earlier = (*before[notice.alert_id or 0], *together[notice.alert_id])
        if told := _told_below(notice, earlier):
            notice.params = {**notice.params, "told": told}
    return fresh


def _told_before(alerts: set[int]) -> Mapping[int, list[Notice]]:
    rows = Notice.objects.filter(alert__in=alerts).order_by("created_at", "pk")
    told: dict[int, list[Notice]] = defaultdict(list)
    for row in rows.only("alert_id", "user_id", "level", "stage", "created_at"):
        told[row.alert_id or 0].append(row)
    return told


def _is_known(notice: Notice, told: Iterable[Notice]) -> bool:
    this = notice.user_id, notice.level, notice.stage
    return any(this == (row.user_id, row.level, row.stage) for row in told)


def _told_below(notice: Notice, earlier: Iterable[Notice]) -> list[list[int | str]]:
    """Level, person and day of whoever was told at a lower level, each once, the latest time."""
    days = {
        (row.level, row.user_id): clock.local_day(row.created_at).isoformat()
        for row in earlier
        if row.level < notice.level and row.user_id != notice.user_id
    }
    return [[level, user_id, day] for (level, user_id), day in sorted(days.items())]
