"""Who may reach the pages of urls/intake.py."""

from tests.integration.permission_rows import Row

ROWS: dict[str, Row] = {}
