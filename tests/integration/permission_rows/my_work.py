"""Who may reach the pages of urls/my_work.py: everybody who holds a post."""

from tests.integration.permission_rows import WITH_POST, Row

ROWS: dict[str, Row] = {"my-work": Row(WITH_POST)}
