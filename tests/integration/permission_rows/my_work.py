"""Who may reach the pages of urls/my_work.py."""

from tests.integration.permission_rows import Row

ROWS: dict[str, Row] = {}
