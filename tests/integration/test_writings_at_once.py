"""Several people save words in the same moment: what each wrote stands."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from tests.factories import actor, make_user, make_world
from tests.submission_factories import PLACE, fresh, make_owed, open_for, send_for, sent_step
from tiendo.accounts.actor import Actor
from tiendo.accounts.models import RoleCode
from tiendo.regimes.submissions.errors import SubmissionError
from tiendo.regimes.submissions.receiving import accept_submission, return_submission
from tiendo.reporting.models import Writing
from tiendo.reporting.writings import words_of, write_words

pytestmark = pytest.mark.django_db(transaction=True)
PEOPLE = 5


def test_people_who_save_at_once_lose_nothing() -> None:
    world = make_world()
    submission = open_for(world, make_owed(world))
    users = [make_user(f"soan-{number}", (world.snv, RoleCode.OFFICER)) for number in range(PEOPLE)]
    start = Barrier(PEOPLE)

    def write(by: Actor) -> int:
        start.wait(timeout=10)
        try:
            for number in range(3):
                mine = "\n".join(f"{by.username} đoạn {part}" for part in range(number + 1))
                before = "\n".join(f"{by.username} đoạn {part}" for part in range(number))
                write_words(
                    by=by,
                    report=submission.report,
                    place=PLACE,
                    text=mine,
                    base_version=0,
                    base=before,
                )
            return 3
        finally:
            connection.close()

    with ThreadPoolExecutor(PEOPLE) as pool:
        assert list(pool.map(write, [actor(user) for user in users])) == [3] * PEOPLE
    lines = words_of(submission.report, PLACE).text.split("\n")
    assert sorted(lines) == sorted(
        f"{user.username} đoạn {part}" for user in users for part in range(3)
    )
    versions = Writing.objects.filter(report=submission.report).values_list("version", flat=True)
    assert sorted(versions) == list(range(1, 3 * PEOPLE + 1))


def test_of_an_acceptance_and_a_return_at_once_one_wins_and_the_other_is_told() -> None:
    world = make_world()
    sent = send_for(world, open_for(world, make_owed(world)))
    seen = sent_step(sent).pk
    start = Barrier(2)

    def decide(by: Actor) -> str:
        start.wait(timeout=10)
        try:
            if by.user_id == world.coordinator.pk:
                return accept_submission(by=by, submission=sent, seen=seen).state
            return return_submission(by=by, submission=sent, seen=seen, reason="Thiếu").state
        except SubmissionError as refused:
            return refused.code
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        outcomes = list(pool.map(decide, [actor(world.coordinator), actor(world.skhcn_head)]))
    assert outcomes.count("decided_meanwhile") == 1
    assert fresh(sent).state in outcomes
    assert sent.steps.filter(action__in=("accept", "return")).count() == 1
