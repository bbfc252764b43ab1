"""What needs attention, or did on a past day: the alerts of a scope, open ones first."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext as _g
from django.utils.translation import gettext_lazy as _

from tiendo.accounts.actor import Actor
from tiendo.alerts.models import Alert
from tiendo.alerts.queries import AlertFilter, Scope, find_alerts, is_muted, said
from tiendo.alerts.wording import LEVELS, WORDS, level_words, why
from tiendo.composer.sheets import CellKind, Sheet, SheetColumn, Values
from tiendo.domain.alerts import Rule
from tiendo.domain.clock import local_day
from tiendo.overview import conditions as those
from tiendo.overview.asking import Asked, View

SCOPES: Mapping[Scope, str | Promise] = {
    Scope.ALL: _("Tất cả cơ quan"),
    Scope.BODY: _("Cơ quan tôi"),
    Scope.MINE: _("Đã báo cho tôi"),
}
CONDITIONS = (
    those.choice("xem", _("Phạm vi"), {scope.value: SCOPES[scope] for scope in SCOPES}),
    those.choice("quy_tac", _("Loại"), {rule.value: words.name for rule, words in WORDS.items()}),
    those.choice("muc", _("Mức"), {str(level): words for level, words in LEVELS.items()}),
    those.body("co_quan", _("Cơ quan")),
    those.switch("da_het", _("Cả cảnh báo đã hết")),
)
AT_ONCE = 500


def build(asked: Asked) -> Sheet:
    """The alerts of the filter. Cost: one query."""
    scope = scope_of(asked.actor, asked.values)
    named = () if "xem" in asked.values else ((_g("Phạm vi"), str(SCOPES[scope])),)
    stated = (*named, *asked.stated(CONDITIONS))
    return Sheet(VIEW.name, str(VIEW.title), _columns(), _rows(asked), None, stated)


def count(asked: Asked) -> int:
    """How many alerts there will be. Cost: one query."""
    return _found(asked).count()


VIEW = View(
    "canh-bao",
    _("Cảnh báo"),
    "task.view",
    build,
    count,
    conditions=CONDITIONS,
    has_knowledge=False,
)


def scope_of(actor: Actor, values: Mapping[str, str]) -> Scope:
    """Whose alerts are meant: unless asked otherwise all of them for who sees all tasks."""
    sees_all = actor.may("task.view_all")
    wanted = values.get("xem", "")
    allowed = [scope.value for scope in Scope if sees_all or scope is not Scope.ALL]
    default = Scope.ALL if sees_all else Scope.BODY
    return Scope(wanted) if wanted in allowed else default


def _found(asked: Asked) -> QuerySet[Alert]:
    values = asked.values
    sees_all = asked.actor.may("task.view_all")
    chosen = AlertFilter(
        scope=scope_of(asked.actor, values),
        rule=values.get("quy_tac", ""),
        level=those.id_in(values, "muc"),
        body=those.id_in(values, "co_quan") if sees_all else None,
        with_resolved="da_het" in values,
    )
    return find_alerts(asked.actor, chosen, asked.day)


def _columns() -> tuple[SheetColumn, ...]:
    return (
        SheetColumn("rule", _g("Cảnh báo"), width=24),
        SheetColumn("title", _g("Đối tượng"), width=60),
        SheetColumn("why", _g("Lý do"), width=48),
        SheetColumn("todo", _g("Việc cần làm"), width=40),
        SheetColumn("body", _g("Cơ quan"), width=30),
        SheetColumn("level", _g("Mức"), width=16),
        SheetColumn("since", _g("Từ ngày"), CellKind.DAY, 12),
        SheetColumn("muted_until", _g("Tạm tắt đến"), CellKind.DAY, 12),
        SheetColumn("mute_reason", _g("Lý do tạm tắt"), width=24),
        SheetColumn("resolved_on", _g("Đã hết ngày"), CellKind.DAY, 12),
    )


def _rows(asked: Asked) -> Iterator[Values]:
    for alert in _found(asked).iterator(chunk_size=AT_ONCE):
        rule, body, then = Rule(alert.rule), alert.organisation, said(alert)
        muted = is_muted(alert, asked.day)
        yield (
            str(WORDS[rule].name),
            then.title,
            why(rule, then.facts),
            str(WORDS[rule].todo),
            body.name if body else "",
            level_words(then.level),
            local_day(alert.first_found_at),
            alert.muted_until if muted else None,
            alert.mute_reason if muted else "",
            local_day(then.gone_at) if then.gone_at else None,
        )
