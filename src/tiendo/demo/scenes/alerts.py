"""Alerts as two nights found them, one of them muted, and one's own deadlines as a calendar."""

from __future__ import annotations

import datetime as dt

from tiendo.alerts.actions import may_mute, mute_alert
from tiendo.alerts.feeds import open_feed
from tiendo.alerts.models import Alert
from tiendo.alerts.watching import watch
from tiendo.demo.people import Crew
from tiendo.domain import clock
from tiendo.programmes.models import Programme

_EARLIER = 7
_MUTED_DAYS = 10


def watch_nights(crew: Crew, programme: Programme) -> None:
    """Look for alerts a week ago and today; a head mutes one, an officer opens a calendar."""
    for ago in (_EARLIER, 0):
        with clock.at(clock.local_noon(crew.on - dt.timedelta(days=ago))):
            watch()
    with clock.at(clock.local_noon(crew.on)):
        _mute_one(crew, programme)
        open_feed(by=crew.named("chuyenvien"))


def _mute_one(crew: Crew, programme: Programme) -> None:
    head = crew.named("thutruong")
    opened = Alert.objects.filter(programme=programme, resolved_at__isnull=True).order_by("pk")
    alert = next((each for each in opened if may_mute(head, each)), None)
    if alert is not None:
        mute_alert(
            alert=alert,
            until=crew.on + dt.timedelta(days=_MUTED_DAYS),
            reason="Đã trình dự thảo, chờ ý kiến thành viên UBND tỉnh",
            by=head,
        )
