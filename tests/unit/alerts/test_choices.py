"""Hours of quiet, and the defaults of those who chose nothing."""

from __future__ import annotations

import datetime as dt

import pytest

from tiendo.alerts.choices import Choice, Group, Mail, default_choice, group_of
from tiendo.alerts.wording import WORDS, name_of, why
from tiendo.domain.alerts import LEADER, Rule
from tiendo.domain.clock import LOCAL_ZONE

DAY = dt.date(2025, 10, 20)


def at(hour: int, minute: int = 0, day: int = 20) -> dt.datetime:
    return dt.datetime(2025, 10, day, hour, minute, tzinfo=LOCAL_ZONE)


@pytest.mark.parametrize(
    ("moment", "loud"),
    [
        (at(1, 5), at(7)),
        (at(6, 59), at(7)),
        (at(7), at(7)),
        (at(20, 59), at(20, 59)),
        (at(21), at(7, day=21)),
        (at(23, 59), at(7, day=21)),
    ],
)
def test_mail_waits_for_the_end_of_the_night(moment, loud):
    assert default_choice(DAY).next_loud(moment) == loud


def test_quiet_hours_by_day_end_on_the_same_day():
    default = default_choice(DAY)
    noon_rest = Choice(default.wishes, dt.time(11, 30), dt.time(13, 30))
    assert noon_rest.next_loud(at(12)) == at(13, 30)
    assert noon_rest.next_loud(at(22)) == at(22)


def test_what_reached_the_leaders_goes_at_once_and_directives_too():
    choice = default_choice(DAY)
    assert choice.mail_for("alert.overdue", 1) is Mail.DAILY
    assert choice.mail_for("alert.overdue", LEADER) is Mail.NOW
    assert choice.mail_for("directive.given", 0) is Mail.NOW


def test_every_kind_has_a_group_and_words():
    assert group_of("no.such.event") is Group.OTHER
    for rule in Rule:
        assert name_of(f"alert.{rule}") == str(WORDS[rule].name)
        assert why(rule, {})
        assert "%(" not in why(rule, {})
