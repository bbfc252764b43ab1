"""The options of the blocks of an outline as fields: which they are, and back into plain values."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from tiendo.reporting.kinds import KINDS

ARROW = " => "
# The fields into which live values are put, besides the sentences.
TAKES_VALUES = frozenset({"template", "lead", "total", "parts", "figures"})


class Face(StrEnum):
    """How an option is asked for."""

    WORDS = "words"
    SENTENCE = "sentence"
    LINES = "lines"
    FLAG = "flag"
    SET = "set"


@dataclass(frozen=True, slots=True)
class OptionField:
    """An option as people see it. ``is_default``: what a flag is where nothing is said."""

    label: str | Promise
    face: Face = Face.WORDS
    hint: str | Promise = ""
    is_default: bool = False


_ONE_A_LINE = _("Mỗi dòng một mục.")
FIELDS: Mapping[str, OptionField] = {
    "label": OptionField(_("Tên ô viết")),
    "hint": OptionField(_("Gợi ý cho người viết")),
    "template": OptionField(_("Câu mẫu"), Face.SENTENCE),
    "lead": OptionField(_("Câu dẫn"), Face.SENTENCE),
    "total": OptionField(_("Câu tổng số"), Face.SENTENCE),
    "parts": OptionField(_("Các phần"), Face.LINES, _ONE_A_LINE),
    "figures": OptionField(
        _("Các số liệu"),
        Face.LINES,
        _("Mỗi dòng một giá trị; muốn đổi tên thì viết giá trị => tên."),
    ),
    "indicators": OptionField(_("Mã chỉ tiêu"), Face.LINES, _ONE_A_LINE),
    "numbers": OptionField(_("Số, ký hiệu văn bản"), Face.LINES, _ONE_A_LINE),
    "issuers": OptionField(_("Cơ quan ban hành"), Face.LINES, _ONE_A_LINE),
    "types": OptionField(_("Loại văn bản"), Face.LINES, _ONE_A_LINE),
    "about": OptionField(_("Có các từ"), Face.LINES, _ONE_A_LINE),
    "since": OptionField(_("Từ lúc"), hint=_("period (trong kỳ), year, ever hoặc một ngày.")),
    "title": OptionField(_("Tên hình")),
    "of": OptionField(_("Hình trên màn hình"), Face.SET),
    "indicator": OptionField(_("Mã chỉ tiêu"), hint=_("Nhiều mã cách nhau bằng dấu cách.")),
    "period": OptionField(
        _("Kỳ"), hint=_("Như 2025, 2025-H1, 2025-Q3, 2025-07; để trống: kỳ mới nhất.")
    ),
    "body": OptionField(_("Cơ quan"), hint=_("Tên ngắn của cơ quan như trên địa chỉ trang.")),
    "group": OptionField(_("Nhóm cơ quan"), Face.SET),
    "place": OptionField(
        _("Nơi viết của cấp dưới"), hint=_("Tên nơi viết trong đề cương cấp dưới.")
    ),
    "unless": OptionField(_("Bỏ khi đã có lời văn ở"), Face.SET),
    "by": OptionField(_("Chia theo"), Face.SET),
    "as": OptionField(_("Trình bày"), Face.SET),
    "unless_missing": OptionField(_("Bỏ câu khi chưa có số liệu"), Face.FLAG),
    "own": OptionField(_("Chỉ văn bản của cơ quan báo cáo"), Face.FLAG),
    "again": OptionField(_("Nêu lại văn bản đã nêu"), Face.FLAG),
    "bodies": OptionField(_("Kèm tên cơ quan"), Face.FLAG),
    "aims": OptionField(_("Kèm nội dung chương trình"), Face.FLAG, is_default=True),
    "outcomes": OptionField(_("Kèm thông báo kết luận"), Face.FLAG, is_default=True),
    "bases": OptionField(_("Kèm căn cứ"), Face.FLAG, is_default=True),
    "causes": OptionField(_("Kèm nguyên nhân"), Face.FLAG, is_default=True),
    "proposals": OptionField(_("Kèm kiến nghị"), Face.FLAG, is_default=True),
}
# Options that mean something else in one kind.
_OF_KIND: Mapping[tuple[str, str], OptionField] = {
    ("budget", "of"): OptionField(_("Chi cho việc gì"), hint=_("Viết tiếp sau “chi cho”.")),
}
# What figures of bodies are named by where they are gathered, and where they are compared.
_NAMED_BY = {"gathered_table": "key"}
# The name of a place to write is made, not typed: people's words are kept under it.
_MADE = frozenset({"name"})
_ORDER = {name: at for at, name in enumerate(FIELDS)}


def options_of(kind: str) -> tuple[str, ...]:
    """The options of a kind that are asked for, in one order everywhere."""
    known = KINDS.get(kind)
    names = (known.needed | known.known) - _MADE if known else frozenset()
    return tuple(sorted(names, key=lambda name: (_ORDER.get(name, len(_ORDER)), name)))


def field_of(name: str, kind: str = "") -> OptionField:
    """How an option is asked for; one without words of its own under its name."""
    return _OF_KIND.get((kind, name)) or FIELDS.get(name, OptionField(name))


def label_of(name: str) -> str:
    """What an option is called."""
    return str(field_of(name).label)


def is_needed(kind: str, name: str) -> bool:
    """Whether a kind cannot be written without an option."""
    known = KINDS.get(kind)
    return known is not None and name in known.needed


def shown(name: str, value: Any) -> str | bool:
    """A value as its field shows it."""
    field = field_of(name)
    if field.face is Face.FLAG:
        return field.is_default if value is None else bool(value)
    if value is None:
        return ""
    if isinstance(value, list):
        return "\n".join(_line(each) for each in value)
    return _line(value)


def typed(name: str, given: str | None, kind: str = "") -> Any:
    """The value that was typed; None where nothing was said that is not the default."""
    field = field_of(name)
    if field.face is Face.FLAG:
        is_set = given is not None
        return None if is_set == field.is_default else is_set
    words = (given or "").strip()
    if not words:
        return None
    if field.face is Face.LINES:
        by = _NAMED_BY.get(kind, "value")
        return [_read(line.strip(), by) for line in words.splitlines() if line.strip()]
    return _read(words) if words.startswith(("{", "[")) and field.face is Face.WORDS else words


def _line(value: Any) -> str:
    if isinstance(value, dict) and set(value) in ({"value", "name"}, {"key", "name"}):
        return f"{value.get('value', value.get('key'))}{ARROW}{value['name']}"
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _read(line: str, by: str = "value") -> Any:
    """A line as a value: named, plain data, or words."""
    if ARROW in line:
        value, _arrow, name = line.partition(ARROW)
        return {by: value.strip(), "name": name.strip()}
    if line.startswith('{"'):
        try:
            return json.loads(line)
        except ValueError:
            return line
    return line
