"""The commands an installation begins with: its bodies, its first account."""

from __future__ import annotations

from collections.abc import Callable
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from tests.factories import make_body, make_user
from tiendo.accounts.management.commands import add_account
from tiendo.accounts.models import RoleCode, User
from tiendo.audit.models import AuditEvent
from tiendo.cli.errors import CommandError as Refused
from tiendo.demo.models import DemoStage
from tiendo.demo.prepare import prepare_demo
from tiendo.organisations.models import Organisation

pytestmark = pytest.mark.django_db
GOOD = "mật khẩu đủ dài và lạ"


def run(name: str, *arguments: object) -> str:
    out = StringIO()
    call_command(name, *map(str, arguments), stdout=out)
    return out.getvalue()


@pytest.fixture
def secret(tmp_path: Path) -> Path:
    path = tmp_path / "password"
    path.write_text(f"{GOOD}\n", encoding="utf-8")
    return path


def test_the_bodies_are_loaded_once_as_the_systems_doing() -> None:
    assert "Đắk Lắk: đã thêm" in run("load_bodies")
    count = Organisation.objects.count()
    assert count > 100
    event = AuditEvent.objects.filter(action="organisation.loaded").latest("pk")
    assert event.actor_id is None
    assert "đã thêm 0 cơ quan" in run("load_bodies")
    assert Organisation.objects.count() == count


def test_the_first_account_gets_its_post_and_can_sign_in(secret: Path) -> None:
    body = make_body("Sở Nội vụ")
    told = run(
        "add_account", "quantri", "--role", "administrator", "--body", body.slug,
        "--name", "Nguyễn Thị Hòa", "--password-file", secret,
    )  # fmt: skip
    assert "quantri" in told
    assert body.name in told
    user = User.objects.get(username="quantri")
    assert user.full_name == "Nguyễn Thị Hòa"
    assert user.check_password(GOOD)
    post = user.memberships.get()
    assert (post.organisation, post.role) == (body, RoleCode.ADMINISTRATOR)
    events = AuditEvent.objects.filter(action__in=["account.created", "membership.granted"])
    assert [event.actor_id for event in events] == [None, None]
    assert GOOD not in told


@pytest.mark.parametrize(
    ("password", "words"),
    [("ngắn", "12"), ("123456789012345", "chữ số"), ("quantri12345", "giống"), ("", "trống")],
)
def test_a_weak_password_is_refused_and_leaves_nothing(
    secret: Path, password: str, words: str
) -> None:
    body = make_body("Sở Nội vụ")
    secret.write_text(password, encoding="utf-8")
    with pytest.raises(CommandError) as refused:
        run(
            "add_account", "quantri1234", "--role", "administrator", "--body", body.slug,
            "--password-file", secret,
        )  # fmt: skip
    assert words in str(refused.value)
    assert refused.value.returncode == 2
    assert not User.objects.exists()


def test_an_unknown_body_is_answered_with_near_ones(secret: Path) -> None:
    arguments = ("add_account", "a", "--role", "clerk", "--password-file", secret, "--body")
    with pytest.raises(CommandError, match="load_bodies"):
        run(*arguments, "so-noi-vụ")
    body = make_body("Sở Nội vụ")
    with pytest.raises(CommandError, match=body.slug):
        run(*arguments, f"{body.slug}x")
    assert not User.objects.exists()


def test_a_password_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="none.txt"):
        add_account.read_password(tmp_path / "none.txt")


def test_the_password_is_asked_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(add_account.sys.stdin, "isatty", lambda: True, raising=False)
    typed = iter([GOOD, GOOD, GOOD, "khác"])
    monkeypatch.setattr(add_account, "getpass", lambda _prompt: next(typed))
    assert add_account.ask_password() == GOOD
    with pytest.raises(CommandError, match="không giống nhau"):
        add_account.ask_password()


def test_without_a_terminal_a_file_is_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(add_account.sys.stdin, "isatty", lambda: False, raising=False)
    with pytest.raises(CommandError, match="--password-file"):
        add_account.ask_password()


@pytest.mark.parametrize("bring", [lambda: make_user("hoa"), lambda: make_body("Sở Nội vụ")])
def test_the_demo_does_not_write_into_a_real_installation(bring: Callable[[], object]) -> None:
    bring()
    before = (User.objects.count(), Organisation.objects.count(), AuditEvent.objects.count())
    with pytest.raises(Refused, match="không phải của bản trình diễn"):
        prepare_demo(None, None, GOOD, lambda _words: None)
    assert (
        User.objects.count(),
        Organisation.objects.count(),
        AuditEvent.objects.count(),
    ) == before
    assert not DemoStage.objects.exists()
