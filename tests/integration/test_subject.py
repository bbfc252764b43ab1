"""The one figure of a body that another body's people measure: 3 % of GRDP of the province."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Iterator
from dataclasses import replace
from importlib import import_module

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from django.urls import reverse

from tests.factories import World, actor, make_world
from tests.indicator_factories import FOURTH, THIRD, TODAY, an_indicator, reporting_communes
from tests.integration.test_api import Caller, issued
from tests.integration.test_figure_drafts import REPORT, read
from tests.integration.test_figure_files import checked, csv_of, words
from tests.integration.test_indicator_files import _exported as exported
from tests.integration.test_indicator_files import _send as send
from tests.integration.test_indicator_pages import TYPED
from tests.integration.test_observation_pages import signed_in, words_of
from tests.task_factories import noon
from tiendo.accounts.actor import PermissionRefused
from tiendo.accounts.models import User
from tiendo.domain.periods import Cadence, Period
from tiendo.indicators.actions import (
    Cell,
    Saved,
    confirm_observations,
    definition_of,
    return_observations,
    revise_definition,
    save_cells,
)
from tiendo.indicators.actions.dictionary_files import FilePreview, preview_dictionary
from tiendo.indicators.completeness import Part, completeness, expected_of
from tiendo.indicators.errors import IndicatorError
from tiendo.indicators.files.templates import owed_figures
from tiendo.indicators.grid_lines import lines_of_group
from tiendo.indicators.models import Entry, Indicator, IndicatorVersion, Observation
from tiendo.indicators.observed import to_confirm, to_mend
from tiendo.indicators.owing import owed
from tiendo.indicators.permissions import visible_observations, visible_values
from tiendo.intake.figures.deciding import FigureChoice, accept_figure
from tiendo.intake.figures.drafting import draft_figures
from tiendo.intake.models import FigureDraft
from tiendo.organisations.models import Organisation
from tiendo.workspace.grid_posted import field_name

pytestmark = pytest.mark.django_db
TABLE = "indicators_indicatorversion"


@pytest.fixture
def world() -> Iterator[World]:
    with noon(TODAY):
        yield make_world()


@pytest.fixture
def spending(world: World) -> Indicator:
    return an_indicator(world, "TC.01", name="Chi KH&CN", owner=world.snv, subject=world.ubnd)


def enter(
    user: User,
    of: Indicator,
    body: Organisation,
    raw: str = "3",
    period: Period = FOURTH,
    seen: int = 0,
) -> Saved:
    cell = Cell(of, body, period, raw, reason="nhập muộn", seen=seen)
    return save_cells(by=actor(user), cells=[cell], entry=Entry.GRID)


def test_the_owner_is_the_subject_where_nobody_else_is_named(world: World) -> None:
    assert an_indicator(world, owner=world.snv).versions.get().subject == world.snv
    of_each = an_indicator(world, "XA.01", reporters=reporting_communes())
    assert of_each.versions.get().subject is None


def test_reporters_and_a_subject_exclude_each_other(world: World) -> None:
    group = reporting_communes()
    with pytest.raises(IndicatorError) as refused:
        an_indicator(world, reporters=group, subject=world.ubnd)
    assert refused.value.code == "subject_beside_reporters"
    version = an_indicator(world, "XA.01", reporters=group).versions.get()
    version.pk, version.number, version.reason = None, 2, "thử"
    version.validity = DateRange(dt.date(2024, 1, 1), dt.date(2025, 1, 1))
    version.subject = world.ubnd
    with transaction.atomic(), pytest.raises(IntegrityError, match="of_reporters_or_subject"):
        version.save(force_insert=True)


def test_people_of_the_owner_and_of_the_subject_enter_confirm_and_return(world: World) -> None:
    spending = an_indicator(world, "TC.01", owner=world.snv, subject=world.stc)
    [first] = enter(world.snv_officer, spending, world.stc).kept
    [second] = enter(world.stc_officer, spending, world.stc, "4", seen=1).kept
    assert (first.organisation, second.revision) == (world.stc, 2)
    assert return_observations(by=actor(world.snv_head), rows=[second], text="Xem lại") == 1
    assert list(to_mend(actor(world.snv_officer))) == list(to_mend(actor(world.stc_officer)))
    [third] = enter(world.snv_officer, spending, world.stc, "5", seen=2).kept
    assert list(to_confirm(actor(world.snv_head))) == [third]
    assert confirm_observations(by=actor(world.snv_head), rows=[third]) == 1


def test_others_neither_enter_confirm_nor_read_it_before(world: World, spending: Indicator) -> None:
    [row] = enter(world.snv_officer, spending, world.ubnd).kept
    for stranger in (world.stc_officer, world.ea_trang_officer):
        with pytest.raises(PermissionRefused):
            enter(stranger, spending, world.ubnd, "4", seen=1)
        assert not visible_observations(actor(stranger)).exists()
        assert not visible_values(actor(stranger)).exists()
    with pytest.raises(PermissionRefused):
        confirm_observations(by=actor(world.stc_head), rows=[row])
    with pytest.raises(PermissionRefused):
        enter(world.snv_officer, spending, world.stc)
    assert visible_observations(actor(world.snv_officer)).get() == row
    assert visible_values(actor(world.snv_officer)).get().observation == row


def test_who_enters_second_sees_what_the_other_body_entered(world: World) -> None:
    spending = an_indicator(world, "TC.01", owner=world.snv, subject=world.stc)
    enter(world.snv_officer, spending, world.stc, "3")
    [problem] = enter(world.stc_officer, spending, world.stc, "4").problems
    assert problem.error.code == "edited_meanwhile"
    assert "3" in str(problem.error)


def test_the_table_of_the_owner_has_the_row_of_the_subject(
    world: World, spending: Indicator
) -> None:
    said = words_of(signed_in(world.snv_officer).get(reverse("observation-grid")))
    assert "Chi KH&CN" in said and "của UBND tỉnh" in said
    name = field_name((spending.pk, world.ubnd.pk, FOURTH.start, ""), 0)
    signed_in(world.snv_officer).post(reverse("observation-grid"), {name: "3,1"})
    assert Observation.objects.get().organisation == world.ubnd


def test_the_form_and_the_page_of_the_figure_serve_the_owner(
    world: World, spending: Indicator
) -> None:
    officer, head = signed_in(world.snv_officer), signed_in(world.snv_head)
    address = reverse("observation-enter", args=[spending.pk])
    assert "Ủy ban nhân dân tỉnh Đắk Lắk · Quý IV/2025" in words_of(officer.get(address))
    officer.post(address, {"seen": 0, "value": "3", "qualifier": "exact"})
    row = Observation.objects.get()
    page = reverse("observation", args=[row.pk])
    assert "Đính chính" in words_of(officer.get(page))
    assert "Xác nhận số liệu" in words_of(head.get(page))
    stranger = signed_in(world.stc_officer)
    assert [stranger.get(page).status_code, stranger.get(address).status_code] == [403, 200]
    assert f'value="{world.ubnd.pk}"' not in stranger.get(address).content.decode()


def test_the_table_of_many_bodies_has_the_subject_after_them(
    world: World, spending: Indicator
) -> None:
    version = spending.versions.get()
    [line] = lines_of_group([world.snv, world.stc], [version], FOURTH)
    assert (line.title, line.spots[0].body) == (world.ubnd.name, world.ubnd)
    [line] = lines_of_group([world.snv, world.ubnd], [version], FOURTH)
    assert line.spots[0].version == version


def test_it_is_asked_of_the_owner_once_and_tells_whose_it_is(
    world: World, spending: Indicator
) -> None:
    bodies, periods = [world.ubnd, world.snv], [THIRD, FOURTH]
    enter(world.snv_officer, spending, world.ubnd, period=THIRD)
    counts = completeness(bodies, Cadence.QUARTERLY, periods, TODAY)
    assert {body for body, _start in counts} == {world.snv.pk}
    tally = counts[world.snv.pk, THIRD.start]
    assert (tally.expected, tally.late) == (1, 1)
    [each] = expected_of(world.snv, Cadence.QUARTERLY, THIRD, TODAY)
    assert (each.body, each.part) == (world.ubnd, Part.LATE)
    assert list(expected_of(world.ubnd, Cadence.QUARTERLY, THIRD, TODAY)) == []


def test_the_list_of_work_counts_it_for_the_owner(world: World, spending: Indicator) -> None:
    [(late, number)] = owed([world.snv.pk], TODAY).items()
    assert (late.part, number) == (Part.MISSING, 1)
    assert owed([world.ubnd.pk], TODAY) == {}
    enter(world.snv_officer, spending, world.ubnd, period=THIRD)
    assert owed([world.snv.pk], TODAY) == {}


def test_the_workbook_of_the_owner_names_the_subject(world: World, spending: Indicator) -> None:
    enter(world.snv_officer, spending, world.ubnd, period=THIRD)
    [row] = owed_figures(world.snv, Cadence.QUARTERLY, FOURTH)
    assert row.body == world.ubnd and row.last is not None
    rows = [["TC.01", "", "2025-Q4", "3"], ["TC.01", world.stc.name, "2025-Q4", "3"]]
    raw = csv_of(rows, ("Mã chỉ tiêu", "Cơ quan", "Kỳ", "Giá trị"))
    file = checked(world, raw, by=world.snv_officer, organisation=world.snv)
    assert file.counts["new"] == 1
    assert words(file) == [(3, "B", "body_not_yours")]


def test_a_new_subject_leaves_the_old_ones_figures(world: World, spending: Indicator) -> None:
    [old] = enter(world.snv_officer, spending, world.ubnd, period=THIRD).kept
    revise(world, spending, world.stc)
    [past] = expected_of(world.snv, Cadence.QUARTERLY, THIRD, TODAY)
    [now] = expected_of(world.snv, Cadence.QUARTERLY, FOURTH, TODAY)
    assert (past.body, past.observation, now.body) == (world.ubnd, old.pk, world.stc)
    [corrected] = enter(world.snv_officer, spending, world.ubnd, "4", THIRD, seen=1).kept
    assert corrected.organisation == world.ubnd
    said = words_of(signed_in(world.coordinator).get(reverse("indicator", args=[spending.pk])))
    assert "số liệu của Sở Tài chính, do Sở Nội vụ nhập" in said


def test_what_is_computed_moves_to_the_new_subject(world: World) -> None:
    parts = an_indicator(world, "PT.01", owner=world.snv, subject=world.ubnd)
    share = an_indicator(world, "PT.02", owner=world.snv, subject=world.ubnd, formula="[PT.01] / 2")
    enter(world.snv_officer, parts, world.ubnd, "10")
    assert share.values.get().organisation == world.ubnd
    revise(world, share, world.stc)
    assert not share.values.filter(organisation=world.ubnd).exists()


def test_what_is_measured_moves_to_the_new_subject(world: World) -> None:
    taken = an_indicator(
        world, "NV.01", unit="nhiệm vụ", subject=world.ubnd, register="tasks.given"
    )
    assert set(taken.values.values_list("organisation", flat=True)) == {world.ubnd.pk}
    revise(world, taken, world.stc)
    assert not taken.values.filter(organisation=world.ubnd, period_end=FOURTH.end).exists()
    assert taken.values.filter(organisation=world.stc, period_end=FOURTH.end).exists()


def test_a_body_that_has_ended_is_no_subject(world: World, spending: Indicator) -> None:
    end(world.ubnd, dt.date(2025, 11, 1))
    with pytest.raises(IndicatorError) as refused:
        revise(world, spending, world.ubnd, since=dt.date(2025, 11, 1))
    assert refused.value.code == "subject_ended"
    assert "01/11/2025" in str(refused.value) and "kế thừa" in str(refused.value)
    assert list(expected_of(world.snv, Cadence.QUARTERLY, FOURTH, TODAY)) == []
    assert owed([world.snv.pk], dt.date(2026, 1, 10)) == {}
    said = words_of(signed_in(world.coordinator).get(reverse("indicator", args=[spending.pk])))
    assert "đã ngừng hoạt động từ 01/11/2025" in said


def test_a_key_of_the_owner_sends_the_figure_of_the_subject(
    world: World, spending: Indicator
) -> None:
    caller = Caller(issued(world)[1])
    [told] = caller.get("indicators").json()["items"]
    assert (told["owner"], told["subject"]) == (world.snv.slug, world.ubnd.slug)
    sent: list[dict[str, object]] = [
        {"indicator": "TC.01", "organisation": body.slug, "period": "2025-Q4", "value": "3%"}
        for body in (world.ubnd, world.stc)
    ]
    answer = caller.send(sent, only_good=True).json()
    assert [each["outcome"] for each in answer["items"]] == ["kept", "refused"]
    assert Observation.objects.get().organisation == world.ubnd


@pytest.mark.usefixtures("private_files")
def test_a_figure_of_a_report_is_the_subjects_whoever_issued_it(world: World) -> None:
    an_indicator(world, owner=world.snv, subject=world.stc)
    text = read(world, REPORT)
    draft_figures(text=text, by=actor(world.snv_officer))
    draft = FigureDraft.objects.get(indicator__code="HT.01")
    assert draft.organisation == world.stc
    choice = FigureChoice(draft.indicator, draft.organisation, draft.typed, TODAY)
    accept_figure(draft=draft, choice=choice, by=actor(world.snv_officer))
    assert Observation.objects.get().organisation == world.stc


def test_the_workbook_of_the_dictionary_says_and_takes_the_subject(
    world: World, spending: Indicator
) -> None:
    def edited(name: str) -> FilePreview:
        book = exported()
        page = book["Chỉ tiêu"]
        head = {cell.value: cell.column for cell in page[1]}
        cell = page.cell(2, head["Số liệu của"])
        assert cell.value == world.ubnd.name
        cell.value = name
        stream = io.BytesIO()
        book.save(stream)
        file = send(world, stream.getvalue())
        return preview_dictionary(actor(world.coordinator), file)

    [change] = edited("Sở Tài chính").changes
    [field] = change.fields
    assert (field.field, field.old, field.new) == ("Số liệu của", world.ubnd.name, world.stc.name)
    [change] = edited("").changes
    assert [field.new for field in change.fields] == [world.snv.name]
    [change] = edited("Sở Không Có").changes
    assert "không có cơ quan “Sở Không Có”" in change.problems[0]


def test_one_figures_of_before_are_the_owners(world: World, spending: Indicator) -> None:
    of_each = an_indicator(world, "XA.01", reporters=reporting_communes())
    migration = import_module("tiendo.indicators.migrations.0008_subject")
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE TEMP TABLE kept AS TABLE {TABLE}")
        cursor.execute("ALTER TABLE kept ALTER subject_id DROP NOT NULL")
        cursor.execute("UPDATE kept SET subject_id = NULL")
        cursor.execute(migration.OF_OWNER.replace(TABLE, "kept"))
        cursor.execute("SELECT indicator_id, subject_id FROM kept ORDER BY indicator_id")
        assert cursor.fetchall() == [(spending.pk, world.snv.pk), (of_each.pk, None)]


def test_the_form_offers_bodies_by_words_and_keeps_the_subject(world: World) -> None:
    client = signed_in(world.coordinator)
    page = client.get(reverse("indicator-new"), {"tim": "noi vu"}).content.decode()
    chosen = page[page.index('id="id_subject"') :]
    offered = chosen[: chosen.index("</select>")]
    assert world.snv.name in offered and world.stc.name not in offered
    typed = TYPED | {"owner": str(world.skhcn.pk), "subject": str(world.ubnd.pk)}
    client.post(reverse("indicator-new"), typed)
    assert IndicatorVersion.objects.get().subject == world.ubnd


def revise(
    world: World, of: Indicator, subject: Organisation, since: dt.date = FOURTH.start
) -> None:
    """Another definition, whose figure is of a body."""
    told = replace(definition_of(of.versions.get()), subject=subject)
    revise_definition(
        by=actor(world.coordinator), indicator=of, definition=told, since=since, reason="Giao lại"
    )


def end(body: Organisation, day: dt.date) -> None:
    """Let a body exist no more from a day on."""
    Organisation.objects.filter(pk=body.pk).update(validity=DateRange(body.validity.lower, day))
    body.refresh_from_db()
