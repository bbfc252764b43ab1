"""The reports of a cycle compiled by a job, and the pages on which that is done."""

from __future__ import annotations

import re
from collections.abc import Iterator
from copy import deepcopy

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.compiling_factories import ask_compiling, compile_for, hand_in, make_handed_in
from tests.factories import World, actor, make_world
from tests.gathering_factories import OF_SNV, OF_STC, approve
from tests.report_factories import AS_OF
from tests.submission_factories import Owed
from tests.task_factories import noon
from tiendo.accounts.actor import PermissionRefused
from tiendo.composer.model import Bullet, FigureRef, Paragraph, Run
from tiendo.regimes.compiling.actions import (
    compile_cycle,
    compiled_report,
    owed_to,
    run_compiling,
)
from tiendo.regimes.compiling.errors import CompilingError
from tiendo.regimes.models import SubmissionState
from tiendo.reporting.actions import correct_report
from tiendo.reporting.errors import ReportError
from tiendo.reporting.gathering.contradictions import contradictions
from tiendo.reporting.gathering.side_by_side import (
    digest_of,
    merge_place,
    origins_of,
    paragraphs_in,
    pick_paragraphs,
    progress_of,
    sides_of,
)
from tiendo.reporting.lineage import trace
from tiendo.reporting.made_files import MadeState
from tiendo.reporting.making import FileUnderWay
from tiendo.reporting.models import (
    ChosenValue,
    Compilation,
    OutlineVersion,
    OwedReport,
    PickedParagraph,
    Picking,
    Report,
    SourceReading,
)
from tiendo.reporting.outlines.starters import COMPILED, install_starter
from tiendo.reporting.queries import composed_document, figures_of
from tiendo.reporting.writings import words_of, write_words

PLACE = "assessment"


@pytest.fixture(scope="module")
def made(kept_transaction: None) -> tuple[World, Owed, Report]:
    """Made once for all tests, none of which sees what another did."""
    world = make_world()
    owed = make_handed_in(world)
    return world, owed, compile_for(world, owed)


@pytest.fixture
def db(made: object) -> Iterator[None]:
    """One test, undone; pytest-django's would undo what was made too."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


@pytest.fixture
def own(db: None, made: tuple[World, Owed, Report]) -> tuple[World, Owed, Report]:
    """What was made, as objects that a test may change."""
    return deepcopy(made)


@pytest.fixture
def world(own: tuple[World, Owed, Report]) -> World:
    return own[0]


@pytest.fixture
def owed(own: tuple[World, Owed, Report]) -> Owed:
    return own[1]


@pytest.fixture
def report(own: tuple[World, Owed, Report]) -> Report:
    return own[2]


@pytest.fixture
def coordinator(world: World, client: Client) -> Client:
    client.force_login(world.coordinator)
    return client


# The job


def test_accepted_reports_are_compiled_and_others_told_of(
    world: World, owed: Owed, report: Report
) -> None:
    names = [row.source.issuer.name for row in report.sources.select_related("source__issuer")]
    states = {each.duty.body.name: each.state for each in owed_to(owed.cycle, world.skhcn)}
    assert names == ["Sở Nội vụ", "Sở Tài chính"]
    assert states["Ủy ban nhân dân xã Ea Trang"] == "missing"
    assert (report.issuer, report.body) == (world.skhcn, None)
    assert report.outline is not None and report.outline.outline.code == COMPILED
    assert compiled_report(owed.cycle, world.skhcn) == report


def test_how_far_it_is_stands_in_the_row(report: Report) -> None:
    row = Compilation.objects.get(report=report)
    assert (row.state, row.done, row.total) == (MadeState.DONE, 2, 2)
    assert SourceReading.objects.filter(report__gathered_into__report=report).count() == 2


def test_done_twice_nothing_is_made_twice(report: Report) -> None:
    row = Compilation.objects.get(report=report)
    with noon(AS_OF):
        assert run_compiling(row.pk) is None
    assert Report.objects.filter(sources__isnull=False).distinct().count() == 1


def test_a_report_accepted_since_joins_the_draft(world: World, owed: Owed, report: Report) -> None:
    hand_in(world, owed, "ea_trang", "Xã đã lắp 5 điểm wifi công cộng.")
    again = compile_for(world, owed)
    assert again.pk == report.pk
    assert again.version == report.version + 1
    assert again.sources.count() == 3


def test_the_report_names_who_sent_late_and_who_did_not(
    world: World, owed: Owed, report: Report
) -> None:
    """Also when it is corrected; what an approved one tells is kept as it was."""
    told = lines_of(report)
    assert "số cơ quan đã gửi báo cáo là 2 trên tổng số 3 cơ quan phải gửi" in told
    assert "Chưa gửi, chưa đến hạn (1 cơ quan)" in told
    hand_in(world, owed, "ea_trang", "Xã đã lắp 5 điểm wifi công cộng.", is_late=True)
    again = compile_for(world, owed)
    told = lines_of(again)
    assert "3 trên tổng số 3 cơ quan" in told
    assert "Gửi muộn (1 cơ quan): " in told
    assert "Chưa gửi" not in told
    figure = again.figures.get(key="gathered.handing.late")
    (record,) = trace(actor(world.coordinator), figure, figure.record_ids)
    assert record.title == world.ea_trang.name and "gửi muộn ngày" in record.note
    approve(world, again)
    with pytest.raises(IntegrityError), transaction.atomic():
        OwedReport.objects.filter(report=again).update(is_late=False)
    with noon(AS_OF):
        by = actor(world.coordinator)
        corrected = correct_report(by=by, report=again, reason="Sai số liệu")
    assert corrected.owed_reports.filter(is_late=True).count() == 1


def test_where_all_sent_in_time_nobody_is_named(world: World, owed: Owed, report: Report) -> None:
    release(owed, "ea_trang")
    told = lines_of(compile_for(world, owed))
    assert "tất cả 2 cơ quan phải gửi báo cáo đã gửi đúng hạn" in told
    assert "Gửi muộn" not in told


def test_merged_words_stay_when_compiled_again(world: World, owed: Owed, report: Report) -> None:
    write(world, report, "Các cơ quan đã hoàn thành đúng hạn.")
    again = compile_for(world, owed)
    assert again.narrative[PLACE] == "Các cơ quan đã hoàn thành đúng hạn."


def test_the_report_of_a_body_that_is_released_leaves_the_draft(
    world: World, owed: Owed, report: Report
) -> None:
    release(owed, "stc")
    again = compile_for(world, owed)
    assert [row.source.issuer.name for row in again.sources.all()] == ["Sở Nội vụ"]


def test_without_an_accepted_report_there_is_nothing_to_compile(world: World, owed: Owed) -> None:
    release(owed, "snv")
    release(owed, "stc")
    refuse(world, owed, "nothing_accepted")


def test_of_two_who_ask_one_waits(world: World, owed: Owed) -> None:
    ask_compiling(world, owed)
    refuse(world, owed, "being_compiled")
    with pytest.raises(IntegrityError), transaction.atomic():
        Compilation.objects.create(
            cycle_id=owed.cycle.pk,
            body=world.skhcn,
            asked_by=world.coordinator,
            asked_at=owed.cycle.created_at,
        )


def test_an_approved_one_is_corrected_not_compiled_again(
    world: World, owed: Owed, report: Report
) -> None:
    approve(world, report)
    refuse(world, owed, "compiled_approved")


def test_what_is_refused_is_kept_for_who_asked(world: World, owed: Owed, report: Report) -> None:
    row = ask_compiling(world, owed)
    approve(world, report)
    Compilation.objects.filter(report=report).update(report=None)
    Compilation.objects.filter(pk=row.pk).update(outline=faulty_outline(report))
    with noon(AS_OF):
        assert run_compiling(row.pk) is None
    row.refresh_from_db()
    assert (row.state, row.report) == (MadeState.FAILED, None)
    assert "{no.such}" in row.error


def test_one_worker_at_a_time(world: World, owed: Owed) -> None:
    row = ask_compiling(world, owed)
    with noon(AS_OF):
        Compilation.objects.filter(pk=row.pk).update(beat_at=row.asked_at)
        with pytest.raises(FileUnderWay):
            run_compiling(row.pk)


def test_who_does_not_compile_starts_nothing(world: World, owed: Owed) -> None:
    with pytest.raises(PermissionRefused):
        compile_cycle(by=actor(world.snv_head), cycle=owed.cycle, body=world.skhcn)


def test_the_outline_of_the_product_is_laid_down_once(report: Report) -> None:
    assert install_starter(COMPILED) == install_starter(COMPILED) == report.outline


def lines_of(report: Report) -> str:
    """The paragraphs of a report as they print, a line each."""
    figures = list(figures_of(report))
    printed = {figure.key: figure.printed for figure in figures}
    return "\n".join(
        "".join(
            piece.text if isinstance(piece, Run) else printed[piece.key]
            for piece in block.content
            if isinstance(piece, Run | FigureRef)
        )
        for block in composed_document(report, figures).blocks
        if isinstance(block, Paragraph | Bullet)
    )


def release(owed: Owed, body: str) -> None:
    duty = owed.duties[body]
    duty.released_at, duty.release_reason = duty.cycle.created_at, "Được miễn"
    duty.save()


def refuse(world: World, owed: Owed, code: str) -> None:
    with pytest.raises(CompilingError) as refused:
        ask_compiling(world, owed)
    assert refused.value.code == code


def faulty_outline(report: Report) -> OutlineVersion:
    assert report.outline is not None
    return OutlineVersion.objects.create(
        outline=report.outline.outline,
        number=9,
        since=AS_OF,
        source="tests",
        content={"headings": [{"code": "a", "title": "{no.such}"}]},
        created_at=report.created_at,
    )


# Merging words


def write(world: World, report: Report, text: str) -> None:
    with noon(AS_OF):
        version = words_of(report, PLACE).version
        by = actor(world.coordinator)
        write_words(by=by, report=report, place=PLACE, text=text, base_version=version)


def pick(
    world: World, report: Report, texts: list[tuple[str, str]], picking: Picking = Picking.USED
) -> None:
    sources = {row.source.issuer.name: row.source_id for row in report.sources.all()}
    with noon(AS_OF):
        pick_paragraphs(
            by=actor(world.coordinator),
            report=report,
            place=PLACE,
            chosen=[(sources[body], digest_of(text)) for body, text in texts],
            picking=picking,
            base_version=words_of(report, PLACE).version,
        )


FIRST, SECOND = paragraphs_in(OF_SNV)


def test_words_stand_side_by_side_by_body(report: Report) -> None:
    sides = sides_of(report, merge_place(report, PLACE))
    assert [(side.source.name, len(side.paragraphs)) for side in sides] == [
        ("Sở Nội vụ", 2),
        ("Sở Tài chính", 1),
    ]


def test_words_are_found_without_marks_and_case(report: Report) -> None:
    [side] = sides_of(report, merge_place(report, PLACE), "BO TRI kinh phi")
    assert [each.text for each in side.paragraphs] == [OF_STC]


def test_picked_paragraphs_come_into_the_words_with_their_origin_beside(
    world: World, report: Report
) -> None:
    pick(world, report, [("Sở Nội vụ", SECOND), ("Sở Tài chính", OF_STC)])
    place, words = merge_place(report, PLACE), words_of(report, PLACE)
    assert words.text == f"{SECOND}\n{OF_STC}"
    assert "theo báo cáo" not in words.text
    assert origins_of(report, place, words.text) == [
        (SECOND, ("Sở Nội vụ",)),
        (OF_STC, ("Sở Tài chính",)),
    ]


def test_what_was_changed_since_is_by_who_changed_it(world: World, report: Report) -> None:
    pick(world, report, [("Sở Tài chính", OF_STC)])
    write(world, report, "Đã bố trí kinh phí.")
    assert origins_of(report, merge_place(report, PLACE), "Đã bố trí kinh phí.") == []


def test_picked_twice_it_stands_once(world: World, report: Report) -> None:
    pick(world, report, [("Sở Tài chính", OF_STC)])
    pick(world, report, [("Sở Tài chính", OF_STC)])
    assert words_of(report, PLACE).text == OF_STC
    assert PickedParagraph.objects.filter(report=report).count() == 1


def test_progress_counts_what_was_looked_at(world: World, report: Report) -> None:
    pick(world, report, [("Sở Nội vụ", FIRST)], Picking.LEFT_OUT)
    pick(world, report, [("Sở Tài chính", OF_STC)])
    [progress] = [each for each in progress_of(report) if each.place.name == PLACE]
    assert (progress.said, progress.looked_at, progress.used) == (3, 2, 1)
    assert not progress.is_done


def test_a_mark_can_be_taken_back(world: World, report: Report) -> None:
    pick(world, report, [("Sở Nội vụ", FIRST)], Picking.LEFT_OUT)
    pick(world, report, [("Sở Nội vụ", FIRST)], Picking.OPEN)
    [progress] = [each for each in progress_of(report) if each.place.name == PLACE]
    assert progress.looked_at == 0


def test_nothing_picked_is_said(world: World, report: Report) -> None:
    with pytest.raises(ReportError) as refused:
        pick(world, report, [("Sở Nội vụ", "không có đoạn này")])
    assert refused.value.code == "nothing_picked"


def test_merged_words_are_printed_in_place_of_those_of_the_bodies(
    world: World, owed: Owed, report: Report
) -> None:
    assert "Căn cứ Quyết định" in str(report.content)
    write(world, report, "Các sở đã bố trí kinh phí.")
    again = compile_for(world, owed)
    assert "Các sở đã bố trí kinh phí." in str(again.content)
    assert "Căn cứ Quyết định" not in str(again.content)


# Pages


def url(name: str, *args: object) -> str:
    return reverse(name, args=args)


def page_of(client: Client, name: str, *args: object, **data: str) -> str:
    with noon(AS_OF):
        return client.get(url(name, *args), data).content.decode()


def test_the_list_counts_what_is_owed_and_accepted(coordinator: Client) -> None:
    page = page_of(coordinator, "compilation-list")
    assert re.search(r'data-label="Phải gửi">3<.*data-label="Đã tiếp nhận">2<', page, re.S)


def test_the_cycle_says_who_is_missing(coordinator: Client, world: World, owed: Owed) -> None:
    page = page_of(coordinator, "compilation", owed.cycle.pk, world.skhcn.pk)
    assert "Đã tiếp nhận 2 trên 3 báo cáo" in page
    assert "Chưa mở báo cáo" in page
    assert "đã xem 0/3 đoạn" in page


def test_asked_for_on_the_page_progress_is_shown(
    coordinator: Client, world: World, owed: Owed
) -> None:
    with noon(AS_OF):
        answer = coordinator.post(url("compilation", owed.cycle.pk, world.skhcn.pk), follow=True)
    row = Compilation.objects.order_by("-pk")[0]
    assert row.state == MadeState.WAITING
    assert url("compilation-progress", row.pk) in answer.content.decode()
    with noon(AS_OF):
        again = coordinator.post(url("compilation", owed.cycle.pk, world.skhcn.pk))
    assert again.status_code == 409


def test_progress_brings_the_page_anew_when_done(coordinator: Client, report: Report) -> None:
    row = Compilation.objects.get(report=report)
    with noon(AS_OF):
        assert coordinator.get(url("compilation-progress", row.pk))["HX-Refresh"] == "true"


def test_a_value_is_chosen_on_the_page(coordinator: Client, report: Report) -> None:
    [found] = contradictions(report)
    page = page_of(coordinator, "compilation-choose", report.pk)
    assert "05/10/2025 (Sở Nội vụ)" in page and "15/10/2025 (Sở Tài chính)" in page
    typed = {"key": found.key, "saying": found.sayings[1].code, "reason": ""}
    with noon(AS_OF):
        refused = coordinator.post(url("compilation-choose", report.pk), typed)
        done = coordinator.post(
            url("compilation-choose", report.pk), typed | {"reason": "Theo bản gốc"}
        )
    assert (refused.status_code, done.status_code) == (422, 302)
    assert ChosenValue.objects.get(report=report).printed == "15/10/2025"


def test_paragraphs_are_picked_and_words_written_on_the_page(
    coordinator: Client, report: Report
) -> None:
    [*_, side] = sides_of(report, merge_place(report, PLACE))
    ticked = f"{side.source.report_id}:{side.paragraphs[0].digest}"
    with noon(AS_OF):
        done = coordinator.post(
            url("compilation-pick", report.pk, PLACE),
            {"picking": "used", "version": "0", "doan": [ticked]},
        )
        nothing = coordinator.post(
            url("compilation-pick", report.pk, PLACE), {"picking": "used", "version": "0"}
        )
    assert (done.status_code, nothing.status_code) == (302, 422)
    page = page_of(coordinator, "compilation-merge", report.pk, PLACE)
    assert "theo báo cáo của Sở Tài chính" in page
    version = words_of(report, PLACE).version
    with noon(AS_OF):
        written = coordinator.post(
            url("compilation-merge", report.pk, PLACE),
            {"text": "Viết lại", "version": str(version)},
        )
    assert written.status_code == 302
    assert words_of(report, PLACE).text == "Viết lại"


def test_two_who_write_the_same_paragraph_lose_nothing(
    coordinator: Client, world: World, report: Report
) -> None:
    write(world, report, "Bản đầu")
    begun = str(words_of(report, PLACE).version)
    write(world, report, "Bản của người khác")
    mine = {"text": "Bản của tôi", "version": begun}
    with noon(AS_OF):
        answer = coordinator.post(url("compilation-merge", report.pk, PLACE), mine)
    assert answer.status_code == 409
    page = answer.content.decode()
    assert "Bản của tôi" in page and "Bản của người khác" in page
    assert words_of(report, PLACE).text == "Bản của người khác"


def test_pages_of_what_is_no_compiled_report_are_not_found(
    coordinator: Client, world: World, owed: Owed, report: Report
) -> None:
    source = report.sources.all()[0].source_id
    with noon(AS_OF):
        for address in (
            url("compilation-choose", source),
            url("compilation-merge", report.pk, "khong-co"),
            url("compilation", owed.cycle.pk, world.snv.pk),
        ):
            assert coordinator.get(address).status_code == 404


@pytest.mark.parametrize("name", ["compilation", "compilation-choose", "compilation-merge"])
def test_pages_ask_as_many_queries_however_many_bodies(
    coordinator: Client, world: World, owed: Owed, report: Report, name: str
) -> None:
    args: dict[str, tuple[object, ...]] = {
        "compilation": (owed.cycle.pk, world.skhcn.pk),
        "compilation-choose": (report.pk,),
        "compilation-merge": (report.pk, PLACE),
    }
    few = queries_of(coordinator, name, *args[name])
    hand_in(world, owed, "ea_trang", OF_SNV)
    compile_for(world, owed)
    assert queries_of(coordinator, name, *args[name]) == few <= 45


def queries_of(client: Client, name: str, *args: object) -> int:
    page_of(client, name, *args)
    with CaptureQueriesContext(connection) as asked:
        page_of(client, name, *args)
    return len(asked)


def test_a_returned_report_is_not_compiled(world: World, owed: Owed) -> None:
    hand_in(world, owed, "ea_trang", "Đang sửa", SubmissionState.RETURNED)
    assert compile_for(world, owed).sources.count() == 2
