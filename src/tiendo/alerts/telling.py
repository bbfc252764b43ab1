"""Three levels of telling: the officer, the head, the leader; who was told when is kept.

A notice is written once for each person, alert, level and stage. What a person is told beyond the
bell is decided by ``alerts.mailing``.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.db.models import F
from django.db.models.functions import Greatest

from tiendo.alerts.choices import choices_of
from tiendo.alerts.mailing import mail_at_once
from tiendo.alerts.models import Alert, Notice
from tiendo.alerts.paths import path_of_alert
from tiendo.alerts.people import People
from tiendo.domain import clock
from tiendo.domain.alerts import OFFICER


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
    choices = choices_of({notice.user_id for notice in wanted}, on)
    for notice in wanted:
        notice.is_silent = not choices[notice.user_id].shows(notice.kind)
    written = Notice.objects.bulk_create(_not_written_yet(wanted), batch_size=1000)
    Alert.objects.filter(pk__in=[each.alert.pk for each in waiting]).update(
        told_level=F("level"), told_stage=Greatest(F("stage"), F("told_stage"))
    )
    mail_at_once(written, choices)
    return len(written)


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
                path=path_of_alert(alert),
                alert=alert,
                created_at=clock.now(),
            )


def _not_written_yet(notices: Iterable[Notice]) -> list[Notice]:
    """Of several notices of one alert to one person that of the highest level; none twice."""
    chosen = {(notice.user_id, notice.alert_id): notice for notice in notices}
    known = set(
        Notice.objects.filter(alert__in={notice.alert_id for notice in chosen.values()})
        .order_by()
        .values_list("alert_id", "user_id", "level", "stage")
    )
    return [
        notice
        for notice in chosen.values()
        if (notice.alert_id, notice.user_id, notice.level, notice.stage) not in known
    ]
