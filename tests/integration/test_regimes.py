"""Regimes, cycles and duties through the actions: who owes what, also when things change."""

from __future__ import annotations

import datetime as dt

import pytest

from tests.factories import World, actor, make_body, make_world
from tests.regime_factories import (
    BEFORE_10_JUNE,
    MADE_ON,
    cycle_of,
    duty_of,
    make_group,
    make_regime,
    regime_facts,
    version_facts,
)
from tests.task_factories import make_programme, noon
from tiendo.accounts.actor import PermissionRefused
from tiendo.accounts.models import User
from tiendo.audit.models import AuditEvent
from tiendo.domain import clock
from tiendo.domain.outlines import read_outline
from tiendo.domain.periods import Period
from tiendo.domain.regime_errors import RegimeRuleError
from tiendo.domain.regimes import (
    Closing,
    CountedFrom,
    DueKind,
    DueRule,
    Frequency,
    RegimeRule,
)
from tiendo.domain.report_duties import DutyFacts, duty_state
from tiendo.organisations.models import Kind, Organisation, Succession, SuccessionKind
from tiendo.outbox.models import OutboxEvent
from tiendo.programmes.models import Programme
from tiendo.regimes import actions
from tiendo.regimes.actions import AdHocFacts, LevelFacts
from tiendo.regimes.errors import RegimeError
from tiendo.regimes.laying import Laid, lay_all
from tiendo.regimes.models import Cycle, Regime, RegimeKind, ReportDuty, Submission
from tiendo.regimes.opening import tell_of_cycle
from tiendo.regimes.queries import (
    DutyFilter,
    calendar_of,
    count_all,
    count_cycles,
    cycles_ahead,
    duties_of_body,
    with_state,
)
from tiendo.regimes.replacing import replaced_cycles
from tiendo.reporting.models import Report

DAY = dt.date


@pytest.fixture
def world(db: None) -> World:
    return make_world()


@pytest.fixture
def programme(world: World) -> Programme:
    return make_programme(world)


@pytest.fixture
def regime(world: World, programme: Programme) -> Regime:
    return make_regime(world, programme)


def labels(regime: Regime) -> list[str]:
    rows = Cycle.objects.filter(version__regime=regime).order_by("period_end", "pk")
    return [cycle.label for cycle in rows]


def owing(cycle: Cycle) -> set[str]:
    """The bodies that owe the report of a cycle, by their short names."""
    rows = cycle.duties.filter(released_at__isnull=True)
    return set(rows.values_list("body__short_name", flat=True))


def refused(code: str, act: object, **given: object) -> None:
    with pytest.raises(RegimeError) as caught:
        act(**given)  # type: ignore[operator]
    assert caught.value.code == code
    assert str(caught.value)


# Laying down


def test_a_regime_lays_its_cycles_and_duties_up_to_the_horizon(regime: Regime) -> None:
    """The seed plan: before 10 June each year, so the last day is 9 June."""
    assert labels(regime) == ["2025-H1", "2026-H1"]
    cycle = cycle_of(regime)
    assert (cycle.period_start, cycle.period_end) == (DAY(2024, 12, 1), DAY(2025, 5, 31))
    assert owing(cycle_of(regime, "2026-H1")) == {
        "Sở KH&CN",
        "SNV",
        "STC",
        "UBND xã Ea Trang",
        "UBND phường Tân An",
    }
    duty = cycle.duties.first()
    assert duty is not None
    assert (duty.last_day, duty.due_words) == (DAY(2025, 6, 9), "trước ngày 10/6/2025")
    assert AuditEvent.objects.filter(action="regime.create").count() == 1
    assert AuditEvent.objects.filter(action="cycle.open").count() == 2


def test_laying_again_changes_nothing(regime: Regime) -> None:
    with noon(MADE_ON):
        assert lay_all() == Laid()


def test_the_night_lays_the_next_cycle(regime: Regime) -> None:
    with noon(DAY(2026, 5, 5)):
        laid = lay_all()
    assert laid.cycles == 1
    assert labels(regime)[-1] == "2027-H1"


def test_a_regime_that_cannot_be_laid_does_not_hold_up_the_others(
    world: World, programme: Programme, regime: Regime
) -> None:
    other = make_regime(world, programme, title="Báo cáo khác")
    regime.versions.update(rule={"frequency": "weekly"})
    with noon(DAY(2026, 5, 5)):
        assert lay_all().cycles == 1
    assert labels(other)[-1] == "2027-H1"


def test_only_those_who_manage_regimes_lay_them_down(world: World, programme: Programme) -> None:
    with pytest.raises(PermissionRefused):
        actions.create_regime(
            by=actor(world.snv_head), facts=regime_facts(programme), version=version_facts(world)
        )


def test_a_chain_counts_from_the_level_before(world: World, programme: Programme) -> None:
    """Two working days after closing, then three after the last day of the level before."""
    closing = DueRule(DueKind.AFTER, number=2)
    after = DueRule(DueKind.AFTER, number=3, counted_from=CountedFrom.PREVIOUS)
    regime = make_regime(
        world,
        programme,
        rule=RegimeRule(Frequency.MONTHLY, Closing.DECREE),
        since=DAY(2025, 11, 1),
        levels=(
            LevelFacts(closing, order=1, group=make_group(), addressee=world.skhcn),
            LevelFacts(after, order=2, body=world.skhcn, addressee_text="Văn phòng Chính phủ"),
        ),
        on=DAY(2025, 11, 3),
    )
    own = ReportDuty.objects.get(cycle=cycle_of(regime, "2025-11"), level__order=2)
    first = ReportDuty.objects.filter(cycle=own.cycle, level__order=1, body=world.snv).get()
    # 14 November 2025 is a Friday.
    assert first.last_day == DAY(2025, 11, 18)
    assert own.last_day == DAY(2025, 11, 21)
    assert own.addressee_text == "Văn phòng Chính phủ"
    assert ReportDuty.objects.filter(cycle=own.cycle, body=world.skhcn).count() == 2


@pytest.mark.parametrize(
    ("code", "fields"),
    [
        ("basis_missing", {"legal_basis": "  "}),
        ("levels_missing", {"levels": ()}),
        ("reporter_missing", {"levels": (LevelFacts(BEFORE_10_JUNE, addressee_text="Sở"),)}),
    ],
)
def test_what_is_no_whole_version_is_refused(
    world: World, programme: Programme, code: str, fields: dict[str, object]
) -> None:
    refused(
        code,
        actions.create_regime,
        by=actor(world.coordinator),
        facts=regime_facts(programme),
        version=version_facts(world, **fields),
    )
    assert not Regime.objects.exists()


def test_a_level_needs_one_reporter_and_an_addressee(world: World, programme: Programme) -> None:
    both = LevelFacts(BEFORE_10_JUNE, group=make_group(), body=world.snv, addressee=world.skhcn)
    nowhere = LevelFacts(BEFORE_10_JUNE, body=world.snv)
    by, facts = actor(world.coordinator), regime_facts(programme)
    for code, level in (("reporter_twice", both), ("addressee_missing", nowhere)):
        version = version_facts(world, levels=(level,))
        refused(code, actions.create_regime, by=by, facts=facts, version=version)


def test_a_due_day_that_cannot_be_is_refused_at_once(world: World, programme: Programme) -> None:
    with pytest.raises(RegimeRuleError, match="đứng trước ngày đầu kỳ"):
        make_regime(world, programme, due=DueRule(DueKind.DAY, day=10, months_after=-9))
    with pytest.raises(RegimeRuleError, match="không có cấp trước"):
        due = DueRule(DueKind.AFTER, number=2, counted_from=CountedFrom.PREVIOUS)
        make_regime(world, programme, due=due)


def test_two_regimes_of_one_title_have_two_codes(world: World, programme: Programme) -> None:
    codes = [make_regime(world, programme).code for _time in range(2)]
    assert codes[1] == f"{codes[0]}-2"
    taken = regime_facts(programme, code=codes[0])
    by, version = actor(world.coordinator), version_facts(world)
    refused("code_taken", actions.create_regime, by=by, facts=taken, version=version)


# Changed in mid-year


def test_a_change_in_mid_year_leaves_cycles_that_ended_with_the_old_version(
    world: World, regime: Regime
) -> None:
    with noon(DAY(2025, 8, 1)):
        actions.revise_regime(
            by=actor(world.coordinator),
            regime=regime,
            number=1,
            version=version_facts(
                world,
                since=DAY(2025, 8, 1),
                rule=RegimeRule(Frequency.QUARTERLY),
                due=DueRule(DueKind.AFTER, number=5),
                reason="Chuyển sang báo cáo quý",
            ),
        )
    assert labels(regime) == ["2025-H1", "2025-Q3", "2025-Q4", "2026-Q1", "2026-Q2"]
    old, new = regime.versions.order_by("number")
    assert old.effective.upper == new.effective.lower == DAY(2025, 8, 1)
    assert AuditEvent.objects.filter(action="cycle.remove").count() == 1


def test_a_cycle_whose_period_has_begun_is_closed_and_released(
    world: World, regime: Regime
) -> None:
    with noon(DAY(2026, 2, 2)):
        actions.revise_regime(
            by=actor(world.coordinator),
            regime=regime,
            number=1,
            version=version_facts(world, since=DAY(2026, 3, 1), reason="Đổi căn cứ"),
        )
    old = Cycle.objects.get(version__number=1, label="2026-H1")
    new = Cycle.objects.get(version__number=2, label="2026-H1")
    assert old.closed_at is not None
    assert owing(old) == set()
    assert "SNV" in owing(new)


def test_a_cycle_bodies_were_told_of_is_kept_so_that_its_notices_lead_somewhere(
    world: World, regime: Regime
) -> None:
    cycle = Cycle.objects.get(version__regime=regime, label="2026-H1")
    with noon(DAY(2025, 11, 3)):
        tell_of_cycle(cycle.pk)
        version = version_facts(
            world, since=DAY(2026, 1, 1), due=DueRule(DueKind.AFTER, number=5), reason="Đổi căn cứ"
        )
        by = actor(world.coordinator)
        told = {row.name: row.is_kept for row in replaced_cycles(regime, version)}
        assert told[cycle.name]
        actions.revise_regime(by=by, regime=regime, number=1, version=version)
        assert cycle not in cycles_ahead(regime, DAY(2025, 11, 3))
    cycle.refresh_from_db()
    assert cycle.closed_at is not None and owing(cycle) == set()
    assert OutboxEvent.objects.get(name="cycle.withdrawn").object_id == str(cycle.pk)


def test_two_people_who_revise_at_once_do_not_overwrite_each_other(
    world: World, regime: Regime
) -> None:
    def revise(since: dt.date) -> None:
        version = version_facts(world, since=since, reason="Sửa")
        by = actor(world.coordinator)
        actions.revise_regime(by=by, regime=regime, number=1, version=version)

    with noon(DAY(2025, 7, 1)):
        revise(DAY(2025, 7, 1))
        refused("changed_meanwhile", revise, since=DAY(2025, 7, 2))
    assert regime.versions.count() == 2


def test_a_revision_needs_a_reason_and_a_later_day(world: World, regime: Regime) -> None:
    given = {"by": actor(world.coordinator), "regime": regime, "number": 1}
    version = version_facts(world, since=DAY(2025, 7, 1))
    refused("reason_missing", actions.revise_regime, **given, version=version)
    version = version_facts(world, reason="Sửa")
    refused("since_not_after", actions.revise_regime, **given, version=version)


def test_an_ended_regime_lays_nothing_more(world: World, regime: Regime) -> None:
    by = actor(world.coordinator)
    with noon(DAY(2025, 7, 1)):
        actions.end_regime(by=by, regime=regime, last_day=DAY(2025, 6, 30), reason="Hết kế hoạch")
        assert lay_all() == Laid()
    assert labels(regime) == ["2025-H1"]
    refused(
        "regime_ended", actions.end_regime, by=by, regime=regime, last_day=MADE_ON, reason="Lại"
    )


# Bodies that end


def merge(world: World, on: dt.date) -> None:
    """Sở Tài chính goes into Sở Nội vụ."""
    world.stc.validity = type(world.stc.validity)(world.stc.validity.lower, on)
    world.stc.save()
    Succession.objects.create(
        predecessor=world.stc,
        successor=world.snv,
        kind=SuccessionKind.MERGED,
        effective_on=on,
        source="tests",
    )


def test_a_body_merged_between_two_periods_owes_nothing_and_its_heir_owes_once(
    world: World, regime: Regime
) -> None:
    merge(world, DAY(2025, 9, 1))
    with noon(DAY(2025, 9, 2)):
        laid = lay_all()
        assert lay_all() == Laid()
    assert laid.released == 2
    for label in ("2025-H1", "2026-H1"):
        cycle = cycle_of(regime, label)
        assert "STC" not in owing(cycle)
        assert cycle.duties.filter(body=world.snv).count() == 1
    assert "Sở Nội vụ" in duty_of(regime, world.stc).release_reason


def test_a_heir_that_owed_nothing_owes_in_its_place(world: World, programme: Programme) -> None:
    heir = make_body("Trung tâm Chuyển đổi số", kind=Kind.PUBLIC_SERVICE)
    level = LevelFacts(BEFORE_10_JUNE, body=world.stc, addressee=world.skhcn)
    regime = make_regime(world, programme, levels=(level,))
    world.stc.validity = type(world.stc.validity)(world.stc.validity.lower, DAY(2025, 6, 1))
    world.stc.save()
    Succession.objects.create(
        predecessor=world.stc,
        successor=heir,
        kind=SuccessionKind.MERGED,
        effective_on=DAY(2025, 6, 1),
        source="tests",
    )
    with noon(DAY(2025, 6, 2)):
        lay_all()
    assert duty_of(regime, heir).last_day == DAY(2025, 6, 9)
    assert duty_of(regime, world.stc).released_at is not None


def end(body: Organisation, on: dt.date, *heirs: Organisation) -> None:
    """A body ends on a day; its duties go to its heirs."""
    body.validity = type(body.validity)(body.validity.lower, on)
    body.save()
    for heir in heirs:
        Succession.objects.create(
            predecessor=body,
            successor=heir,
            kind=SuccessionKind.SPLIT,
            effective_on=on,
            source="tests",
        )


def test_of_a_body_that_was_split_each_part_owes(world: World, programme: Programme) -> None:
    parts = [make_body(f"Trung tâm {name}", kind=Kind.PUBLIC_SERVICE) for name in ("A", "B")]
    level = LevelFacts(BEFORE_10_JUNE, body=world.stc, addressee=world.skhcn)
    regime = make_regime(world, programme, levels=(level,))
    end(world.stc, DAY(2025, 5, 20), *parts)
    with noon(DAY(2025, 5, 21)):
        laid = lay_all()
        assert lay_all() == Laid()
    assert (laid.released, laid.duties) == (2, 4)
    owed = cycle_of(regime).duties.filter(released_at__isnull=True)
    assert {duty.body for duty in owed} == set(parts)


def test_a_body_dissolved_without_heirs_leaves_nothing_owed(
    world: World, programme: Programme
) -> None:
    level = LevelFacts(BEFORE_10_JUNE, body=world.stc, addressee=world.skhcn)
    regime = make_regime(world, programme, levels=(level,))
    end(world.stc, DAY(2025, 5, 20))
    with noon(DAY(2025, 5, 21)):
        lay_all()
    assert owing(cycle_of(regime)) == set()
    reason = duty_of(regime, world.stc).release_reason
    assert "không có cơ quan kế thừa" in reason


def test_reports_to_a_body_that_ended_go_to_the_one_that_carries_it_on(
    world: World, regime: Regime
) -> None:
    """Open cycles turn to the heir, those laid later are addressed to it; a closed one stays."""
    heir = make_body("Sở Khoa học, Công nghệ và Chuyển đổi số")
    with noon(DAY(2025, 6, 20)):
        actions.close_cycle(by=actor(world.coordinator), cycle=cycle_of(regime))
    end(world.skhcn, DAY(2025, 9, 1), heir)
    with noon(DAY(2025, 9, 2)):
        lay_all()
        lay_all()
    with noon(DAY(2026, 5, 5)):
        lay_all()
    receivers = {
        label: set(cycle_of(regime, label).duties.values_list("addressee__name", flat=True))
        for label in ("2025-H1", "2026-H1", "2027-H1")
    }
    assert receivers == {
        "2025-H1": {world.skhcn.name},
        "2026-H1": {heir.name},
        "2027-H1": {heir.name},
    }
    assert AuditEvent.objects.filter(action="cycle.readdress").count() == 1


def test_a_body_new_to_a_group_owes_until_the_cycle_closes(world: World, regime: Regime) -> None:
    make_body("Sở Công Thương", since=DAY(2025, 5, 10), short_name="SCT")
    make_body("Sở Y tế", since=DAY(2025, 6, 20), short_name="SYT")
    with noon(DAY(2025, 5, 20)):
        lay_all()
    assert "SCT" in owing(cycle_of(regime))
    assert "SYT" not in owing(cycle_of(regime))
    assert "SYT" in owing(cycle_of(regime, "2026-H1"))


def test_a_body_of_two_groups_owes_once(world: World, programme: Programme) -> None:
    levels = tuple(
        LevelFacts(BEFORE_10_JUNE, group=group, addressee=world.skhcn)
        for group in (make_group(), make_group("Các sở", Kind.DEPARTMENT))
    )
    regime = make_regime(world, programme, levels=levels)
    assert cycle_of(regime).duties.filter(body=world.snv).count() == 1


# Ad hoc and by event


def ask(world: World, programme: Programme, **fields: object) -> Cycle:
    values: dict[str, object] = {
        "title": "Báo cáo nhanh tình hình bão số 12",
        "asked": "Thiệt hại hạ tầng số và phương án khắc phục",
        "programme": programme,
        "last_day": DAY(2025, 11, 12),
        "period": Period(DAY(2025, 11, 1), DAY(2025, 11, 10)),
        "basis": "Công văn 900/UBND-KGVX",
        "addressee": world.skhcn,
        "bodies": (world.congan, world.snv),
        "groups": (make_group("Các sở", Kind.DEPARTMENT),),
        "headings": ("Tình hình thiệt hại", "  ", "Kiến nghị"),
    }
    with noon(DAY(2025, 11, 10)):
        return actions.request_ad_hoc(
            by=actor(world.coordinator),
            facts=AdHocFacts(**(values | fields)),  # type: ignore[arg-type]
        )


def test_an_ad_hoc_request_is_one_cycle_with_its_outline_and_duties(
    world: World, programme: Programme
) -> None:
    cycle = ask(world, programme)
    assert owing(cycle) == {"Sở KH&CN", "SNV", "STC", "CA tỉnh"}
    duty = cycle.duties.get(body=world.snv)
    assert (duty.last_day, duty.due_words) == (DAY(2025, 11, 12), "chậm nhất ngày 12/11/2025")
    assert cycle.version.regime.kind == RegimeKind.AD_HOC
    assert cycle.version.outline is not None
    outline = read_outline(cycle.version.outline.content)
    assert [heading.title for heading in outline.headings] == ["Tình hình thiệt hại", "Kiến nghị"]
    assert [place.label for place in outline.narratives] == ["Tình hình thiệt hại", "Kiến nghị"]
    with noon(DAY(2025, 11, 11)):
        assert lay_all() == Laid()


@pytest.mark.parametrize(
    ("code", "fields"),
    [
        ("title_missing", {"title": " "}),
        ("asked_missing", {"asked": ""}),
        ("deadline_past", {"last_day": DAY(2025, 11, 9)}),
        ("levels_missing", {"bodies": (), "groups": ()}),
        ("nobody_owes", {"bodies": (), "kinds": (Kind.MILITARY,)}),
    ],
)
def test_an_ad_hoc_request_that_asks_nobody_for_nothing_is_refused(
    world: World, programme: Programme, code: str, fields: dict[str, object]
) -> None:
    if kinds := fields.pop("kinds", ()):
        fields["groups"] = (make_group("Quân sự", *kinds),)  # type: ignore[misc]
    refused(code, ask, world=world, programme=programme, **fields)


def test_a_plan_issued_begins_a_cycle_due_five_working_days_after(
    world: World, programme: Programme
) -> None:
    """The package of Nghị định 224/2026/NĐ-CP, Điều 7."""
    regime = make_regime(
        world,
        programme,
        kind=RegimeKind.PACKAGE,
        rule=RegimeRule(Frequency.ON_EVENT),
        since=DAY(2026, 7, 1),
        levels=(
            LevelFacts(
                DueRule(DueKind.AFTER, number=5, counted_from=CountedFrom.ISSUE),
                body=world.ubnd,
                addressee_text="Bộ Khoa học và Công nghệ",
            ),
        ),
    )
    assert labels(regime) == []
    by = actor(world.coordinator)
    with noon(DAY(2026, 8, 28)):
        # Monday 31 August to 2 September are off in the calendar that comes with the product.
        cycle = actions.begin_event_cycle(by=by, regime=regime, day=DAY(2026, 8, 27))
        assert cycle.duties.get().last_day == DAY(2026, 9, 8)
        again = actions.begin_event_cycle(by=by, regime=regime, day=DAY(2026, 8, 27))
        assert again.label == "2026-08-27-2"
        given = {"act": actions.begin_event_cycle, "by": by, "regime": regime}
        refused("event_ahead", **given, day=DAY(2026, 8, 29))
        refused("event_outside", **given, day=DAY(2026, 6, 1))
        refused("event_day_missing", **given)


# Steps of cycles and duties


def test_a_cycle_is_closed_after_its_closing_day_and_opened_with_a_reason(
    world: World, regime: Regime
) -> None:
    by, cycle = actor(world.coordinator), cycle_of(regime)
    with noon(DAY(2025, 5, 31)):
        refused("cycle_not_over", actions.close_cycle, by=by, cycle=cycle)
    with noon(DAY(2025, 6, 10)):
        assert actions.close_cycle(by=by, cycle=cycle).closed_at is not None
        refused("cycle_closed", actions.close_cycle, by=by, cycle=cycle)
        refused("reason_missing", actions.reopen_cycle, by=by, cycle=cycle, reason=" ")
        assert actions.reopen_cycle(by=by, cycle=cycle, reason="Bổ sung").closed_at is None
        refused("cycle_open", actions.reopen_cycle, by=by, cycle=cycle, reason="Bổ sung")


def test_a_duty_is_moved_and_released_with_a_reason(world: World, regime: Regime) -> None:
    by, duty = actor(world.coordinator), duty_of(regime, world.snv)
    moved = actions.move_duty(by=by, duty=duty, last_day=DAY(2025, 6, 16), reason="Bão")
    assert (moved.last_day, moved.due_words) == (DAY(2025, 6, 16), "chuyển đến hết ngày 16/06/2025")
    given = {"by": by, "duty": duty, "reason": "Bão"}
    refused("same_day", actions.move_duty, **given, last_day=DAY(2025, 6, 16))
    refused("day_before_period", actions.move_duty, **given, last_day=DAY(2024, 6, 16))
    assert actions.release_duty(by=by, duty=duty, reason="Bão").release_reason == "Bão"
    refused("duty_released", actions.release_duty, **given)
    refused("reason_missing", actions.release_duty, by=by, duty=duty, reason="")
    assert AuditEvent.objects.filter(action__in=("duty.move", "duty.release")).count() == 2


# Where duties stand


def hand_in(duty: ReportDuty, state: str, *, is_late: bool = False, returns: int = 0) -> None:
    """What a body handed in, as the receiving side records it."""
    by, cycle = duty.cycle.version.created_by, duty.cycle
    report = Report.objects.create(
        title=f"Báo cáo của {duty.body}",
        programme=cycle.version.regime.programme,
        issuer=duty.body,
        period_start=cycle.period_start,
        period_end=cycle.period_end,
        as_of=cycle.closing_on,
        known_at=clock.now(),
        created_by=by,
        created_at=clock.now(),
    )
    handed = Submission.objects.create(
        duty=duty, report=report, returns=returns, opened_by=by, opened_at=clock.now()
    )
    handed.is_late, handed.sent_at = is_late, clock.now()
    for step in ("sent", state) if state != "sent" else ("sent",):
        handed.state = step
        handed.save()


def states(world: World, on: dt.date, **chosen: object) -> dict[str, str]:
    rows = calendar_of(actor(world.coordinator), DutyFilter(**chosen), on)  # type: ignore[arg-type]
    return {row.body.short_name: row.state for row in rows}


def test_a_state_is_computed_alike_by_the_database_and_by_the_rule(
    world: World, regime: Regime
) -> None:
    cycle = cycle_of(regime)
    given = [("accepted", False), ("returned", True), ("sent", False), ("sent", True)]
    for duty, (state, late) in zip(cycle.duties.order_by("pk"), given, strict=False):
        hand_in(duty, state, is_late=late, returns=1)
    days = [DAY(2025, 4, 1), DAY(2025, 5, 1), DAY(2025, 6, 2), DAY(2025, 6, 9), DAY(2025, 6, 10)]
    for on in days:
        rows = list(with_state(ReportDuty.objects.select_related("cycle", "submission"), on))
        assert {row.pk: row.state for row in rows} == {row.pk: by_rule(row, on) for row in rows}


def by_rule(row: ReportDuty, on: dt.date) -> str:
    submission = getattr(row, "submission", None)
    facts = DutyFacts(
        last_day=row.last_day,
        closing_on=row.cycle.closing_on,
        submission=submission.state if submission else "",
        is_late=bool(submission and submission.is_late),
        is_released=row.released_at is not None,
        is_closed=row.cycle.closed_at is not None,
        is_asked=bool(row.cycle.asked),
    )
    return duty_state(facts, on, soon_days=7, opens_days=30).value


def test_the_counts_of_a_cycle_add_up(world: World, regime: Regime) -> None:
    hand_in(duty_of(regime, world.snv), "accepted")
    hand_in(duty_of(regime, world.stc), "sent", is_late=True, returns=2)
    by, on = actor(world.coordinator), DAY(2025, 6, 10)
    cycle = cycle_of(regime)
    counts = count_cycles(by, [cycle], on)[cycle.pk]
    assert (counts.owed, counts.on_time, counts.late, counts.missing, counts.returns) == (
        cycle.duties.count(),
        1,
        1,
        cycle.duties.count() - 2,
        2,
    )
    assert count_all(calendar_of(by, DutyFilter(cycle=cycle.pk), on)) == counts


def test_duties_are_narrowed_by_day_body_and_state(world: World, regime: Regime) -> None:
    on = DAY(2025, 6, 10)
    assert states(world, on, body=world.snv.pk, until=DAY(2025, 12, 31)) == {"SNV": "missing"}
    assert set(states(world, on, state="not_open")) == owing(cycle_of(regime, "2026-H1"))
    assert states(world, on, since=DAY(2027, 1, 1)) == {}
    release = {"by": actor(world.coordinator), "duty": duty_of(regime, world.snv), "reason": "x"}
    actions.release_duty(**release)  # type: ignore[arg-type]
    assert states(world, on, state="released") == {"SNV": "released"}
    assert "SNV" not in states(world, on, cycle=cycle_of(regime).pk)


def test_a_body_sees_its_own_duties_alone(world: World, regime: Regime) -> None:
    def seen(user: User) -> set[str]:
        rows = calendar_of(actor(user), DutyFilter(), DAY(2025, 6, 1))
        return {row.body.short_name for row in rows}

    assert seen(world.snv_officer) == {"SNV"}
    assert seen(world.congan_officer) == set()
    assert len(seen(world.leader)) == 5
    rows = duties_of_body(world.snv.pk, DAY(2025, 6, 1))
    assert [row.last_day for row in rows] == [DAY(2025, 6, 9), DAY(2026, 6, 9)]


def test_what_was_sent_stays_with_the_body_that_ended(world: World, regime: Regime) -> None:
    hand_in(duty_of(regime, world.stc), "sent")
    merge(world, DAY(2025, 9, 1))
    with noon(DAY(2025, 9, 2)):
        assert lay_all().released == 1
    assert duty_of(regime, world.stc).released_at is None


def test_what_was_handed_in_holds_a_regime_and_a_duty(world: World, regime: Regime) -> None:
    duty = duty_of(regime, world.snv, "2026-H1")
    hand_in(duty, "sent")
    by = actor(world.coordinator)
    version = version_facts(world, since=DAY(2025, 7, 1), reason="Sửa")
    refused("cycle_begun", actions.revise_regime, by=by, regime=regime, number=1, version=version)
    refused("duty_sent", actions.release_duty, by=by, duty=duty, reason="Bão")
