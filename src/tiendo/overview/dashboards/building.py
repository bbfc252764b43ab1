"""A dashboard as one person sees it: each block built, or what it lacks said in its place."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from django.utils.translation import gettext as _

from tiendo.composer.sheets import Sheet
from tiendo.overview.dashboards.contents import BlockBroken, BuiltBlock, Content
from tiendo.overview.dashboards.filtering import followed, followed_by, with_conditions
from tiendo.overview.dashboards.kinds import KINDS, BlockKind
from tiendo.overview.dashboards.looking import Look
from tiendo.overview.filters import task_filter
from tiendo.overview.models import DashboardBlock, SavedFilter


def build_blocks(look: Look, blocks: Iterable[DashboardBlock]) -> list[BuiltBlock]:
    """Each block in its order. One that cannot be built says why; the others stand.

    Cost: blocks of the same filter share its queries; see each kind.
    """
    rows = list(blocks)
    filters = followed(look, rows)
    return [_built(look, block, filters) for block in rows]


def sheets_of(built: Iterable[BuiltBlock]) -> list[Sheet]:
    """What files hold: the sheet of each block under the title of the block."""
    return [
        replace(each.content.sheet, title=each.title) for each in built if each.content is not None
    ]


def _built(look: Look, block: DashboardBlock, filters: Mapping[int, SavedFilter]) -> BuiltBlock:
    kind = KINDS.get(block.kind)
    if kind is None:
        words = _("Loại khối này không còn được hỗ trợ. Xóa khối, hoặc thêm khối khác.")
        return BuiltBlock(block, block.title or _("Khối"), "", problem=words)
    title = block.title or kind.name(block.config)
    try:
        content = _content(look, kind, with_conditions(block.config, filters))
    except BlockBroken as broken:
        return BuiltBlock(block, title, kind.face, problem=str(broken))
    saved = filters.get(followed_by(block.config) or 0)
    return BuiltBlock(block, title, kind.face, content, filter_name=saved.name if saved else "")


def _content(look: Look, kind: BlockKind, config: Mapping[str, Any]) -> Content:
    """What the block holds. Errors: BlockBroken."""
    if not _is_readable(config):
        raise BlockBroken(_("Khối có điều kiện không đọc được. Sửa khối rồi lưu lại."))
    if labels := look.gone(config.get("values", {})):
        raise BlockBroken(
            _("Bộ lọc của khối nêu điều không còn, hoặc không được xem: %(labels)s. Sửa khối.")
            % {"labels": ", ".join(labels)}
        )
    return kind.build(look, config)


def _is_readable(config: Mapping[str, Any]) -> bool:
    """Whether a stored config is such as the form of a block writes it."""
    values = config.get("values", {})
    numbers = (config.get(name, 1) for name in ("rows", "days"))
    if not isinstance(values, dict) or not all(isinstance(each, int) for each in numbers):
        return False
    try:
        task_filter(values)
    except (ValueError, TypeError):
        return False
    return isinstance(config.get("counts", []), list)
