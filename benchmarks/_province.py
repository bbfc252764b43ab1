"""The province at full size that pages are measured in, and who looks at them."""

import datetime as dt
import os
import secrets
import time

SEED = 57
MONTHS_DAYS = 480
# role → account, the body whose tasks it sees (empty: all)
ROLES = {
    "officer": ("chuyenvien", "so-noi-vu"),
    "unit_head": ("thutruong", "so-noi-vu"),
    "coordinator": ("dieuphoi", ""),
}


def fill() -> None:
    """The generator's whole province with months of work, unless an earlier run left it."""
    from tiendo.accounts.models import User
    from tiendo.audit.models import AuditEvent
    from tiendo.demo.generator import PROVINCE, fill_in_bulk, lay_ground
    from tiendo.domain import clock
    from tiendo.tasks.models import ProgressUpdate, Task

    if Task.objects.count() < PROVINCE.tasks:
        start = time.perf_counter()
        begins_on = clock.today() - dt.timedelta(days=MONTHS_DAYS)
        ground = lay_ground(size=PROVINCE, password=secrets.token_urlsafe(), begins_on=begins_on)
        steps = fill_in_bulk(ground, size=PROVINCE, seed=SEED)
        tidy()
        print(f"{steps} steps written in {time.perf_counter() - start:.0f} s")
    print(
        f"{Task.objects.count()} tasks, {PROVINCE.bodies} bodies, {User.objects.count()} accounts, "
        f"{ProgressUpdate.objects.count()} updates, {AuditEvent.objects.count()} events"
    )


def tidy() -> None:
    """What autovacuum does between one day and the next: tables written at once are full of holes.

    Only the owner of the tables may ask for it.
    """
    import psycopg

    with psycopg.connect(os.environ["MIGRATION_DATABASE_URL"], autocommit=True) as owner:
        owner.execute("VACUUM (FULL, ANALYZE)")
        # Written anew, no page is known to be seen by all; autovacuum itself marks them.
        owner.execute("VACUUM")
