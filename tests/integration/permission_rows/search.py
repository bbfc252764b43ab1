"""Who may reach the pages of urls/search.py: everybody; what is found is what one may see."""

from __future__ import annotations

from tests.integration.permission_rows import SIGNED_IN, Row

ROWS: dict[str, Row] = {
    "search": Row(SIGNED_IN, data={"q": "kế hoạch"}),
    "search-suggestions": Row(SIGNED_IN, data={"q": "ke ho"}),
}
