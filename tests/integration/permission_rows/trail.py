"""Who may reach the pages of urls/trail.py."""

from tests.integration.permission_rows import ADMINISTRATORS, INSPECTORS, Row

ROWS: dict[str, Row] = {
    "trail": Row(INSPECTORS),
    # of an account: those who manage accounts and those who see the whole trail
    "trail-of": Row(ADMINISTRATORS | INSPECTORS, lambda world: ("tai-khoan", world.snv_officer.pk)),
}
