"""Who may reach the pages of urls/dashboard.py."""

from tests.integration.permission_rows import Row

ROWS: dict[str, Row] = {}
