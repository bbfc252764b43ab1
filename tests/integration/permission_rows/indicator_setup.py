"""Who may reach the pages of urls/indicator_setup.py: all staff read rules and the workbook, the
coordinator sets them up."""

from __future__ import annotations

import datetime as dt
import io
from decimal import Decimal
from zoneinfo import ZoneInfo

from tests import indicator_factories as made
from tests.factories import World, actor
from tests.integration.permission_rows import COORDINATORS, STAFF, Row
from tests.task_factories import noon
from tiendo.indicators.actions.dictionary_files import send_dictionary
from tiendo.indicators.actions.dimensions import define_dimension
from tiendo.indicators.actions.rules import RuleFields, set_rule
from tiendo.indicators.loading.sheets_out import write_dictionary
from tiendo.indicators.models import CheckKind, CheckSeverity, Dimension

Args = tuple[object, ...]


def _indicator(world: World) -> Args:
    return (made.an_indicator(world).pk,)


def _rule(world: World) -> Args:
    with noon(made.TODAY):
        rule = set_rule(
            by=actor(world.coordinator),
            indicator=made.an_indicator(world),
            fields=RuleFields(CheckKind.RANGE, CheckSeverity.WARN, "Căn cứ", high=Decimal(1)),
            since=dt.date(2025, 1, 1),
        )
    return (rule.pk,)


def _made(world: World) -> Dimension:
    items = [("nam", "Nam"), ("nu", "Nữ")]
    by = actor(world.coordinator)
    return define_dimension(by=by, code="gioi-tinh", name="Giới tính", items=items)


def _dimension(world: World) -> Args:
    return (_made(world).pk,)


def _item(world: World) -> Args:
    return (_made(world).items.all()[0].pk,)


def _file(world: World) -> Args:
    made.an_indicator(world)
    stream = io.BytesIO()
    write_dictionary(stream, ZoneInfo("Asia/Ho_Chi_Minh"))
    file = send_dictionary(
        by=actor(world.coordinator),
        raw=stream.getvalue(),
        file_name="danh-muc.xlsx",
        since=made.TODAY,
        reason="",
    )
    return (file.pk,)


ROWS: dict[str, Row] = {
    "indicator-setup": Row(COORDINATORS),
    "starter-dictionary": Row(COORDINATORS),
    "dictionary-export": Row(STAFF),
    "dictionary-file-list": Row(COORDINATORS),
    "dictionary-file": Row(COORDINATORS, _file),
    "dictionary-file-drop": Row(COORDINATORS, _file, method="post", status=(302,)),
    "dimension-list": Row(COORDINATORS),
    "dimension": Row(COORDINATORS, _dimension),
    "dimension-rename": Row(COORDINATORS, _dimension),
    "dimension-item": Row(COORDINATORS, _item),
    "dimension-item-move": Row(COORDINATORS, _item, method="post", status=(302,)),
    "outlier-list": Row(STAFF),
    "rule-list": Row(STAFF, _indicator),
    "rule-new": Row(COORDINATORS, _indicator),
    "rule-follow": Row(COORDINATORS, _rule),
    "rule-end": Row(COORDINATORS, _rule),
}
