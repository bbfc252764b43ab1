"""Migrations in groups lead to what they lead to one operation at a time."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from django.db import connection, models
from django.db.migrations import Migration
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.operations import (
    AddField,
    AddIndex,
    AlterField,
    CreateModel,
    RenameField,
    RunSQL,
)
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState
from django.db.migrations.writer import MigrationWriter

from tiendo.config.migrating import GroupedMigration, grouped

TASK = CreateModel("Task", [("id", models.BigAutoField(primary_key=True))])
BODY = CreateModel("Body", [("id", models.BigAutoField(primary_key=True))])
CODE = AddField("Task", "code", models.CharField(max_length=9, default=""))
LONGER = AlterField("Task", "code", models.CharField(max_length=99, default=""))
TITLE = AddField("Task", "title", models.TextField(default=""))
BY_CODE = AddIndex("Task", models.Index(fields=["code"], name="by_code"))
SQL = RunSQL("SELECT 1")
LEAD = AddField("Task", "lead", models.ForeignKey("plan.Body", models.PROTECT, null=True))
# What is unique is referred to: its new type reaches the model that refers to it.
SYMBOL = AddField("Body", "symbol", models.CharField(max_length=9, unique=True))
BY_SYMBOL = AddField(
    "Task", "by", models.ForeignKey("plan.Body", models.CASCADE, to_field="symbol")
)
LONGER_SYMBOL = AlterField("Body", "symbol", models.CharField(max_length=99, unique=True))
RENAMED = RenameField("Task", "title", "name")


@pytest.mark.parametrize(
    ("operations", "groups"),
    [
        ([TASK, BODY, CODE, TITLE, BY_CODE], [[TASK, BODY], [CODE, TITLE, BY_CODE]]),
        ([CODE, LONGER, TITLE], [[CODE], [LONGER, TITLE]]),
        ([CODE, SQL, SQL, TITLE], [[CODE], [SQL], [SQL], [TITLE]]),
        ([], []),
    ],
)
def test_operations_stand_together_where_none_needs_what_another_made(
    operations: list[Operation], groups: list[list[Operation]]
) -> None:
    assert list(grouped(operations)) == groups


def test_every_migration_grouped_leaves_the_same_models() -> None:
    loader = MigrationLoader(None)
    one, other = ProjectState(), ProjectState()
    for key in loader.graph._generate_plan(loader.graph.leaf_nodes(), at_end=True):
        migration = loader.graph.nodes[key]
        migration.mutate_state(one, preserve=False)
        GroupedMigration(migration).mutate_state(other, preserve=False)
    assert described(one) == described(other)


@pytest.mark.django_db
def test_what_reaches_the_database_is_the_same() -> None:
    operations = [
        *(TASK, BODY, LEAD, SYMBOL, SQL, CODE, BY_SYMBOL, SQL, TITLE, LONGER_SYMBOL, BY_CODE),
        *(RENAMED, LONGER),
    ]
    migrations = [Migration(f"{number:04}", "plan") for number, _ in enumerate(operations)]
    for migration, operation in zip(migrations, operations, strict=True):
        migration.operations = [operation]
    assert statements([GroupedMigration(m) for m in migrations]) == statements(migrations)


def statements(migrations: Sequence[Migration]) -> list[str]:
    """What migrations send one after another."""
    state = ProjectState()
    _ = state.apps
    sent: list[str] = []
    for migration in migrations:
        with connection.schema_editor(collect_sql=True) as editor:
            state = migration.apply(state, editor, collect_sql=True)
        sent += [line for line in editor.collected_sql if not line.startswith("--")]
    return sent


def described(state: ProjectState) -> dict[tuple[str, str], object]:
    """What a state says of each model; fields as they are written in a migration."""
    return {
        key: (
            [(name, MigrationWriter.serialize(field)) for name, field in model.fields.items()],
            model.options,
            model.bases,
        )
        for key, model in state.models.items()
    }
