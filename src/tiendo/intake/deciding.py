"""Who decides or issues a product, where the words say so. Pure."""

from __future__ import annotations

import re

_BODY = (
    r"((?:Ban Thường vụ |Chủ tịch |Thường trực )?"
    r"(?:UBND|HĐND|[ỦU][ỷy] ban nhân dân|Uỷ ban nhân dân|Hội đồng nhân dân)"
    r"(?: (?:tỉnh|thành phố|cấp xã|xã|phường))?"
    r"|(?:Ban Thường vụ )?(?:Tỉnh ủy|Thành ủy)|Thủ tướng Chính phủ|Chính phủ"
    r"|(?:Sở|Bộ|Công an|Ban) [^;.()]{3,80}?(?=$|[;.()]| ban hành| phê duyệt| công bố))"
)
# A product names who issues it; a title only whom the work is submitted to.
_ISSUED_BY = re.compile(rf"(?:của|do|trình) {_BODY}")
_SUBMITTED_TO = re.compile(rf"(?:T|t)rình {_BODY}")


def deciding_body(product: str, title: str) -> str:
    """Who decides or issues the product, where the words say so ("Kế hoạch của UBND tỉnh")."""
    found = _ISSUED_BY.search(product) or _SUBMITTED_TO.search(title)
    return found.group(1).strip()[:200] if found else ""
