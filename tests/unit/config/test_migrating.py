"""Migrations in groups lead to what they lead to one operation at a time."""

from __future__ import annotations

import pytest
from django.db import models
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.operations import (
    AddField,
    AddIndex,
    AlterField,
    CreateModel,
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
