"""Migrations run in groups: Django makes all models anew after each operation, most of the time.

Operations that do not depend on each other's models share the models before and after them, and
what only adds to a model leaves those that refer to it as they were. What reaches the database is
the same, statement by statement.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from django.contrib.postgres.operations import CreateExtension
from django.core.management.commands import migrate
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations import Migration
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.operations import (
    AddConstraint,
    AddField,
    AddIndex,
    AlterField,
    AlterModelOptions,
    AlterUniqueTogether,
    CreateModel,
    RemoveConstraint,
    RemoveField,
    RemoveIndex,
    RunPython,
    RunSQL,
)
from django.db.migrations.operations.base import Operation
from django.db.migrations.optimizer import MigrationOptimizer
from django.db.migrations.state import ProjectState

# Operations of one of these kinds may follow each other with one look at the models.
_TOGETHER: tuple[tuple[type[Operation], ...], ...] = (
    (CreateModel,),
    (AddField, AlterField, AddConstraint, AddIndex),
)
# Operations that look at one model, never at those that refer to it (AlterField: see _is_narrow).
_NARROW = (
    *(CreateModel, AddField, AlterField, AddConstraint, AddIndex),
    *(RemoveField, RemoveConstraint, RemoveIndex, AlterUniqueTogether),
)
# Operations that look at no model, or make all of them anew where they find some out of date.
_WITHOUT_MODELS = (RunSQL, RunPython, CreateExtension, AlterModelOptions)


def migrate_in_groups() -> None:
    """Let Django's ``migrate`` of this process run migrations in groups."""
    migrate.MigrationExecutor = GroupingExecutor  # type: ignore[attr-defined]


class GroupingExecutor(MigrationExecutor):
    """Runs each migration forwards as a ``GroupedMigration``."""

    def apply_migration(
        self,
        state: ProjectState,
        migration: Migration,
        fake: bool = False,
        fake_initial: bool = False,
    ) -> ProjectState:
        """Run a migration forwards."""
        return super().apply_migration(state, GroupedMigration(migration), fake, fake_initial)


class GroupedMigration(Migration):
    """A migration whose operations are folded into each other and run group by group."""

    def __init__(self, origin: Migration) -> None:
        super().__init__(origin.name, origin.app_label)
        operations = MigrationOptimizer().optimize(list(origin.operations), origin.app_label)
        facts = {"operations": operations, "atomic": origin.atomic, "initial": origin.initial}
        self.__dict__.update(facts, replaces=origin.replaces)

    def apply(
        self,
        project_state: ProjectState,
        schema_editor: BaseDatabaseSchemaEditor,
        collect_sql: bool = False,
    ) -> ProjectState:
        """Run the operations; ``project_state`` then has the models after the last."""
        for group in grouped(self.operations):
            if not isinstance(group[0], _WITHOUT_MODELS) and not all(map(_is_narrow, group)):
                project_state.clear_delayed_apps_cache()
                _ = project_state.apps
            before = project_state.clone()
            _advance(project_state, self.app_label, group)
            for operation in group:
                operation.database_forwards(self.app_label, schema_editor, before, project_state)
        return project_state


def grouped(operations: Sequence[Operation]) -> Iterator[list[Operation]]:
    """The operations in order, those together that may share their models."""
    group: list[Operation] = []
    touched: set[tuple[str, str]] = set()
    for operation in operations:
        if group and (_kind(operation) != _kind(group[0]) or _touches(operation) in touched):
            yield group
            group, touched = [], set()
        group.append(operation)
        touched.add(_touches(operation))
    if group:
        yield group


def _kind(operation: Operation) -> object:
    """What an operation has in common with those it may stand beside; itself where with none."""
    for kinds in _TOGETHER:
        if type(operation) in kinds:
            return kinds
    return operation


def _model_of(operation: Any) -> str:
    name: str = getattr(operation, "model_name", "") or operation.name
    return name.lower()


def _touches(operation: Any) -> tuple[str, str]:
    """The model and the field, the constraint or the index: none twice in a group."""
    if _kind(operation) is operation:
        return "", ""
    part = operation.__dict__.get("constraint") or operation.__dict__.get("index") or operation
    return _model_of(operation), part.name


def _is_narrow(operation: Operation) -> bool:
    """Whether an operation needs no model but its own; a new type of what is unique or a key
    reaches the models that refer to it."""
    if isinstance(operation, AlterField):
        return not operation.field.unique
    return isinstance(operation, _NARROW)


def _advance(state: ProjectState, app_label: str, group: Sequence[Operation]) -> None:
    """Change the state by a group; of narrow operations only the models named are made anew, and
    the state is marked as one whose models no Python may use before all are made anew."""
    narrow = all(map(_is_narrow, group))
    apps = state.__dict__.pop("apps", None) if narrow else None
    for operation in group:
        operation.state_forwards(app_label, state)
    if apps is not None:
        state.__dict__["apps"] = apps
        state.is_delayed = True
        named = {(app_label, _model_of(operation)) for operation in group}
        state._reload(named)  # type: ignore[attr-defined]
