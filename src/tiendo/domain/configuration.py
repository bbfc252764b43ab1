"""Configuration files that people write: YAML as plain data, with the line of every field."""

from __future__ import annotations

import re
from collections.abc import Hashable, Iterator, Mapping
from dataclasses import dataclass
from gettext import gettext as _
from typing import Any, ClassVar

import yaml

from tiendo.domain.refusals import Refusal

MOST_CHARACTERS = 200_000
MOST_DEPTH = 24
_LAST_STEP = re.compile(r"(?:\.[^.\[\]]*|\[\d+\])$")


class UnreadableConfiguration(Refusal):
    """A text that is no configuration; ``line`` among the params where it is known."""

    words: ClassVar[Mapping[str, object]] = {
        "config_not_yaml": _(
            "Dòng %(line)s không đọc được theo YAML. Xem lại thụt đầu dòng, dấu hai chấm và dấu "
            "nháy."
        ),
        "config_too_long": _("Tệp dài quá %(most)s ký tự nên không phải tệp cấu hình."),
        "config_too_deep": _("Dòng %(line)s lồng quá %(most)s bậc. Viết lại nông hơn."),
        "config_alias": _("Dòng %(line)s dùng bí danh (& hoặc *) nên không nhận. Viết rõ giá trị."),
        "config_twice": _("Dòng %(line)s: trường “%(field)s” có hai lần. Giữ một."),
        "config_not_fields": _("Tệp không có trường nào. Bắt đầu từ tệp tải về hoặc mẫu có sẵn."),
    }


@dataclass(frozen=True, slots=True)
class Configuration:
    """The data of a file, and the line (from 1) where each path of it stands.

    A path is written as rules write it: ``levels[0].due.day``. Days stay words.
    """

    data: Mapping[str, Any]
    lines: Mapping[str, int]

    def line_of(self, path: str) -> int:
        """The line of a path, or of the nearest place above it that there is."""
        while path:
            if path in self.lines:
                return self.lines[path]
            shorter = _LAST_STEP.sub("", path)
            path = shorter if shorter != path else ""
        return 1


def read_configuration(text: str) -> Configuration:
    """The data of a YAML text. Errors: UnreadableConfiguration."""
    if len(text) > MOST_CHARACTERS:
        raise UnreadableConfiguration("config_too_long", most=MOST_CHARACTERS)
    try:
        _refuse_tricks(text)
        root = yaml.compose(text, Loader=_Loader)
        if not isinstance(root, yaml.MappingNode):
            raise UnreadableConfiguration("config_not_fields")
        lines = dict(_lines(root, ""))
        data: dict[str, Any] = yaml.load(text, Loader=_Loader)  # noqa: S506 - a safe loader
    except (yaml.YAMLError, ValueError) as error:
        raise UnreadableConfiguration("config_not_yaml", line=_line_of(error)) from error
    return Configuration(data, lines)


def write_configuration(data: Mapping[str, Any]) -> str:
    """The data as YAML that people read: fields in their order, words unescaped."""
    return yaml.dump(
        data, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=96, default_flow_style=None
    )


class _Loader(yaml.SafeLoader):
    """A safe loader that leaves days as words."""


_Loader.yaml_implicit_resolvers = {
    first: [pair for pair in pairs if pair[0] != "tag:yaml.org,2002:timestamp"]
    for first, pairs in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


class _Dumper(yaml.SafeDumper):
    """A safe dumper that repeats what stands twice instead of naming it, and writes long words
    over several lines."""

    def ignore_aliases(self, data: object) -> bool:
        """Nothing is named, as files with names are refused."""
        return True


def _refuse_tricks(text: str) -> None:
    """Refuse names for repeated values, which grow without end, and depths nobody writes."""
    depth = 0
    for event in yaml.parse(text, Loader=_Loader):
        line = event.start_mark.line + 1 if event.start_mark else 1
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            raise UnreadableConfiguration("config_alias", line=line)
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
        if depth > MOST_DEPTH:
            raise UnreadableConfiguration("config_too_deep", line=line, most=MOST_DEPTH)


def _lines(node: yaml.Node, path: str) -> Iterator[tuple[str, int]]:
    if isinstance(node, yaml.MappingNode):
        yield from _lines_of_fields(node, path)
    elif isinstance(node, yaml.SequenceNode):
        for at, item in enumerate(node.value):
            place = f"{path}[{at}]"
            yield place, item.start_mark.line + 1
            yield from _lines(item, place)


def _lines_of_fields(node: yaml.MappingNode, path: str) -> Iterator[tuple[str, int]]:
    seen: set[Hashable] = set()
    for name, value in node.value:
        line, field = name.start_mark.line + 1, str(name.value)
        if field in seen:
            raise UnreadableConfiguration("config_twice", line=line, field=field)
        seen.add(field)
        place = f"{path}.{field}" if path else field
        yield place, line
        yield from _lines(value, place)


def _line_of(error: Exception) -> int:
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    return 1 if mark is None else int(mark.line) + 1
