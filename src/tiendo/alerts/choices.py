"""What people chose about their notices, and the defaults: which kinds by which channel, and the
hours in which no mail is sent."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from django.db.models import TextChoices
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from tiendo.alerts.models import ChannelChoice
from tiendo.alerts.wording import rule_of
from tiendo.domain import clock
from tiendo.domain.alerts import LEADER, Rule
from tiendo.domain.parameters import parameter_on


class Group(StrEnum):
    """The kinds of notices among which people choose."""

    DEADLINES = "deadlines"
    PROGRESS = "progress"
    WORK = "work"
    DECISIONS = "decisions"
    DIRECTIVES = "directives"
    REPORTS = "reports"
    OTHER = "other"


GROUP_WORDS: Mapping[Group, str | Promise] = {
    Group.DEADLINES: _("Sắp đến hạn, quá hạn"),
    Group.PROGRESS: _("Lâu không cập nhật, chậm, thiếu minh chứng"),
    Group.WORK: _("Giao việc, phân công, duyệt, xác nhận, trả lại"),
    Group.DECISIONS: _("Điều chỉnh, vướng mắc"),
    Group.DIRECTIVES: _("Chỉ đạo, đôn đốc, kiểm tra, yêu cầu báo cáo đột xuất"),
    Group.REPORTS: _("Kỳ báo cáo: mở, sắp đến hạn, quá hạn, gửi, trả lại, tiếp nhận"),
    Group.OTHER: _("Căn cứ hết hiệu lực và thông báo khác"),
}


class Mail(TextChoices):
    """When mail brings a notice."""

    NONE = "none", _("Không gửi")
    DAILY = "daily", _("Gộp mỗi ngày một thư")
    NOW = "now", _("Gửi ngay")


_BY_RULE = {
    Rule.DUE_SOON: Group.DEADLINES,
    Rule.OVERDUE: Group.DEADLINES,
    Rule.NO_OFFICER: Group.WORK,
    Rule.BASIS_REPLACED: Group.OTHER,
    Rule.DIFFICULTY_UNANSWERED: Group.DECISIONS,
    Rule.DIRECTIVE_OVERDUE: Group.DIRECTIVES,
    Rule.REPORT_DUE_SOON: Group.REPORTS,
    Rule.REPORT_LATE: Group.REPORTS,
}
_BY_NOUN = {
    "alerts": Group.DEADLINES,
    "task": Group.WORK,
    "recheck": Group.WORK,
    "change": Group.DECISIONS,
    "difficulty": Group.DECISIONS,
    "directive": Group.DIRECTIVES,
    "urging": Group.DIRECTIVES,
    "inspection": Group.DIRECTIVES,
    "meeting": Group.WORK,
    "report_request": Group.DIRECTIVES,
    "cycle": Group.REPORTS,
    "package": Group.REPORTS,
    "submission": Group.REPORTS,
}
# A directive, and a report asked for out of turn, is worth a mail of its own; all else is gathered.
_DEFAULT_MAIL = {Group.DIRECTIVES: Mail.NOW}


def group_of(kind: str) -> Group:
    """The group in which a kind of notice stands."""
    if rule := rule_of(kind):
        return _BY_RULE.get(rule, Group.PROGRESS)
    return _BY_NOUN.get(kind.partition(".")[0], Group.OTHER)


@dataclass(frozen=True, slots=True)
class Wish:
    """What one person wants of one group."""

    bell: bool
    mail: Mail


@dataclass(frozen=True, slots=True)
class Choice:
    """What one person chose, defaults filled in."""

    wishes: Mapping[Group, Wish]
    quiet_from: dt.time
    quiet_to: dt.time

    def mail_for(self, kind: str, level: int) -> Mail:
        """When mail brings a notice of a kind: what reached the leaders' level goes at once."""
        mail = self.wishes[group_of(kind)].mail
        return Mail.NOW if level == LEADER and mail is not Mail.NONE else mail

    def shows(self, kind: str) -> bool:
        """Whether the bell shows a notice of a kind."""
        return self.wishes[group_of(kind)].bell

    def next_loud(self, moment: dt.datetime) -> dt.datetime:
        """The first moment from one on that lies outside the hours of quiet."""
        local = moment.astimezone(clock.LOCAL_ZONE)
        if not self._is_quiet(local.time()):
            return moment
        day = local.date()
        if local.time() >= self.quiet_to:
            day += dt.timedelta(days=1)
        loud = dt.datetime.combine(day, self.quiet_to, clock.LOCAL_ZONE)
        return loud.astimezone(dt.UTC)

    def _is_quiet(self, time: dt.time) -> bool:
        if self.quiet_from <= self.quiet_to:
            return self.quiet_from <= time < self.quiet_to
        return time >= self.quiet_from or time < self.quiet_to


def default_choice(on: dt.date) -> Choice:
    """What somebody has who chose nothing."""
    return Choice(
        {group: Wish(True, _DEFAULT_MAIL.get(group, Mail.DAILY)) for group in Group},
        dt.time(parameter_on("quiet_from_hour", on)),
        dt.time(parameter_on("quiet_to_hour", on)),
    )


def choices_of(user_ids: Iterable[int], on: dt.date) -> dict[int, Choice]:
    """What each person chose. Cost: one query."""
    default = default_choice(on)
    wanted = set(user_ids)
    chosen = {row.user_id: row for row in ChannelChoice.objects.filter(user_id__in=wanted)}
    return {user_id: _read(chosen.get(user_id), default) for user_id in wanted}


def _read(row: ChannelChoice | None, default: Choice) -> Choice:
    if row is None:
        return default
    wishes = {group: _wish(row.groups.get(group.value), default.wishes[group]) for group in Group}
    return Choice(wishes, row.quiet_from, row.quiet_to)


def _wish(stored: Mapping[str, object] | None, default: Wish) -> Wish:
    if stored is None:
        return default
    mail = str(stored.get("mail", default.mail))
    known = mail if mail in Mail.values else default.mail
    return Wish(bool(stored.get("bell", default.bell)), Mail(known))
