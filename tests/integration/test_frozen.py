"""An issued report years later: nearly everything around it has changed, it has not."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache
from django.db import DatabaseError, connection, transaction
from django.test import Client

from tests.certificate_factories import SIGNER, authority, lay_trust
from tests.factories import World, make_world
from tests.issuing_factories import approved_report, at, issued_paper
from tests.report_factories import Plan, make_plan
from tiendo.accounts.models import User
from tiendo.domain import clock
from tiendo.issuing.models import FileKind, OutgoingPaper
from tiendo.issuing.rendering import bytes_of, newest
from tiendo.organisations.models import Organisation
from tiendo.programmes.models import PlanSection, Programme
from tiendo.reporting.models import Figure, Report
from tiendo.tasks.models import Task

LATER = dt.datetime(2031, 5, 6, 3, tzinfo=dt.UTC)


@pytest.fixture(scope="module")
def made(kept_transaction: None, tmp_path_factory: pytest.TempPathFactory) -> tuple[World, Any]:
    """A public paper all the way out, made once."""
    world = make_world()
    plan = make_plan(world)
    return world, (plan, approved_report(world, plan))


@pytest.fixture
def db(made: object) -> Iterator[None]:
    """One test, undone."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


@pytest.fixture
def paper(
    db: None, made: tuple[World, tuple[Plan, Report]], settings: object, tmp_path: Path
) -> OutgoingPaper:
    lay_trust(tmp_path, authority().revoked)
    settings.SIGNING_ROOT = tmp_path  # type: ignore[attr-defined]
    cache.clear()
    return issued_paper(made[0], Report.objects.get(pk=made[1][1].pk))


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def everything(world: World, paper: OutgoingPaper) -> dict[str, object]:
    """What the report says and rests on, as people open it: page, figures, lineage, files."""
    client, base = signed_in(world.leader), f"/bao-cao/{paper.report_id}/"
    page = client.get(base)
    lineage = json.loads(b"".join(client.get(f"{base}nguon-goc.json").streaming_content))  # type: ignore[attr-defined]
    docx = b"".join(client.get(f"{base}tai-ve/").streaming_content)  # type: ignore[attr-defined]
    signed = newest(paper, FileKind.SIGNED)
    assert signed is not None
    return {
        "words": str(page.context["composed"].html),
        "figures": list(Figure.objects.filter(report=paper.report_id).order_by("pk").values()),
        "sources": [
            (row["key"], row["value"], row["printed"], row["record_ids"])
            for row in lineage["figures"]
        ],
        "docx": docx,
        "signed": bytes_of(signed),
        "number": client.get(f"/van-ban-di/{paper.pk}/").context["paper"].entry.printed,
        "verified": Client()
        .get(f"/xac-minh/{paper.code}/")
        .content.decode()
        .split("<dl")[1][:1500],
    }


def turn_over() -> None:
    """Tasks, bodies, people, parts and the plan itself are renamed, moved and ended."""
    Task.objects.update(title="Nhiệm vụ đã đổi tên", product="Sản phẩm khác")
    PlanSection.objects.update(title="Phần khác")
    Programme.objects.update(title="Chương trình khác", short_title="Khác")
    Organisation.objects.update(name="Cơ quan đã đổi tên", short_name="CQ khác")
    User.objects.update(full_name="Người đã đổi tên")
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM tasks_statusspan")


def test_years_later_it_is_as_it_was_though_all_around_it_changed(
    made: tuple[World, tuple[Plan, Report]], paper: OutgoingPaper
) -> None:
    world = made[0]
    with clock.at(LATER - dt.timedelta(days=1900)):
        before = everything(world, paper)
    turn_over()
    with clock.at(LATER):
        after = everything(world, paper)
    for part, value in before.items():
        assert after[part] == value, part
    assert SIGNER in str(after["verified"])


def test_a_figure_says_that_its_records_changed_since(
    made: tuple[World, tuple[Plan, Report]], paper: OutgoingPaper
) -> None:
    world, (plan, _report) = made
    url = f"/bao-cao/{paper.report_id}/so-lieu/tasks.total/"
    with clock.at(at(2)):
        assert signed_in(world.leader).get(url).context["changed"] == 0
    with clock.at(LATER):
        page = signed_in(world.leader).get(url)
    # What was not done by then is late by now.
    assert page.context["changed"] > 0
    figure = page.context["figure"]
    assert figure.printed in page.content.decode()
    assert plan.tasks["of_finance"].pk in figure.record_ids


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE reporting_report SET title = 'Khác' WHERE id = %s",
        "UPDATE reporting_report SET content = '{}' WHERE id = %s",
        "UPDATE reporting_report SET state = 'draft' WHERE id = %s",
        "UPDATE reporting_figure SET value = 1 WHERE report_id = %s",
        "DELETE FROM reporting_figure WHERE report_id = %s",
        "DELETE FROM reporting_report WHERE id = %s",
    ],
)
def test_the_database_itself_changes_nothing_of_it(paper: OutgoingPaper, statement: str) -> None:
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, [paper.report_id])
