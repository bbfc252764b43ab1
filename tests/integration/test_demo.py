"""The demo as a whole: from documents to a programme with months of history, also after a kill."""

from __future__ import annotations

import datetime as dt
import os
import re
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.conf.global_settings import PASSWORD_HASHERS
from django.db import connection
from django.test import Client
from django.urls import resolve
from pytest_django.fixtures import Settings

from tests.files import PrivateFiles
from tiendo.accounts.models import User
from tiendo.audit.models import AuditEvent
from tiendo.audit.verify import verify_trail
from tiendo.cli.database import EMBEDDED
from tiendo.cli.errors import CommandError
from tiendo.demo.models import DemoStage
from tiendo.demo.people import ACCOUNTS, Crew
from tiendo.demo.prepare import FINISHED, prepare_demo
from tiendo.documents.models import Document, QuarantinedUpload
from tiendo.domain import clock
from tiendo.domain.status import Status
from tiendo.intake.models import ExtractionRun, RunState
from tiendo.issuing.models import OutgoingPaper
from tiendo.organisations.models import Organisation
from tiendo.programmes.models import Programme
from tiendo.reporting.models import Report
from tiendo.tasks.models import Evidence, Lifecycle, LifecycleEvent, Occurrence, Task
from tiendo.tasks.queries import with_status
from tiendo.tasks.spans import audit_spans
from tiendo.workspace.trail_words import FIELDS, HIDDEN_FIELDS

TODAY = dt.date(2025, 12, 10)
NOON = clock.local_noon(TODAY)
PASSWORD = "mat khau trinh dien"
SECONDS = 180
MOST_OF_A_KIND = 2
# Names of addresses that open a file.
FILES = re.compile(r"download|-(file|zip|proof|xlsx|json)$|^evidence$")
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"

PLAN = """CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc

ỦY BAN NHÂN DÂN
TỈNH ĐẮK LẮK
Số: 77/KH-UBND
Đắk Lắk, ngày 05 tháng 9 năm 2025

KẾ HOẠCH
Nâng chất lượng dữ liệu dùng chung

I. MỤC TIÊU
Dữ liệu đúng, đủ, sạch, sống.

II. NHIỆM VỤ
1. Dữ liệu
a) Rà soát các cơ sở dữ liệu đang có và lập danh mục dữ liệu dùng chung.
b) Kết nối dữ liệu với nền tảng quốc gia.
2. Nhân lực
a) Tập huấn cho người quản trị dữ liệu.

Nơi nhận:
- Các sở, ban, ngành;
- Lưu: VT.

TM. ỦY BAN NHÂN DÂN
CHỦ TỊCH

Nguyễn Văn A
"""


class Heard:
    """What the demo said."""

    def __init__(self) -> None:
        self.lines: list[str] = []

    def __call__(self, line: str) -> None:
        self.lines.append(line)

    def __contains__(self, words: str) -> bool:
        return any(words in line for line in self.lines)


@pytest.fixture
def today() -> Iterator[None]:
    with clock.at(NOON):
        yield


def write_plan(folder: Path, text: str = PLAN) -> Path:
    path = folder / "ke-hoach-77.txt"
    path.write_text(text, encoding="utf-8")
    return path


# The whole, as the command runs it


@pytest.fixture
def command(tmp_path: Path, built_frontend: None) -> tuple[list[str], dict[str, str]]:
    """The command and its environment: the test database, a data folder of its own, a day."""
    url = "postgresql://{USER}:{PASSWORD}@{HOST}:{PORT}/{NAME}".format(**connection.settings_dict)
    words = [sys.executable, "-P", "-m", "tiendo.cli", "demo", "--no-serve"]
    environment = os.environ | {
        "DATABASE_URL": url,
        "MIGRATION_DATABASE_URL": url,
        "TIENDO_DATA": str(tmp_path / "data"),
        "TIENDO_TODAY": TODAY.isoformat(),
        "TIENDO_DEMO_PASSWORD": PASSWORD,
        EMBEDDED: "0",
    }
    return words, environment


def kill_while_replaying(words: list[str], environment: dict[str, str]) -> None:
    """Start the demo and kill it in the middle of a stage."""
    with subprocess.Popen(words, env=environment, stderr=subprocess.PIPE, text=True) as demo:
        assert demo.stderr is not None
        assert any("20%" in line for line in demo.stderr), "the replay did not begin"
        demo.send_signal(signal.SIGKILL)


@pytest.mark.django_db(transaction=True)
def test_the_command_goes_on_after_a_kill_and_is_there_at_once_the_next_time(
    command: tuple[list[str], dict[str, str]], settings: Settings
) -> None:
    words, environment = command
    # The command hashes passwords as in production.
    settings.PASSWORD_HASHERS = PASSWORD_HASHERS
    kill_while_replaying(words, environment)
    assert Task.objects.filter(lifecycle=Lifecycle.LIVE).count() >= 20
    assert not LifecycleEvent.objects.filter(action="claim").exists()
    done = subprocess.run(words, env=environment, capture_output=True, text=True, timeout=SECONDS)
    assert done.returncode == 0, done.stderr
    assert PASSWORD in done.stdout
    assert "ke-hoach-mau.docx" not in done.stderr
    check_the_whole()
    check_the_pages()
    events = AuditEvent.objects.count()
    again = subprocess.run(words, env=environment, capture_output=True, text=True, timeout=SECONDS)
    assert again.returncode == 0, again.stderr
    assert "đã có sẵn" in again.stderr
    assert AuditEvent.objects.count() == events


def check_the_whole() -> None:
    """Every status, at least 20 tasks, one of each thing, a trail that holds."""
    with clock.at(NOON):
        uncounted = (Lifecycle.DRAFT, Lifecycle.UMBRELLA)
        tasks = with_status(Task.objects.exclude(lifecycle__in=uncounted), TODAY)
        assert set(tasks.values_list("status", flat=True)) == {str(status) for status in Status}
        assert tasks.count() >= 20
        assert audit_spans() == ()
    assert Task.objects.filter(lifecycle=Lifecycle.DRAFT).count() >= 20
    assert Programme.objects.exclude(document=None).count() == 1
    assert all(report.checks["is_clean"] for report in Report.objects.all())
    assert {report.state for report in Report.objects.all()} == {"draft", "issued"}
    paper = OutgoingPaper.objects.get()
    assert (paper.state, paper.is_public, paper.checks.get().fault) == ("issued", True, "")
    recorded = {
        field
        for event in AuditEvent.objects.all()
        for state in (event.before, event.after)
        for field in state or {}
    }
    assert recorded - set(FIELDS) - HIDDEN_FIELDS == set(), "a field of the trail has no words"
    # the plan, the report that was read in, the one that was compiled, the one that was issued
    assert Document.objects.count() == 4
    assert Document.objects.get(is_generated=False, type_name="Kế hoạch").number == "146/KH-UBND"
    assert {run.state for run in ExtractionRun.objects.all()} == {
        RunState.APPROVED,
        RunState.REVIEW,
    }
    check_the_history()
    check_the_accounts()
    assert verify_trail().is_intact


def check_the_history() -> None:
    actions = set(LifecycleEvent.objects.values_list("action", flat=True))
    assert actions >= {
        "claim",
        "approve",
        "send_back",
        "confirm",
        "return",
        "reopen",
        "suspend",
        "resume",
    }
    assert {str(kind) for kind in Evidence.objects.values_list("kind", flat=True)} == {
        "file",
        "document",
    }
    assert Occurrence.objects.filter(lifecycle=Lifecycle.CONFIRMED).count() >= 3
    latest = LifecycleEvent.objects.exclude(action="go_live").latest("recorded_at")
    assert latest.recorded_at < NOON
    earliest = AuditEvent.objects.earliest("occurred_at").occurred_at
    assert clock.local_day(earliest) < dt.date(2025, 6, 25)


def check_the_accounts() -> None:
    assert User.objects.get(username="quantri").check_password(PASSWORD)
    with clock.at(NOON):
        crew = Crew(on=TODAY, since=TODAY)
        for account in ACCOUNTS:
            assert crew.named(account.username).posts, account.username
    names = [account.username for account in ACCOUNTS]
    assert all(user.has_usable_password() for user in User.objects.filter(username__in=names))
    others = User.objects.exclude(username__in=names)
    assert others.exists()
    assert not any(user.has_usable_password() for user in others)


def check_the_pages() -> None:
    """No page that a page links to fails, for whoever sees most and for an officer.

    The files lie in the command's own folder: downloads are left out.
    """
    with clock.at(NOON):
        for username in ("kiemtra", "dieuphoi", "chuyenvien", "quantri"):
            client = Client()
            user = User.objects.get(username=username)
            client.force_login(user, backend=BACKEND)
            seen = walk(client)
            assert len(seen) >= MOST_OF_A_KIND, username


def walk(client: Client) -> Counter[str]:
    """The kinds of pages that were reached, some of each; a page that fails raises."""
    waiting, known = ["/"], {"/"}
    seen: Counter[str] = Counter()
    while waiting:
        url = waiting.pop(0)
        kind = resolve(urlsplit(url).path).view_name
        if seen[kind] >= MOST_OF_A_KIND or kind.startswith("account_") or FILES.search(kind):
            continue
        seen[kind] += 1
        response = client.get(url, follow=True)
        assert response.status_code in {200, 403}, url
        if response.get("Content-Type", "").startswith("text/html"):
            links = re.findall(r'href="(/[^"#]*)"', response.content.decode())
            fresh = [unescape(link) for link in links if not link.startswith("/static/")]
            waiting += [link for link in dict.fromkeys(fresh) if link not in known]
            known.update(fresh)
    return seen


# Other documents


@pytest.mark.django_db
@pytest.mark.usefixtures("today", "private_files")
def test_a_plan_without_appendices_serves_and_its_clauses_stay_drafts(tmp_path: Path) -> None:
    heard = Heard()
    prepare_demo(write_plan(tmp_path), None, PASSWORD, heard)
    assert Programme.objects.exclude(document=None).count() == 1
    tasks = Task.objects.exclude(programme__document=None)
    states = set(tasks.values_list("lifecycle", flat=True))
    assert states == {Lifecycle.DRAFT}
    count = tasks.count()
    assert count >= 3
    assert f"{count} nhiệm vụ còn là bản nháp" in heard
    assert Report.objects.count() == 1
    assert DemoStage.objects.filter(name=FINISHED).exists()


@pytest.mark.django_db
@pytest.mark.usefixtures("today", "private_files")
def test_a_text_with_nothing_to_do_serves_without_a_programme(tmp_path: Path) -> None:
    heard = Heard()
    plan = write_plan(tmp_path, "Thư cảm ơn\n\nXin cảm ơn các đồng chí.\n")
    prepare_demo(plan, None, PASSWORD, heard)
    assert Programme.objects.count() == 0
    assert Document.objects.count() == 1
    assert "không có nội dung nào để giao" in heard


@pytest.mark.django_db
@pytest.mark.usefixtures("today", "private_files")
def test_a_second_plan_joins_the_first_and_an_old_one_finds_its_people(tmp_path: Path) -> None:
    prepare_demo(write_plan(tmp_path), None, PASSWORD, Heard())
    (tmp_path / "cu").mkdir()
    old = PLAN.replace("77/KH", "12/KH").replace("tháng 9 năm 2025", "tháng 4 năm 2024")
    prepare_demo(write_plan(tmp_path / "cu", old), None, PASSWORD, Heard())
    assert Programme.objects.exclude(document=None).count() == 2
    coordinator = User.objects.get(username="dieuphoi")
    first_days = [row.validity.lower for row in coordinator.memberships.all()]
    assert min(first_days) < dt.date(2024, 4, 5)


@pytest.mark.django_db
@pytest.mark.usefixtures("today")
@pytest.mark.parametrize("content", ["", "MẬT\n\nKẾ HOẠCH\n\nVề công tác\n"])
def test_a_document_that_is_refused_leaves_nothing_behind(
    tmp_path: Path, private_files: PrivateFiles, content: str
) -> None:
    with pytest.raises(CommandError):
        prepare_demo(write_plan(tmp_path, content), None, PASSWORD, Heard())
    assert not Organisation.objects.exists()
    assert not User.objects.exists()
    assert not QuarantinedUpload.objects.exists()
    assert not private_files.kept and not private_files.quarantined


@pytest.mark.django_db
@pytest.mark.usefixtures("today", "private_files")
def test_a_new_password_is_given_to_all_accounts(tmp_path: Path) -> None:
    prepare_demo(write_plan(tmp_path), None, PASSWORD, Heard())
    prepare_demo(None, None, "ngắn", Heard())
    assert all(
        User.objects.get(username=account.username).check_password("ngắn") for account in ACCOUNTS
    )
