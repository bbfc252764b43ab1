"""Who may reach "/"."""

from tests.integration.permission_rows import WITH_POST, Row

ROWS: dict[str, Row] = {"home": Row(WITH_POST, status=(302,))}
