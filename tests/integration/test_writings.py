"""People write in one report: every version is kept, changes apart are merged, others are asked.

What a page saves by itself is one version, and one event, for a person's whole sitting.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from copy import deepcopy

import pytest
from django.db import DatabaseError, transaction

from tests.factories import World, actor, make_world
from tests.report_factories import AS_OF, approve_plan_report, compile_plan, make_plan
from tests.submission_factories import PLACE
from tests.task_factories import noon
from tiendo.accounts.actor import PermissionRefused
from tiendo.accounts.models import User
from tiendo.audit.models import AuditEvent
from tiendo.domain import clock
from tiendo.reporting.actions import recompile_report
from tiendo.reporting.errors import ReportError
from tiendo.reporting.models import Report, Sitting, Writing
from tiendo.reporting.sittings import LONGEST, PAUSE
from tiendo.reporting.writings import (
    LIMIT,
    PRESENT,
    WordsOverlap,
    all_words,
    history_of,
    newest_narrative,
    restore_words,
    unprinted_places,
    words_of,
    write_words,
    writers_now,
)

NOW = dt.timedelta(0)
A_MINUTE = dt.timedelta(minutes=1)
THREE = "Đoạn một\nĐoạn hai\nĐoạn ba"


@pytest.fixture(scope="module")
def made(kept_transaction: None) -> tuple[World, Report]:
    """Made once for all tests, none of which sees what another did."""
    world = make_world()
    plan = make_plan(world)
    return world, compile_plan(world, plan, body=world.snv, by=actor(world.snv_officer))


@pytest.fixture
def db(made: object) -> Iterator[None]:
    """One test, undone."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


@pytest.fixture
def own(db: None, made: tuple[World, Report]) -> tuple[World, Report]:
    return deepcopy(made)


@pytest.fixture
def world(own: tuple[World, Report]) -> World:
    return own[0]


@pytest.fixture
def report(own: tuple[World, Report]) -> Report:
    return own[1]


def write(user: User, report: Report, text: str, seen: int, base: str | None = None) -> str:
    with noon(AS_OF):
        written = write_words(
            by=actor(user), report=report, place=PLACE, text=text, base_version=seen, base=base
        )
    return written.words.text


def save(
    user: User, report: Report, text: str, seen: int, base: str = "", after: dt.timedelta = NOW
) -> int:
    """The page saves by itself; the version it is told."""
    with clock.at(clock.local_noon(AS_OF) + after):
        written = write_words(
            by=actor(user),
            report=report,
            place=PLACE,
            text=text,
            base_version=seen,
            base=base,
            in_sitting=True,
        )
    return written.words.version


def test_words_are_kept_version_by_version(world: World, report: Report) -> None:
    write(world.snv_officer, report, "Bản một", 0)
    write(world.snv_head, report, "Bản hai", 1)
    kept = [(row.version, row.text, row.by) for row in history_of(report, PLACE)]
    assert kept == [(2, "Bản hai", world.snv_head), (1, "Bản một", world.snv_officer)]
    event = AuditEvent.objects.filter(action="report.write").latest("pk")
    assert (event.actor_id, event.after) == (world.snv_head.pk, {"heading": PLACE, "version": 2})


def test_saving_the_same_words_again_makes_no_version(world: World, report: Report) -> None:
    write(world.snv_officer, report, "Một", 0)
    write(world.snv_officer, report, "Một\r\n", 1)
    assert history_of(report, PLACE).count() == 1


def test_two_who_change_different_paragraphs_both_stand(world: World, report: Report) -> None:
    write(world.snv_officer, report, THREE, 0)
    write(world.snv_officer, report, THREE.replace("một", "1"), 1)
    with noon(AS_OF):
        written = write_words(
            by=actor(world.snv_head),
            report=report,
            place=PLACE,
            text=THREE.replace("ba", "3"),
            base_version=1,
        )
    assert written.is_merged
    assert words_of(report, PLACE).text == "Đoạn 1\nĐoạn hai\nĐoạn 3"


def test_two_who_change_one_paragraph_are_asked_and_nothing_is_lost(
    world: World, report: Report
) -> None:
    write(world.snv_officer, report, THREE, 0)
    write(world.snv_officer, report, THREE.replace("hai", "hai của Nội vụ"), 1)
    with pytest.raises(WordsOverlap) as refused:
        write(world.snv_head, report, THREE.replace("hai", "hai của thủ trưởng"), 1)
    overlap = refused.value
    assert str(world.snv_officer) in str(overlap)
    assert "hai của thủ trưởng" in overlap.mine
    assert overlap.newest.text == words_of(report, PLACE).text
    assert "hai của Nội vụ\nĐoạn hai của thủ trưởng" in overlap.merged.text
    chosen = write(world.snv_head, report, overlap.merged.text, overlap.newest.version)
    assert words_of(report, PLACE).text == chosen


def test_who_typed_on_while_a_merge_came_back_says_from_which_words(
    world: World, report: Report
) -> None:
    """Without the words it began from, what the other wrote would be taken out or doubled."""
    write(world.snv_officer, report, "của Nội vụ", 0)
    write(world.snv_head, report, "của thủ", 0)
    assert words_of(report, PLACE).text == "của Nội vụ\ncủa thủ"
    write(world.snv_head, report, "của thủ trưởng", 2, base="của thủ")
    assert words_of(report, PLACE).text == "của Nội vụ\ncủa thủ trưởng"


def test_an_earlier_version_comes_back_and_the_later_ones_stay(
    world: World, report: Report
) -> None:
    write(world.snv_officer, report, "Bản một", 0)
    write(world.snv_officer, report, "Bản hai", 1)
    with noon(AS_OF):
        restore_words(by=actor(world.snv_head), report=report, place=PLACE, version=1)
    texts = history_of(report, PLACE).values_list("version", "text")
    assert list(texts) == [(3, "Bản một"), (2, "Bản hai"), (1, "Bản một")]


def test_words_that_stood_before_anybody_wrote_can_be_gone_back_to(
    world: World, report: Report
) -> None:
    Report.objects.filter(pk=report.pk).update(narrative={PLACE: "Lời có sẵn"})
    report.refresh_from_db()
    write(world.snv_officer, report, "Lời mới", 0)
    assert list(history_of(report, PLACE).values_list("version", "text")) == [
        (1, "Lời mới"),
        (0, "Lời có sẵn"),
    ]


def test_the_database_keeps_versions(world: World, report: Report) -> None:
    write(world.snv_officer, report, "Bản một", 0)
    for change in (
        lambda rows: rows.update(text="Khác"),
        lambda rows: rows.delete(),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            change(Writing.objects.filter(report=report))


def test_the_report_is_composed_from_the_newest_words_of_all_places(
    world: World, report: Report
) -> None:
    write(world.snv_officer, report, "Đánh giá", 0)
    assert unprinted_places(report) == {PLACE}
    with noon(AS_OF):
        narrative = newest_narrative(report)
        composed = recompile_report(by=actor(world.snv_officer), report=report, narrative=narrative)
    assert composed.narrative == {PLACE: "Đánh giá"}
    assert unprinted_places(composed) == frozenset()


def test_words_typed_for_the_whole_report_join_those_written_meanwhile(
    world: World, report: Report
) -> None:
    write(world.snv_officer, report, "của Nội vụ", 0)
    with noon(AS_OF):
        composed = recompile_report(
            by=actor(world.coordinator), report=report, narrative={PLACE: "của điều phối"}
        )
    assert composed.narrative == {PLACE: "của Nội vụ\ncủa điều phối"}
    assert words_of(composed, PLACE).text == "của Nội vụ\ncủa điều phối"


def test_who_writes_now_is_known_for_a_few_minutes(world: World, report: Report) -> None:
    write(world.snv_officer, report, "Đang viết", 0)
    soon, later = clock.local_noon(AS_OF), clock.local_noon(AS_OF) + 2 * PRESENT
    with clock.at(soon):
        assert list(writers_now(report, but=world.snv_head.pk)) == [world.snv_officer]
        assert not writers_now(report, but=world.snv_officer.pk).exists()
    with clock.at(later):
        assert not writers_now(report, but=world.snv_head.pk).exists()


@pytest.mark.parametrize(
    ("place", "text", "base", "code"),
    [
        ("nowhere", "Lời", 0, "no_such_place"),
        (PLACE, "a" * (LIMIT + 1), 0, "words_too_long"),
        (PLACE, "Lời", 7, "no_such_version"),
    ],
)
def test_what_cannot_be_kept_is_refused(
    world: World, report: Report, place: str, text: str, base: int, code: str
) -> None:
    with pytest.raises(ReportError) as refused:
        write_words(
            by=actor(world.snv_officer), report=report, place=place, text=text, base_version=base
        )
    assert refused.value.code == code


def test_nobody_writes_in_what_was_approved(world: World, report: Report) -> None:
    approve_plan_report(report, actor(world.leader))
    with pytest.raises(ReportError) as refused:
        write(world.snv_officer, report, "Lời", 0)
    assert refused.value.code == "not_a_draft"


def test_a_stranger_writes_nothing(world: World, report: Report) -> None:
    with pytest.raises(PermissionRefused):
        write(world.stc_officer, report, "Lời", 0)


def test_all_words_are_read_in_one_query(
    world: World, report: Report, django_assert_num_queries: object
) -> None:
    for number in range(4):
        write(world.snv_officer, report, f"Bản {number}", number)
    with django_assert_num_queries(2):  # type: ignore[operator]
        words = all_words(report)
    assert words[PLACE].version == 4


# Saved by the page


def test_savings_of_one_sitting_are_one_version_and_one_event(world: World, report: Report) -> None:
    for number in range(1, 6):
        text, before = "a" * number, "a" * (number - 1)
        save(world.snv_officer, report, text, number - 1, before, number * A_MINUTE)
        assert words_of(report, PLACE).text == text
    assert not Writing.objects.filter(report=report).exists()
    with noon(AS_OF):
        recompile_report(
            by=actor(world.snv_officer), report=report, narrative=newest_narrative(report)
        )
    kept = history_of(report, PLACE).values_list("first", "version", "text", "by")
    assert list(kept) == [(1, 5, "aaaaa", world.snv_officer.pk)]
    told = AuditEvent.objects.filter(action="report.write", object_id=str(report.pk))
    assert [event.after for event in told] == [{"heading": PLACE, "version": 1}]
    assert not Sitting.objects.filter(report=report).exists()


def test_words_kept_by_hand_end_the_sitting(world: World, report: Report) -> None:
    save(world.snv_officer, report, "Một", 0)
    save(world.snv_officer, report, "Một hai", 1, "Một")
    write(world.snv_officer, report, "Một hai", 2, base="Một hai")
    assert list(history_of(report, PLACE).values_list("version", "text")) == [(2, "Một hai")]
    save(world.snv_officer, report, "Một hai ba", 2, "Một hai")
    assert words_of(report, PLACE).version == 3
    assert history_of(report, PLACE).count() == 1


@pytest.mark.parametrize(
    ("minutes", "versions"),
    [
        ([0, 10, 20], []),
        ([0, PAUSE.seconds // 60 + 1], [1]),
        (list(range(0, LONGEST.seconds // 60 + 11, 10)), [13]),
    ],
)
def test_a_sitting_ends_after_a_pause_and_when_it_is_long(
    world: World, report: Report, minutes: list[int], versions: list[int]
) -> None:
    for at, minute in enumerate(minutes):
        save(world.snv_officer, report, "a" * (at + 1), at, "a" * at, minute * A_MINUTE)
    kept = history_of(report, PLACE).values_list("version", flat=True)
    assert list(kept) == versions
    assert words_of(report, PLACE).text == "a" * len(minutes)


def test_two_who_type_at_once_make_one_version_each(world: World, report: Report) -> None:
    """Each saving gives the words it began from: those stand in no version any more."""
    save(world.snv_officer, report, "A", 0)
    save(world.snv_head, report, "B", 0)
    save(world.snv_officer, report, "A1", 1, "A")
    save(world.snv_head, report, "A\nB1", 2, "A\nB")
    save(world.snv_officer, report, "A2", 3, "A1")
    assert words_of(report, PLACE).text == "A2\nB1"
    approve_plan_report(report, actor(world.leader))
    kept = history_of(report, PLACE).values_list("first", "version", "text", "by")
    assert list(kept) == [
        (1, 5, "A2\nB1", world.snv_officer.pk),
        (2, 4, "A1\nB1", world.snv_head.pk),
    ]


def test_words_of_a_lost_saving_do_not_take_out_those_of_others(
    world: World, report: Report
) -> None:
    """A page that kept words without a connection comes back when its version is long gone."""
    save(world.snv_officer, report, THREE, 0)
    save(world.snv_officer, report, THREE.replace("một", "1"), 1, THREE)
    write(world.snv_head, report, THREE.replace("ba", "3"), 1, base=THREE)
    assert words_of(report, PLACE).text == "Đoạn 1\nĐoạn hai\nĐoạn 3"


def test_an_earlier_version_comes_back_while_somebody_types(world: World, report: Report) -> None:
    write(world.snv_officer, report, "Bản một", 0)
    save(world.snv_head, report, "Bản hai", 1, "Bản một")
    with noon(AS_OF):
        restore_words(by=actor(world.snv_officer), report=report, place=PLACE, version=1)
    texts = history_of(report, PLACE).values_list("version", "text")
    assert list(texts) == [(3, "Bản một"), (2, "Bản hai"), (1, "Bản một")]
