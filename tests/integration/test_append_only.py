"""What was written once stays: the application's role can alter, remove or reorder none of it.

``tests/unit/audit/test_chain.py`` shows that verification finds what those with more rights do.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.conf import settings
from django.db import DatabaseError, connection, transaction

from tests.factories import make_world
from tests.task_factories import bring_to, make_programme, make_task
from tiendo.audit.models import AuditEvent, SealBatch, SealedEvent
from tiendo.audit.sealer import seal_pending
from tiendo.audit.verify import verify_trail
from tiendo.domain.lifecycle import State
from tiendo.tasks.models import LifecycleEvent

TABLES = settings.APPEND_ONLY_TABLES
ROLE = "tiendo_app"
REFUSED = "permission denied|must be owner"
# One statement for each way to alter, remove or reorder rows.
WAYS = {
    "alter": "UPDATE {table} SET {column} = {column}",
    "renumber": "UPDATE {table} SET id = id + 1000000",
    "remove": "DELETE FROM {table}",
    "empty": "TRUNCATE {table} CASCADE",
    "overwrite": (
        "INSERT INTO {table} SELECT * FROM {table} LIMIT 1"
        " ON CONFLICT (id) DO UPDATE SET {column} = excluded.{column}"
    ),
    "lock out": "LOCK TABLE {table} IN ACCESS EXCLUSIVE MODE",
    "unguard": "ALTER TABLE {table} DISABLE TRIGGER ALL",
    "replace": "ALTER TABLE {table} RENAME TO was_{table}",
    "drop": "DROP TABLE {table} CASCADE",
}


@contextmanager
def as_the_application() -> Iterator[None]:
    """Within the block the database grants only what the application's role may do."""
    with connection.cursor() as cursor:
        cursor.execute(f"SET ROLE {ROLE}")
        try:
            yield
        finally:
            cursor.execute("RESET ROLE")


def ask(statement: str, *params: object) -> list[tuple[object, ...]]:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, params)
        return list(cursor.fetchall()) if cursor.description else []


def _column(table: str) -> str:
    """A column of the table beside its id."""
    found = ask(
        "SELECT quote_ident(attname) FROM pg_attribute WHERE attrelid = %s::regclass AND attnum > 0"
        " AND NOT attisdropped AND attname <> 'id' ORDER BY attnum LIMIT 1",
        table,
    )
    return str(found[0][0])


@pytest.mark.django_db
@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("table", TABLES)
def test_the_role_is_refused_every_way(table: str, way: str) -> None:
    statement = WAYS[way].format(table=table, column=_column(table))
    with (
        as_the_application(),
        pytest.raises(DatabaseError, match="permission denied|must be owner"),
    ):
        ask(statement)


@pytest.mark.django_db
@pytest.mark.parametrize("table", TABLES)
def test_the_table_refuses_changes_even_from_its_owner(table: str) -> None:
    """Each has a row trigger before UPDATE (16) and before DELETE (8), and it is switched on."""
    types = ask(
        "SELECT tgtype FROM pg_trigger WHERE tgrelid = %s::regclass AND NOT tgisinternal"
        " AND tgenabled = 'O'",
        table,
    )
    before_rows = [int(str(row[0])) for row in types if int(str(row[0])) & 3 == 3]
    assert any(kind & 16 for kind in before_rows), "UPDATE"
    assert any(kind & 8 for kind in before_rows), "DELETE"


@pytest.fixture
def sealed(settings, tmp_path) -> None:  # type: ignore[no-untyped-def]
    """A task's life up to its confirmation, in sealed batches."""
    settings.DATA_DIR = tmp_path
    world = make_world()
    task = make_task(world, make_programme(world))
    seal_pending()
    bring_to(world, task, State.CONFIRMED)
    seal_pending()


def _kept() -> tuple[list[tuple[object, ...]], ...]:
    """Everything written once, as it stands."""
    models = (AuditEvent, SealBatch, SealedEvent, LifecycleEvent)
    return tuple(list(model._default_manager.order_by("pk").values_list()) for model in models)


SWAP = (
    "UPDATE audit_auditevent AS one SET id = -two.id FROM audit_auditevent AS two"
    " WHERE one.id <> two.id"
)
ATTACKS = [
    "UPDATE audit_auditevent SET reason = 'khác', canonical = canonical",
    "DELETE FROM audit_auditevent WHERE id = (SELECT max(id) FROM audit_auditevent)",
    SWAP,
    "UPDATE audit_auditevent SET transaction = transaction - 1",
    "UPDATE audit_sealedevent SET position = position + 1",
    "DELETE FROM audit_sealedevent",
    "UPDATE audit_sealbatch SET root = previous_root",
    "DELETE FROM audit_sealbatch WHERE number = (SELECT max(number) FROM audit_sealbatch)",
    "UPDATE tasks_lifecycleevent SET day = day - 30, done_on = NULL",
    "DELETE FROM tasks_lifecycleevent WHERE action = 'claim'",
    "WITH gone AS (DELETE FROM audit_auditevent RETURNING 1) SELECT count(*) FROM gone",
    "MERGE INTO audit_auditevent AS e USING (SELECT 1) AS s ON true WHEN MATCHED THEN DELETE",
]


@pytest.mark.django_db(transaction=True)
def test_a_sealed_life_outlasts_every_attack_of_the_role(sealed: None) -> None:
    before = _kept()
    assert verify_trail().is_intact
    with as_the_application():
        for attack in ATTACKS:
            with pytest.raises(DatabaseError, match="permission denied"):
                ask(attack)
    assert _kept() == before
    report = verify_trail()
    assert report.is_intact
    assert report.batches == 2


@pytest.mark.django_db(transaction=True)
def test_an_event_the_role_slips_in_behind_the_seal_is_found(sealed: None) -> None:
    """The role may add; what it dates back into the sealed part stands out."""
    forged = AuditEvent.objects.order_by("pk")[0]
    columns = "occurred_at, action, object_type, object_id, reason, request_id, canonical"
    with as_the_application():
        ask(
            f"INSERT INTO audit_auditevent ({columns}, transaction) SELECT {columns}, transaction"  # noqa: S608
            " FROM audit_auditevent WHERE id = %s",
            forged.pk,
        )
    codes = {problem.code for problem in verify_trail().problems}
    assert "event_inserted" in codes


@pytest.mark.django_db(transaction=True)
def test_a_batch_the_role_makes_up_is_found(sealed: None) -> None:
    """Made-up seals do not follow from the events."""
    with as_the_application():
        ask(
            "INSERT INTO audit_sealbatch (number, sealed_at, event_count, last_transaction,"
            " previous_root, root) SELECT number + 1, sealed_at, 1, last_transaction, root,"
            " repeat('0', 64) FROM audit_sealbatch ORDER BY number DESC LIMIT 1"
        )
    codes = {problem.code for problem in verify_trail().problems}
    assert {"count_differs", "root_differs"} <= codes
