"""Which mail carries which notices: one a day for each person, or at once; none in quiet hours.

Notices are bound to their mail when it is queued, so that a mail sent again says the same.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping

from django.db import transaction
from django.db.models import OuterRef, Subquery
from procrastinate.contrib.django import app
from procrastinate.types import JSONDict

from tiendo.accounts.models import User
from tiendo.alerts.choices import Choice, Mail, choices_of
from tiendo.alerts.models import ChannelName, Delivery, Notice
from tiendo.alerts.models.notices import SUMMARY
from tiendo.domain import clock

SEND_JOB = "channels.send"


def mail_at_once(notices: Iterable[Notice], choices: Mapping[int, Choice]) -> int:
    """Queue mail for the notices that are to go at once; one for each person, the number of them.

    Call inside the transaction that wrote the notices.
    """
    urgent: dict[int, list[Notice]] = defaultdict(list)
    for notice in notices:
        if choices[notice.user_id].mail_for(notice.kind, notice.level) is Mail.NOW:
            urgent[notice.user_id].append(notice)
    return _queue(urgent, choices, "now")


@transaction.atomic
def queue_digests(on: dt.date | None = None) -> int:
    """Queue the daily mail of everybody with notices no mail carries yet, for the end of their
    quiet hours; the number of mails. Running it again on the same day queues nothing.

    Cost: a constant number of queries.
    """
    day = on or clock.today()
    waiting: dict[int, list[Notice]] = defaultdict(list)
    since = clock.local_noon(day - dt.timedelta(days=2))
    unsent = Notice.objects.filter(
        mail__isnull=True,
        summary__isnull=True,
        read_at__isnull=True,
        created_at__gte=since,
        user__is_active=True,
    )
    for notice in unsent.select_for_update(of=("self",)).order_by("pk"):
        waiting[notice.user_id].append(notice)
    choices = choices_of(waiting, day)
    wanted = {
        user_id: [each for each in notices if _is_daily(each, choices[user_id])]
        for user_id, notices in waiting.items()
    }
    return _queue(wanted, choices, f"digest:{day.isoformat()}")


def _is_daily(notice: Notice, choice: Choice) -> bool:
    return choice.mail_for(notice.kind, notice.level) is not Mail.NONE


def _queue(notices: Mapping[int, list[Notice]], choices: Mapping[int, Choice], name: str) -> int:
    """One delivery for each person who has an address, with the notices bound to it."""
    with_address = set(
        User.objects.filter(
            pk__in=[user_id for user_id, rows in notices.items() if rows], is_active=True
        )
        .exclude(email="")
        .values_list("pk", flat=True)
    )
    now = clock.now()
    rows = [
        Delivery(
            channel=ChannelName.EMAIL,
            user_id=user_id,
            key=name if name != "now" else f"now:{_first_of(notices[user_id])}",
            due_at=choices[user_id].next_loud(now),
            created_at=now,
        )
        for user_id in sorted(with_address)
    ]
    known = set(
        Delivery.objects.filter(
            channel=ChannelName.EMAIL, user_id__in=with_address, key__in={row.key for row in rows}
        ).values_list("user_id", "key")
    )
    fresh = Delivery.objects.bulk_create(
        [row for row in rows if (row.user_id, row.key) not in known], batch_size=1000
    )
    _bind(fresh, [notice.pk for row in fresh for notice in notices[row.user_id or 0]])
    defer_sending(fresh)
    return len(fresh)


def _first_of(notices: list[Notice]) -> str:
    """What makes a mail at once unique: its first notice, by what that is about."""
    first = notices[0]
    if first.kind == SUMMARY:
        return f"s{first.pk}"
    about = first.alert_id if first.alert_id is not None else f"e{first.event_id}"
    return f"{about}.{first.level}.{first.stage}"


def _bind(deliveries: list[Delivery], notice_ids: list[int]) -> None:
    """Say in the notices which mail carries them: that of their person. Cost: one query."""
    of_the_person = Delivery.objects.filter(
        pk__in=[row.pk for row in deliveries], user_id=OuterRef("user_id")
    )
    bound = Notice.objects.filter(pk__in=notice_ids)
    bound.update(mail=Subquery(of_the_person.values("pk")[:1]))


def defer_sending(deliveries: Iterable[Delivery]) -> None:
    """Have each delivery sent when it is due. Call inside the transaction that wrote them."""
    by_moment: dict[dt.datetime, list[Delivery]] = defaultdict(list)
    for delivery in deliveries:
        by_moment[delivery.due_at].append(delivery)
    for moment, rows in by_moment.items():
        arguments: list[JSONDict] = [{"delivery_id": row.pk} for row in rows]
        app.configure_task(SEND_JOB, schedule_at=moment).batch_defer(*arguments)
