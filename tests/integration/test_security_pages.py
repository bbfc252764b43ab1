"""What refusals carry too, and what nobody can make a page say or show."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from tests.document_factories import extract_plan
from tests.factories import World, actor, make_world
from tests.task_factories import bring_to, make_programme, make_task
from tiendo.accounts.models import User
from tiendo.documents.actions import receive_upload
from tiendo.domain.lifecycle import State
from tiendo.tasks.models import TaskSource

pytestmark = pytest.mark.django_db
ATTACK = "<script>alert(1)</script>\"'><img src=x onerror=alert(2)>"
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}


@pytest.fixture
def world() -> World:
    return make_world()


def signed_in(user: User) -> Client:
    client = Client(raise_request_exception=False)
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def checked(response) -> None:
    """The headers of one answer."""
    for name, value in HEADERS.items():
        assert response[name] == value, name
    assert {"private", "no-store"} <= set(response["Cache-Control"].split(", "))
    policy = response["Content-Security-Policy"]
    assert "default-src" in policy
    assert "unsafe" not in policy
    assert "geolocation=()" in response["Permissions-Policy"]


def test_refusals_and_errors_have_their_headers(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = signed_in(world.snv_officer)
    answers = [
        client.get("/khong-co/"),
        client.get(reverse("trail")),
        client.get("/nhiem-vu/?ngay=x"),
        client.delete("/nhiem-vu/"),
        client.get("/", headers={"Host": "evil.example"}),
        client.get("/accounts/login/"),
        client.get("/accounts/signup/"),
        Client(enforce_csrf_checks=True).post("/accounts/login/"),
    ]

    def broken(*_given: object) -> None:
        raise RuntimeError("broken")

    monkeypatch.setattr("tiendo.workspace.views.home.navigation", broken)
    answers.append(client.get("/"))
    assert [a.status_code for a in answers][:5] == [404, 403, 400, 405, 400]
    assert answers[-1].status_code == 500
    for response in answers:
        checked(response)


def test_probes_are_not_cached() -> None:
    checked(Client().get("/healthz"))


def test_what_is_typed_is_shown_as_words(world: World) -> None:
    programme = make_programme(world, title=ATTACK, short_title=ATTACK)
    task = bring_to(world, make_task(world, programme, title=ATTACK, product=ATTACK), State.LIVE)
    officer = signed_in(world.snv_officer)
    sent = officer.post(
        reverse("task-update", args=[task.pk]),
        {"version": task.version, "done": ATTACK, "difficulty": ATTACK, "proposal": ATTACK},
    )
    assert sent.status_code == 302
    inspector = signed_in(world.inspector)
    pages = [
        officer.get(reverse("task", args=[task.pk])),
        officer.get(reverse("my-work")),
        officer.get(reverse("task-list"), {"q": ATTACK}),
        inspector.get(reverse("dashboard")),
        inspector.get(reverse("trail")),
        inspector.get(reverse("trail-of", args=["nhiem-vu", task.pk])),
        inspector.get(reverse("document-list"), {"q": ATTACK}),
        inspector.get(reverse("organisation-list"), {"q": ATTACK}),
    ]
    for page in pages:
        assert page.status_code == 200
        words = page.content.decode()
        assert "<script>alert" not in words
        assert "<img src=x" not in words
    assert "&lt;script&gt;" in pages[0].content.decode()


def test_the_text_of_a_document_is_shown_as_words(world: World) -> None:
    lines = ["ỦY BAN NHÂN DÂN", "Số: 1/KH-UBND", "KẾ HOẠCH", ATTACK, "1. " + ATTACK]
    file = SimpleUploadedFile("ke-hoach.txt", "\n\n".join(lines).encode())
    received = receive_upload(by=actor(world.coordinator), file=file, name=file.name)
    page = signed_in(world.coordinator).get(reverse("document", args=[received.document.pk]))
    assert "<script>alert" not in page.content.decode()
    assert "<img src=x" not in page.content.decode()


@pytest.mark.parametrize(
    "name", ['a"\r\nX-Evil: 1\r\n.txt', "<b>.txt", "../../etc/x.txt", "é;.txt"]
)
def test_the_name_of_a_file_cannot_add_a_header(name: str, world: World) -> None:
    file = SimpleUploadedFile("x.txt", "Một văn bản bình thường.".encode())
    received = receive_upload(by=actor(world.clerk), file=file, name=name)
    rendition = received.document.renditions.get()
    response = signed_in(world.clerk).get(reverse("document-download", args=[rendition.pk]))
    b"".join(response.streaming_content)
    assert "X-Evil" not in response
    assert response["Content-Disposition"].startswith("attachment; filename*=UTF-8''")
    assert response["Content-Security-Policy"] == "sandbox; default-src 'none'"


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("anh.svg", b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'),
        ("trang.html", b"<html><script>alert(1)</script></html>"),
        ("anh.png", b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'),
        ("chay.exe", b"MZ" + b"\0" * 100),
    ],
)
def test_pages_and_programs_are_no_evidence(name: str, content: bytes, world: World) -> None:
    task = bring_to(world, make_task(world, make_programme(world)), State.LIVE)
    form = {
        "version": task.version,
        "done_on": "25/06/2025",
        "declared": "on",
        "proof_files": SimpleUploadedFile(name, content),
    }
    response = signed_in(world.snv_officer).post(reverse("task-claim", args=[task.pk]), form)
    assert response.status_code == 422


def test_a_document_tells_of_the_tasks_one_may_see_alone(world: World) -> None:
    run = extract_plan(world)
    document = run.text.rendition.document
    hidden = make_task(world, make_programme(world), title="Việc riêng của một cơ quan khác")
    bring_to(world, hidden, State.LIVE)
    passage = run.drafts.exclude(passages=None).first().passages.first()
    TaskSource.objects.create(task=hidden, passage=passage)
    url = reverse("document", args=[document.pk])
    assert hidden.title in signed_in(world.snv_officer).get(url).content.decode()
    assert hidden.title in signed_in(world.leader).get(url).content.decode()
    assert hidden.title not in signed_in(world.congan_officer).get(url).content.decode()
