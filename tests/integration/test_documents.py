"""Documents through the whole stack: registered once, cited, found, downloaded, mended."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.document_factories import (
    make_docx,
    plan_docx,
    plan_txt,
    register_plan,
    text_of,
    upload,
    waiting_scan,
)
from tests.factories import World, actor, make_world
from tests.files import PrivateFiles
from tiendo.accounts.models import User
from tiendo.audit.models import AuditEvent
from tiendo.documents.actions import read_again
from tiendo.documents.errors import EditedMeanwhile, HeaderRefused
from tiendo.documents.headers import HeaderData, edit_header
from tiendo.documents.models import Document, DocumentLink, Passage, Rendition, StoredFile
from tiendo.documents.passages import reanchor_passages
from tiendo.documents.queries import DocumentFilter, list_documents
from tiendo.documents.storage import sweep_orphans
from tiendo.documents.uploads import receive_upload
from tiendo.domain import clock
from tiendo.workspace.document_text import outline_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("private_files")]


@pytest.fixture
def world() -> World:
    return make_world()


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def header(document: Document, **changes: object) -> HeaderData:
    data: dict[str, object] = {
        "type_name": document.type_name,
        "number": document.number_raw,
        "title": document.title,
        "issuer_text": document.issuer_text,
        "issued_on": document.issued_on,
        **changes,
    }
    return HeaderData(**data)  # type: ignore[arg-type]


def citing(number: str, sentence: str) -> bytes:
    return make_docx(["I. CĂN CỨ", sentence], number=number)


# Registering


def test_a_plan_is_registered_with_its_identity(world: World) -> None:
    document = register_plan(world)
    assert (document.type_name, document.number_raw) == ("Kế hoạch", "77/KH-UBND")
    assert document.issued_on == dt.date(2025, 7, 15)
    assert document.issuer == world.ubnd


def test_an_issuer_not_in_the_list_is_kept_as_text(world: World) -> None:
    raw = make_docx(["I. MỤC TIÊU"], issuer="TRUNG TÂM KẾT NỐI\nVÙNG CAO")
    document = register_plan(world, raw)
    assert document.issuer is None
    assert document.issuer_text.casefold() == "trung tâm kết nối vùng cao"


def test_the_file_is_kept_once_under_its_hash(world: World, private_files: PrivateFiles) -> None:
    document = register_plan(world)
    stored = document.renditions.get().stored_file
    assert [path.name for path in private_files.kept] == [stored.sha256]
    assert private_files.quarantined == []


def test_the_same_plan_in_another_form_becomes_a_second_rendition(world: World) -> None:
    document = register_plan(world, plan_docx("78").replace(b"x", b"x"), "ke-hoach.docx")
    text = plan_txt("78").replace("ngày 16 tháng".encode(), "ngày 15 tháng".encode())
    again = register_plan(world, text, "ke-hoach.txt")
    assert again == document
    assert sorted(document.renditions.values_list("kind", flat=True)) == ["docx", "text"]


def test_an_appendix_attaches_to_a_stored_document(world: World) -> None:
    document = register_plan(world)
    raw = make_docx(["Phụ lục III", "Dự toán"], number="")
    response = signed_in(world.clerk).post(
        reverse("document-upload") + f"?gan-vao={document.pk}",
        {"file": upload(raw, "phu-luc.docx"), "part": "appendix-3"},
    )
    assert response.status_code == 302
    assert set(document.renditions.values_list("part", flat=True)) == {"body", "appendix-3"}


# Citations


def test_a_citation_is_linked_when_the_cited_document_is_in_stock(world: World) -> None:
    cited = register_plan(world)
    sentence = "Thực hiện Kế hoạch số 77/KH-UBND ngày 15/7/2025 của UBND tỉnh Đắk Lắk."
    other = register_plan(world, citing("79", sentence), "b.docx")
    link = other.links_out.get()
    assert link.cited == cited
    assert "77/KH-UBND" in link.passage.quote


def test_a_waiting_citation_is_linked_when_the_document_arrives(world: World) -> None:
    sentence = "Thực hiện Kế hoạch số 77/KH-UBND ngày 15/7/2025 của UBND tỉnh Đắk Lắk."
    other = register_plan(world, citing("79", sentence), "b.docx")
    assert other.links_out.get().cited is None
    cited = register_plan(world)
    assert other.links_out.get().cited == cited


def test_a_citation_with_another_date_means_another_document(world: World) -> None:
    register_plan(world)
    sentence = "Thực hiện Kế hoạch số 77/KH-UBND ngày 02/02/2024 của UBND tỉnh Đắk Lắk."
    other = register_plan(world, citing("79", sentence), "b.docx")
    assert other.links_out.get().cited is None


def test_a_citation_is_linked_after_the_number_is_mended(world: World) -> None:
    sentence = "Thực hiện Kế hoạch số 99/KH-UBND ngày 15/7/2025 của UBND tỉnh Đắk Lắk."
    other = register_plan(world, citing("79", sentence), "b.docx")
    plan = register_plan(world)
    edit_header(
        by=actor(world.clerk), document=plan, version=1, data=header(plan, number="99/KH-UBND")
    )
    assert other.links_out.get().cited == plan


def test_a_link_lets_go_when_the_mended_number_is_another(world: World) -> None:
    plan = register_plan(world)
    sentence = "Thực hiện Kế hoạch số 77/KH-UBND ngày 15/7/2025 của UBND tỉnh Đắk Lắk."
    other = register_plan(world, citing("79", sentence), "b.docx")
    assert other.links_out.get().cited == plan
    edit_header(
        by=actor(world.clerk), document=plan, version=1, data=header(plan, number="99/KH-UBND")
    )
    assert other.links_out.get().cited is None


# Header data


def test_the_second_editor_sees_the_first_ones_change(world: World) -> None:
    document = register_plan(world)
    by = actor(world.clerk)
    edit_header(by=by, document=document, version=1, data=header(document, title="Tên mới"))
    with pytest.raises(EditedMeanwhile) as error:
        edit_header(by=by, document=document, version=1, data=header(document, title="Tên khác"))
    assert error.value.current.title == "Tên mới"


def test_the_page_keeps_what_the_second_editor_typed(world: World) -> None:
    document = register_plan(world)
    edit_header(
        by=actor(world.coordinator),
        document=document,
        version=1,
        data=header(document, title="Một"),
    )
    response = signed_in(world.clerk).post(
        reverse("document-edit", args=[document.pk]), {"version": "1", "title": "Hai"}
    )
    page = response.content.decode()
    assert response.status_code == 409
    assert "Một" in page
    assert "Hai" in page
    assert 'name="version" value="2"' in page


def test_an_edit_leaves_before_and_after_in_the_trail(world: World) -> None:
    document = register_plan(world)
    edit_header(
        by=actor(world.clerk),
        document=document,
        version=1,
        data=header(document, number="80/KH-UBND"),
        reason="Số ghi nhầm",
    )
    event = AuditEvent.objects.get(action="document.header_edited")
    assert event.before is not None and event.before["number"] == "77/KH-UBND"
    assert event.after is not None and event.after["number"] == "80/KH-UBND"
    assert event.reason == "Số ghi nhầm"


def test_two_documents_cannot_take_one_identity(world: World) -> None:
    register_plan(world)
    other = register_plan(world, plan_txt(), "b.txt")
    taken = header(other, number="77/KH-UBND", issued_on=dt.date(2025, 7, 15))
    with pytest.raises(HeaderRefused):
        edit_header(by=actor(world.clerk), document=other, version=1, data=taken)


# Finding, reading, downloading


@pytest.mark.parametrize(
    "words", ["77/KH-UBND", "77 kh ubnd", "77-kh/ubnd", "chuyen doi so", "CHUYỂN ĐỔI", "dak lak"]
)
def test_a_document_is_found_however_it_is_spelled(words: str, world: World) -> None:
    document = register_plan(world)
    found = list_documents(actor(world.stc_officer), DocumentFilter(text=words))
    assert list(found) == [document]


def test_what_is_not_there_is_not_found(world: World) -> None:
    register_plan(world)
    assert not list_documents(actor(world.clerk), DocumentFilter(text="78/KH-UBND")).exists()


def test_the_page_shows_text_outline_and_citations(world: World) -> None:
    document = register_plan(world)
    page = (
        signed_in(world.stc_officer).get(reverse("document", args=[document.pk])).content.decode()
    )
    assert "NHIỆM VỤ VÀ GIẢI PHÁP" in page
    passage = document.links_out.get().passage
    assert f'id="p-{passage.pk}"' in page
    assert f'href="#p-{passage.pk}"' in page


def test_the_outline_says_each_marker_once(world: World) -> None:
    """A clause without a title of its own was listed as "1 1. Nguồn kinh phí…"."""
    entries = outline_of(text_of(register_plan(world)), max_level=3)
    assert entries
    assert not [e for e in entries if e.title.startswith((f"{e.marker}.", f"{e.marker})"))]


def test_any_stretch_can_be_asked_for(world: World) -> None:
    document = register_plan(world)
    start = text_of(document).content.index("kho dữ liệu mở")
    address = reverse("document", args=[document.pk]) + f"?o={start}-{start + 14}"
    page = signed_in(world.stc_officer).get(address).content.decode()
    assert f'id="o-{start}-{start + 14}"' in page
    assert '<span class="mark-asked" title="">kho dữ liệu mở</span>' in page


def test_words_of_a_document_cannot_become_markup(world: World) -> None:
    document = register_plan(world, make_docx(["I. MỤC TIÊU", "<script>alert(1)</script>"]))
    page = (
        signed_in(world.stc_officer).get(reverse("document", args=[document.pk])).content.decode()
    )
    assert "<script>alert(1)" not in page
    assert "&lt;script&gt;alert(1)" in page


def test_a_download_can_neither_run_nor_be_guessed_at(world: World) -> None:
    rendition = register_plan(world).renditions.get()
    response = signed_in(world.stc_officer).get(reverse("document-download", args=[rendition.pk]))
    assert b"".join(response.streaming_content)[:2] == b"PK"  # type: ignore[attr-defined]
    assert response.headers["Content-Disposition"].startswith("attachment")
    assert response.headers["Content-Security-Policy"].startswith("sandbox")
    assert response.headers["X-Content-Type-Options"] == "nosniff"


def test_the_queries_of_the_pages_do_not_grow(world: World) -> None:
    client = signed_in(world.stc_officer)
    document = register_plan(world)
    addresses = [reverse("document-list"), reverse("document", args=[document.pk])]
    few = [_queries(client, address) for address in addresses]
    for number in range(80, 90):
        sentence = f"Thực hiện Kế hoạch số {number - 1}/KH-UBND ngày 15/7/2025 của UBND tỉnh."
        register_plan(world, citing(str(number), sentence), f"{number}.docx")
    assert [_queries(client, address) for address in addresses] == few == [7, 13]


def _queries(client: Client, address: str) -> int:
    client.get(address)
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).status_code == 200
    return len(queries)


# Passages and files


def test_passages_move_to_a_better_reading_by_their_quotes(world: World) -> None:
    old = text_of(register_plan(world))
    new = text_of(register_plan(world, plan_txt(), "b.txt"))
    before = set(new.passages.values_list("quote", flat=True))
    moved = reanchor_passages(old, new)
    assert moved == old.passages.count() > 0
    assert set(new.passages.values_list("quote", flat=True)) >= before
    for passage in Passage.objects.filter(text=new):
        assert new.content[passage.start : passage.end] == passage.quote


def test_every_passage_quotes_its_words(world: World) -> None:
    text = text_of(register_plan(world))
    assert text.passages.exists()
    for passage in text.passages.all():
        assert text.content[passage.start : passage.end] == passage.quote


def test_orphans_are_swept_after_a_day_and_kept_files_stay(
    world: World, private_files: PrivateFiles
) -> None:
    register_plan(world)
    waiting = waiting_scan(world)
    (private_files.kept_folder / "lac.bin").write_bytes(b"x")
    assert sweep_orphans() == 0
    later = clock.now() + dt.timedelta(days=2)
    assert sweep_orphans(later) == 2
    assert len(private_files.kept) == StoredFile.objects.count() == 1
    assert private_files.quarantined == []
    waiting.refresh_from_db()
    assert waiting.state == "refused"


def test_an_upload_without_the_permission_keeps_nothing(
    world: World, private_files: PrivateFiles
) -> None:
    response = signed_in(world.snv_head).post(
        reverse("document-upload"), {"file": upload(plan_docx(), "a.docx")}
    )
    assert response.status_code == 403
    assert private_files.kept == private_files.quarantined == []
    assert not Rendition.objects.exists()


def test_a_failure_while_registering_leaves_no_row(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*args: object) -> None:
        raise RuntimeError("the power is gone")

    monkeypatch.setattr("tiendo.documents.register.link_citations", fail)
    with pytest.raises(RuntimeError):
        receive_upload(by=actor(world.clerk), file=upload(plan_docx()), name="a.docx")
    assert not Document.objects.exists()
    assert not DocumentLink.objects.exists()


def test_a_better_reader_makes_a_new_text_and_leaves_the_old(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    rendition = register_plan(world).renditions.get()
    old = rendition.texts.get()
    assert read_again(by=actor(world.clerk), rendition=rendition) == old
    monkeypatch.setattr("tiendo.documents.readings.PARSER", "vanban/next")
    new = read_again(by=actor(world.clerk), rendition=rendition)
    assert new != old
    quotes = set(old.passages.values_list("quote", flat=True))
    assert set(new.passages.values_list("quote", flat=True)) == quotes
    assert new.passages.get().reanchored_from == old.passages.get()


def test_an_unsigned_draft_has_neither_number_nor_date(world: World) -> None:
    raw = make_docx(["I. MỤC TIÊU"], number="        ", day="        ")
    document = register_plan(world, raw)
    assert (document.number, document.number_raw, document.issued_on) == ("", "", None)
    assert str(document) == "Kế hoạch"
