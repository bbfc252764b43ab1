"""Who may reach the pages of urls/documents.py."""

from tests.integration.permission_rows import Row

ROWS: dict[str, Row] = {}
