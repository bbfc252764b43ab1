"""What is found and by whom: entries follow their records within the transaction, rights stand in
the query, words are met as people type them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.document_factories import newer_text, plan_docx, register_plan, text_of
from tests.factories import World, actor, make_body, make_world
from tests.task_factories import bring_to, make_programme, make_task, noon, take_step
from tiendo.accounts.models import User
from tiendo.documents.models import Document, DocumentLink
from tiendo.domain.lifecycle import State
from tiendo.organisations.models import OrganisationAlias, Succession, SuccessionKind
from tiendo.programmes.models import Programme
from tiendo.search.models import EntryKind, SearchEntry, Standing
from tiendo.search.queries import search, suggest, visible_entries
from tiendo.search.ranking import How
from tiendo.search.rebuilding import audit_entries, rebuild_entries
from tiendo.tasks import actions
from tiendo.tasks.actions.difficulties import raise_difficulty
from tiendo.tasks.actions.progress import record_update
from tiendo.tasks.models import Part, Task

pytestmark = pytest.mark.django_db
TODAY = dt.date(2025, 9, 10)
PAGE_QUERIES = 10
SUGGESTION_QUERIES = 9
SPELLINGS = ("146/KH-UBND", "146 kh ubnd", "KH 146", "kế hoạch 146", "146/khubnd", "kh146")
ODD = ("", "   ", "''\"\"", "\0", "&|!():*<->", "%", "' OR 1=1 --", "x" * 5000, "\U0001f600")


@pytest.fixture
def world() -> World:
    return make_world()


@pytest.fixture(autouse=True)
def _today() -> Iterator[None]:
    with noon(TODAY):
        yield


@pytest.fixture
def programme(world: World) -> Programme:
    return make_programme(world)


def live(world: World, programme: Programme, title: str, **fields: object) -> Task:
    return bring_to(world, make_task(world, programme, title=title, **fields), State.LIVE)


def found(user: User, typed: str, kind: str = "") -> list[str]:
    rows = search(actor(user), typed, kind).rows
    return [f"{row.kind} {row.symbol.partition(chr(10))[0] or row.label}" for row in rows]


def entry(kind: EntryKind, pk: int) -> SearchEntry:
    return SearchEntry.objects.get(kind=kind, object_id=pk)


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


# Entries follow their records


def test_a_task_is_found_from_the_moment_it_is_written(
    application_role: str, world: World, programme: Programme
) -> None:
    task = make_task(world, programme, title="Lập bản đồ trạm quan trắc", code="QT-1")
    assert entry(EntryKind.TASK, task.pk).standing == Standing.DRAFT
    bring_to(world, task, State.LIVE)
    assert entry(EntryKind.TASK, task.pk).standing == Standing.LIVE
    Task.objects.filter(pk=task.pk).update(title="Lập bản đồ giếng khoan")
    assert found(world.coordinator, "trạm quan trắc") == []
    assert found(world.coordinator, "gieng khoan") == ["task QT-1"]
    take_step(world, task, "cancel")
    assert entry(EntryKind.TASK, task.pk).standing == Standing.PAST


def test_a_task_is_found_by_the_bodies_that_take_part(world: World, programme: Programme) -> None:
    task = live(world, programme, "Nạo vét lòng hồ", code="HO-1")
    assert found(world.coordinator, "sở tài chính lòng hồ") == ["task HO-1"]
    actions.assign(
        task=task,
        part=Part.COORDINATE,
        body=world.congan,
        version=task.version,
        by=actor(world.coordinator),
    )
    assert found(world.coordinator, "cong an tinh long ho") == ["task HO-1"]
    world.congan.name = "Công an tỉnh nhà"
    world.congan.save()
    assert found(world.coordinator, "công an tỉnh nhà hồ", EntryKind.TASK) == ["task HO-1"]


def test_updates_and_difficulties_are_found_by_their_words(
    world: World, programme: Programme
) -> None:
    task = live(world, programme, "Nạo vét lòng hồ", code="HO-1")
    record_update(
        task=task,
        done="Đã hút xong bùn khu bắc",
        difficulty="Máy xúc hỏng xích",
        by=actor(world.snv_officer),
    )
    assert found(world.snv_officer, "hut xong bun") == ["update "]
    both = search(actor(world.snv_officer), "may xuc hong xich").counts
    assert both == {EntryKind.UPDATE: 1, EntryKind.DIFFICULTY: 1}


def test_a_body_is_found_by_other_names_and_those_it_follows(world: World) -> None:
    earlier = make_body("Sở Thông tin và Truyền thông", until=dt.date(2025, 3, 1))
    Succession.objects.create(
        predecessor=earlier,
        successor=world.skhcn,
        kind=SuccessionKind.MERGED,
        effective_on=dt.date(2025, 3, 1),
        source="tests",
    )
    OrganisationAlias.objects.create(organisation=world.skhcn, name="Sở Số", folded="so so")
    assert found(world.leader, "sở thông tin và truyền thông") == [
        "body Sở Thông tin và Truyền thông",
        "body Sở Khoa học và Công nghệ",
    ]
    assert found(world.leader, '"sở số"') == ["body Sở Khoa học và Công nghệ"]
    assert found(world.leader, "so khcn")[0] == "body Sở Khoa học và Công nghệ"
    assert found(world.leader, "ubnd xa ea trang")[0] == "body Ủy ban nhân dân xã Ea Trang"


def test_clauses_of_the_newest_text_alone_are_found(world: World) -> None:
    document = register_plan(world)
    old = text_of(document)
    clauses = SearchEntry.objects.filter(kind=EntryKind.PASSAGE, document=document)
    clause = clauses.get(label="II.2.b")
    assert "kho dữ liệu mở" in clause.body
    assert old.content[clause.start : clause.end].startswith("b) Xây dựng kho")
    rows = clauses.filter(label="", body__contains="quy chế khen thưởng")
    assert [row.body.splitlines()[0] for row in rows] == ["2"]
    assert not clauses.filter(body__contains="CỘNG HÒA XÃ HỘI").exists()
    newer_text(old, "Một bản đọc khác hẳn.\nKho dữ liệu mở.")
    assert list(clauses.values_list("body", flat=True)) == [
        "Một bản đọc khác hẳn.\nKho dữ liệu mở."
    ]


def test_a_replaced_document_comes_after_the_one_in_force(world: World) -> None:
    old = register_plan(world)
    new = register_plan(world, plan_docx("79"), "79.docx")
    passage = text_of(new).passages.first()
    assert passage is not None
    assert entry(EntryKind.DOCUMENT, old.pk).standing == Standing.LIVE
    DocumentLink.objects.update_or_create(
        citing=new, passage=passage, defaults={"relation": "replaces", "cited": old}
    )
    assert entry(EntryKind.DOCUMENT, old.pk).standing == Standing.PAST
    titles = found(world.clerk, "thúc đẩy chuyển đổi số năm 2025", EntryKind.DOCUMENT)
    assert titles == ["document Kế hoạch 79/KH-UBND", "document Kế hoạch 77/KH-UBND"]
    Document.objects.filter(pk=old.pk).update(title="Phát triển đô thị")
    assert found(world.clerk, "phat trien do thi")[0] == "document Kế hoạch 77/KH-UBND"


def test_the_audit_mends_what_differs_and_says_so(world: World, programme: Programme) -> None:
    task = live(world, programme, "Nạo vét lòng hồ")
    register_plan(world)
    assert audit_entries() == 0
    SearchEntry.objects.filter(kind=EntryKind.TASK).update(head="Việc khác")
    SearchEntry.objects.filter(kind=EntryKind.PASSAGE, label="II.2.b").delete()
    SearchEntry.objects.create(kind=EntryKind.UPDATE, object_id=10**9, symbol="", head="", body="")
    assert audit_entries() == 3
    assert entry(EntryKind.TASK, task.pk).head == "Nạo vét lòng hồ"
    assert audit_entries() == 0
    before = SearchEntry.objects.count()
    assert rebuild_entries() == before


# Rights


def test_each_kind_is_found_only_by_who_may_see_it(world: World, programme: Programme) -> None:
    task = live(world, programme, "Nạo vét lòng hồ", code="HO-1", coordinating=[])
    record_update(task=task, done="Hút bùn lòng hồ", by=actor(world.snv_officer))
    raise_difficulty(
        organisation=world.snv,
        programme=programme,
        tasks=[task],
        what="Lòng hồ cạn nước",
        by=actor(world.snv_officer),
    )
    make_task(world, programme, title="Vét lòng hồ phụ", code="HO-2")
    register_plan(world)
    own = search(actor(world.snv_officer), "lòng hồ").counts
    assert own == {EntryKind.TASK: 1, EntryKind.UPDATE: 1, EntryKind.DIFFICULTY: 1}
    assert search(actor(world.stc_officer), "lòng hồ").counts == {}
    assert search(actor(world.coordinator), "lòng hồ").counts[EntryKind.TASK] == 2
    assert search(actor(world.leader), "lòng hồ").counts[EntryKind.TASK] == 1
    kinds = set(visible_entries(actor(world.stc_officer)).values_list("kind", flat=True))
    assert kinds == {EntryKind.DOCUMENT, EntryKind.PASSAGE, EntryKind.BODY}
    assert not visible_entries(actor(world.postless)).exists()


def test_a_correction_tells_no_word_of_what_one_may_not_see(
    world: World, programme: Programme
) -> None:
    live(world, programme, "Mua trực thăng cứu nạn", code="MN-1", coordinating=[])
    assert search(actor(world.snv_officer), "trực thnăg").how is How.CORRECTED
    nothing = search(actor(world.stc_officer), "trực thnăg")
    assert (nothing.how, nothing.total) == (How.NOTHING, 0)


# Words as people type them


def test_a_symbol_is_met_in_any_spelling(world: World) -> None:
    Document.objects.create(
        type_name="Kế hoạch",
        number="146/KH-UBND",
        number_raw="146/KH-UBND",
        title="Phát triển khoa học",
        issuer=world.ubnd,
        folded="",
        created_by=world.clerk,
        created_at=dt.datetime(2025, 7, 1, tzinfo=dt.UTC),
    )
    for typed in SPELLINGS:
        assert found(world.clerk, typed)[:1] == ["document Kế hoạch 146/KH-UBND"], typed


def test_typed_diacritics_come_first_but_hide_nothing(world: World, programme: Programme) -> None:
    live(world, programme, "Họp mặt quý trọng", code="A-1")
    live(world, programme, "Rà soát quy trọng", code="A-2")
    assert found(world.coordinator, "quý trọng") == ["task A-1", "task A-2"]
    assert len(found(world.coordinator, "quy trong")) == 2


def test_quotes_beginnings_and_slips_are_met(world: World, programme: Programme) -> None:
    live(world, programme, "Học tập số ở thôn buôn", code="B-1")
    live(world, programme, "Tập số liệu học bạ", code="B-2")
    assert found(world.coordinator, '"học tập số"') == ["task B-1"]
    assert len(found(world.coordinator, "học tập số")) == 2
    begun = search(actor(world.coordinator), "thôn buô")
    assert (begun.how, begun.total) == (How.BEGUN, 1)
    slip = search(actor(world.coordinator), "hocj bạ")
    assert slip.how is How.CORRECTED
    assert slip.question.typed == "hoc bạ"
    most = search(actor(world.coordinator), "thôn buôn học tập xuyên đêm")
    assert (most.how, [row.symbol for row in most.rows]) == (How.MOST, ["B-1"])


def test_odd_input_finds_nothing_and_breaks_nothing(world: World) -> None:
    client = signed_in(world.leader)
    for typed in ODD:
        assert search(actor(world.leader), typed).total == 0, typed
        assert suggest(actor(world.leader), typed) == []
        assert client.get(reverse("search"), {"q": typed}).status_code == 200


# The page


def test_the_page_marks_words_leads_to_the_clause_and_counts_by_kind(world: World) -> None:
    document = register_plan(world)
    client = signed_in(world.clerk)
    page = client.get(reverse("search"), {"q": "kho du lieu mo"}).content.decode()
    assert "<mark>kho dữ liệu mở</mark>" in page
    clause = SearchEntry.objects.get(kind=EntryKind.PASSAGE, label="II.2.b")
    span = f"{clause.start}-{clause.end}"
    assert f"o={span}#o-{span}" in page
    assert f"/van-ban/{document.pk}/?ban={clause.rendition_id}" in page
    assert "Kế hoạch 77/KH-UBND, mục II.2.b" in page
    assert "loai=passage" in page


def test_the_page_costs_the_same_however_much_is_found(world: World, programme: Programme) -> None:
    client = signed_in(world.snv_officer)
    for number in range(3):
        live(world, programme, f"Nạo vét lòng hồ {number}")
        for address, cost in (("search", PAGE_QUERIES), ("search-suggestions", SUGGESTION_QUERIES)):
            with CaptureQueriesContext(
                connection,
            ) as queries:
                page = client.get(reverse(address), {"q": "long ho"}).content.decode()
            assert len(queries) == cost, [query["sql"][:90] for query in queries]
            assert page.count("/nhiem-vu/") >= number + 1


def test_words_are_shown_and_never_run(world: World, programme: Programme) -> None:
    live(world, programme, "Chặn <script>alert(1)</script> trên cổng", code="X-1")
    page = signed_in(world.snv_officer).get(reverse("search"), {"q": "script alert"}).content
    assert b"<script>alert" not in page
    assert b"&lt;<mark>script</mark>&gt;" in page


def test_nothing_found_says_what_to_do(world: World) -> None:
    page = signed_in(world.leader).get(reverse("search"), {"q": "zzz"}).content.decode()
    assert "Không tìm thấy gì" in page
    assert reverse("task-list") in page
    empty = signed_in(world.administrator).get(reverse("search")).content.decode()
    assert f'href="{reverse("task-list")}"' not in empty.split("<main")[1]
