"""A version of a regime written as the file that lays it down again."""

from __future__ import annotations

from typing import Any

from tiendo.domain.configuration import write_configuration
from tiendo.regimes.models import RegimeLevel, RegimeVersion
from tiendo.reporting.models import OutlineVersion

_HEAD = (
    "# Chế độ báo cáo, xuất từ Tiến Độ. Sửa rồi tải lên ở trang Chế độ báo cáo, Tệp cấu hình.\n"
    "# Tải lên lại một mã đã có thì thành bản mới, áp dụng từ ngày ghi ở “since”.\n"
)


def write_regime_file(version: RegimeVersion) -> str:
    """The file of a version: with its outlines whole, each once. Cost: two queries."""
    regime = version.regime
    told: set[int] = set()
    data: dict[str, Any] = {
        "code": regime.code,
        "title": regime.title,
        "kind": str(regime.kind),
        "since": version.effective.lower.isoformat(),
        "legal_basis": version.legal_basis,
    }
    if version.basis_document is not None:
        data["basis_document"] = version.basis_document.number_raw
    data["verified"] = version.is_verified
    data |= _said(report_title=version.report_title, guidance=version.guidance)
    data["rule"] = version.rule
    if version.outline is not None:
        data["outline"] = _outline(version.outline, told)
    related = ("group", "body", "addressee", "outline__outline")
    data["levels"] = [_level(row, told) for row in version.levels.select_related(*related)]
    return _HEAD + write_configuration(data)


def _level(level: RegimeLevel, told: set[int]) -> dict[str, Any]:
    data: dict[str, Any] = {"order": level.order}
    if level.group is not None:
        data["group"] = level.group.slug
    if level.body is not None:
        data["body"] = level.body.slug
    if level.addressee is not None:
        data["addressee"] = level.addressee.slug
    data |= _said(addressee_text=level.addressee_text, method=level.method)
    data["due"] = level.due
    if level.outline is not None:
        data["outline"] = _outline(level.outline, told)
    return data


def _outline(version: OutlineVersion, told: set[int]) -> object:
    """The outline whole; by its code where it stands in the file already."""
    if version.pk in told:
        return version.outline.code
    told.add(version.pk)
    return {
        "code": version.outline.code,
        "title": version.outline.title,
        "source": version.source,
        "verified": version.is_verified,
        "content": version.content,
    }


def _said(**fields: str) -> dict[str, str]:
    return {name: words for name, words in fields.items() if words}
