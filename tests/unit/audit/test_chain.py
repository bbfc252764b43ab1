"""The seal over the trail, and what verification finds after someone with full rights tampers."""
# ruff: noqa: S608 - the statements that tamper are built of constants of this file

import datetime as dt
import threading
from contextlib import contextmanager

import pytest
from django.db import DatabaseError, connection, connections, transaction

from tests.factories import make_body
from tiendo.audit.chain import read_exported, seal_file
from tiendo.audit.messages import message
from tiendo.audit.models import AuditEvent, SealBatch, SealedEvent
from tiendo.audit.sealer import full_number, run_sealer, seal_pending
from tiendo.audit.trail import SYSTEM, record
from tiendo.audit.verify import verify_trail
from tiendo.domain import clock

pytestmark = pytest.mark.django_db(transaction=True)
TABLES = ["audit_auditevent", "audit_sealbatch", "audit_sealedevent"]
OLDEST = "(SELECT min(id) FROM audit_auditevent)"
NEWEST = "(SELECT max(id) FROM audit_auditevent)"
FIRST_BATCH = "(SELECT id FROM audit_sealbatch WHERE number = 1)"
SECOND_BATCH = "(SELECT id FROM audit_sealbatch WHERE number = 2)"


@pytest.fixture(autouse=True)
def data_folder(settings, tmp_path):
    settings.DATA_DIR = tmp_path


def act(name="Sở Thử nghiệm", reason=""):
    body = make_body(name)
    with transaction.atomic():
        record(
            by=SYSTEM, action="organisation.added", target=body, after={"name": name}, reason=reason
        )


@pytest.fixture
def sealed():
    """Two sealed batches of two events each."""
    for batch in ("một", "hai"):
        act(f"Sở {batch} A")
        act(f"Sở {batch} B")
        seal_pending()


@contextmanager
def full_rights():
    """As somebody who may switch the triggers off."""
    with connection.cursor() as cursor:
        for table in TABLES:
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        yield cursor
        for table in TABLES:
            cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")


def found():
    report = verify_trail()
    assert all(message(problem) for problem in report.problems)
    return {problem.code for problem in report.problems}


def test_an_untouched_trail_is_intact(sealed):
    report = verify_trail()
    assert report.is_intact
    assert (report.events, report.batches, report.pending) == (4, 2, 0)


def test_an_empty_trail_is_intact():
    assert verify_trail().is_intact
    assert seal_pending() == 0


def test_each_event_is_sealed_once(sealed):
    assert seal_pending() == 0
    assert SealedEvent.objects.count() == AuditEvent.objects.count()


def test_events_of_a_transaction_under_way_wait_for_it():
    other = connections.create_connection("default")
    try:
        with other.cursor() as cursor:
            cursor.execute("BEGIN")
            cursor.execute("SELECT pg_current_xact_id()")
            act("Sở Sau")
            assert seal_pending() == 0
            cursor.execute("COMMIT")
        assert seal_pending() == 1
    finally:
        other.close()


def test_a_transaction_of_another_database_holds_nothing_back():
    """Seen where two databases of one server were under test at once."""
    elsewhere = connections.create_connection("default")
    elsewhere.settings_dict = {**elsewhere.settings_dict, "NAME": "postgres"}
    try:
        with elsewhere.cursor() as cursor:
            cursor.execute("BEGIN")
            cursor.execute("SELECT pg_current_xact_id()")
            act("Sở Bên cạnh")
            assert seal_pending() == 1
            cursor.execute("ROLLBACK")
    finally:
        elsewhere.close()


@pytest.mark.parametrize(
    ("short", "following", "full"),
    [(7, 10, 7), (12, 10, 12), (2**32 - 1, 2**32 + 5, 2**32 - 1), (3, 2**32 + 5, 2**32 + 3)],
)
def test_short_numbers_of_transactions_are_made_whole(short, following, full):
    assert full_number(short, following) == full


def test_an_event_needs_the_transaction_of_its_action():
    body = make_body("Sở Thử nghiệm")
    with pytest.raises(RuntimeError):
        record(by=SYSTEM, action="organisation.added", target=body)


def test_roots_are_exported_once_each(sealed):
    assert [line.number for line in read_exported()] == [1, 2]
    assert [line.root for line in read_exported()] == list(
        SealBatch.objects.order_by("number").values_list("root", flat=True)
    )


def test_a_changed_field_is_found(sealed):
    with full_rights() as cursor:
        cursor.execute("UPDATE audit_auditevent SET reason = 'khác' WHERE id = " + OLDEST)
    assert found() == {"fields_differ"}


def test_a_changed_moment_is_found(sealed):
    with full_rights() as cursor:
        cursor.execute("UPDATE audit_auditevent SET occurred_at = occurred_at - interval '1 day'")
    assert found() == {"fields_differ"}


def test_changed_canonical_bytes_are_found(sealed):
    with full_rights() as cursor:
        cursor.execute("UPDATE audit_auditevent SET canonical = '{}' WHERE id = " + OLDEST)
    assert found() == {"event_changed", "fields_differ"}


def test_a_deleted_event_is_found(sealed):
    with full_rights() as cursor:
        cursor.execute("DELETE FROM audit_auditevent WHERE id = " + OLDEST)
    assert found() == {"event_deleted"}


def test_an_event_deleted_with_its_seal_is_found(sealed):
    with full_rights() as cursor:
        cursor.execute(
            "DELETE FROM audit_auditevent WHERE id = (SELECT max(id) FROM audit_auditevent)"
        )
        cursor.execute(
            "DELETE FROM audit_sealedevent WHERE id = (SELECT max(id) FROM audit_sealedevent)"
        )
    assert found() == {"count_differs", "root_differs"}


def test_an_event_inserted_into_the_sealed_part_is_found(sealed):
    act("Sở Chen vào")
    with full_rights() as cursor:
        cursor.execute(
            "UPDATE audit_auditevent"
            " SET transaction = (SELECT min(transaction) FROM audit_auditevent)"
            " WHERE id = (SELECT max(id) FROM audit_auditevent)"
        )
    assert found() == {"event_inserted"}
    seal_pending()
    assert "event_inserted" in found()


def test_events_that_changed_places_are_found(sealed):
    with full_rights() as cursor:
        cursor.execute("UPDATE audit_sealedevent SET position = position + 10")
        cursor.execute("UPDATE audit_sealedevent SET position = 11 - position")
    assert {"order_changed", "root_differs"} <= found()


def test_transactions_that_changed_places_are_found(sealed):
    with full_rights() as cursor:
        cursor.execute("UPDATE audit_auditevent SET transaction = -transaction")
    assert found() == {"order_changed"}


def test_a_wrong_root_is_found(sealed):
    with full_rights() as cursor:
        cursor.execute("UPDATE audit_sealbatch SET root = repeat('a', 64) WHERE number = 1")
    assert found() == {"root_differs", "chain_broken", "export_differs"}


def test_a_batch_taken_out_is_found(sealed):
    with full_rights() as cursor:
        cursor.execute("DELETE FROM audit_sealedevent WHERE batch_id = " + FIRST_BATCH)
        cursor.execute("DELETE FROM audit_sealbatch WHERE number = 1")
    assert {"batch_gap", "chain_broken", "batch_missing"} <= found()


def test_the_end_of_the_chain_taken_off_is_found_by_the_exported_roots(sealed):
    with full_rights() as cursor:
        cursor.execute(
            "DELETE FROM audit_auditevent WHERE id IN"
            f" (SELECT event_id FROM audit_sealedevent WHERE batch_id = {SECOND_BATCH})"
        )
        cursor.execute("DELETE FROM audit_sealedevent WHERE batch_id = " + SECOND_BATCH)
        cursor.execute("DELETE FROM audit_sealbatch WHERE number = 2")
    assert found() == {"batch_missing"}


def test_a_trail_forged_and_sealed_anew_is_found_by_the_exported_roots(sealed):
    with full_rights() as cursor:
        cursor.execute("DELETE FROM audit_auditevent WHERE id = " + OLDEST)
        cursor.execute("DELETE FROM audit_sealedevent")
        cursor.execute("DELETE FROM audit_sealbatch")
    kept = seal_file().read_text()
    seal_pending()
    assert seal_file().read_text() == kept
    assert {"export_differs", "batch_missing"} == found()


def test_a_damaged_export_is_found(sealed):
    seal_file().write_text("không phải mã\n", encoding="utf-8")
    assert found() == {"export_unreadable"}


def test_a_database_restored_into_a_younger_server_goes_on(sealed):
    """A new server counts transactions from low numbers; nothing of that is a forgery."""
    with full_rights() as cursor:
        cursor.execute("UPDATE audit_auditevent SET transaction = transaction + 1000000000")
        cursor.execute(
            "UPDATE audit_sealbatch SET last_transaction = last_transaction + 1000000000"
        )
    act("Sở Sau khi khôi phục")
    assert found() == set()
    assert seal_pending() == 1
    act("Sở Tiếp theo")
    assert seal_pending() == 1
    assert found() == set()


@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize("change", ["UPDATE {} SET id = id", "DELETE FROM {}"])
def test_the_database_refuses_changes_even_from_its_owner(sealed, table, change):
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        connection.cursor().execute(change.format(table))


@pytest.mark.parametrize("table", TABLES)
def test_the_application_role_may_only_read_and_add(sealed, application_role, table):
    for change in ("UPDATE {} SET id = id", "DELETE FROM {}", "TRUNCATE {} CASCADE"):
        with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
            connection.cursor().execute(change.format(table))
    connection.cursor().execute(f"TABLE {table}")
    with transaction.atomic():
        record(by=SYSTEM, action="organisation.added", target=make_body("Sở Mới"))


def test_the_sealer_runs_until_it_is_told_to_stop():
    act()
    stop = threading.Event()
    thread = threading.Thread(target=run_sealer, args=(stop, 0.01))
    thread.start()
    for _attempt in range(500):
        if SealBatch.objects.exists():
            break
        stop.wait(0.01)
    stop.set()
    thread.join(10)
    assert not thread.is_alive()
    assert SealedEvent.objects.count() == 1


def test_the_moment_of_an_event_is_that_of_the_clock():
    moment = dt.datetime(2025, 8, 1, 3, 0, tzinfo=dt.UTC)
    with clock.at(moment):
        act()
    assert AuditEvent.objects.get().occurred_at == moment
