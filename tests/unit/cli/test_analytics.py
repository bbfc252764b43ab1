"""`tiendo analytics`: facts written, checked, and one engine held against another."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import nullcontext
from pathlib import Path
from typing import Any

import pytest

from tests.facts_on_disk import lay_facts, random_rows
from tiendo.analytics import EngineUnreachable, open_facts
from tiendo.analytics.comparing import Compared
from tiendo.analytics.models import FactsRun, StoredAnalysis
from tiendo.cli import analytics
from tiendo.cli.errors import CommandError


@pytest.fixture
def root(tmp_path: Path, settings: Any, monkeypatch: pytest.MonkeyPatch) -> Path:
    settings.FACTS_ROOT = tmp_path
    monkeypatch.setattr(analytics, "set_up_django", lambda: None)
    monkeypatch.setattr(analytics, "open_database", nullcontext)
    return tmp_path


@pytest.mark.parametrize("arguments", [[], ["fact"], ["facts", "now"]])
def test_another_verb_is_told_what_there_is(arguments: list[str]) -> None:
    with pytest.raises(CommandError, match=r"analytics facts \| check \| spark"):
        analytics.main(arguments)


@pytest.mark.django_db
def test_facts_are_written_and_what_pages_show_is_computed(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert analytics.main(["facts"]) == 0
    facts = open_facts(root)
    assert f"vào {facts.folder.name}" in capsys.readouterr().out
    assert FactsRun.objects.get().folder == facts.folder.name
    assert {each.problem for each in StoredAnalysis.objects.all()} == {""}


@pytest.mark.django_db
def test_an_analysis_that_failed_is_told(root: Path, settings: Any) -> None:
    settings.ANALYTICS_ENGINE, settings.ANALYTICS_URL = "spark", "sc://127.0.0.1:1"
    with pytest.raises(CommandError, match="so-lieu: Không kết nối được máy phân tích"):
        analytics.main(["facts"])


def test_files_are_checked_table_by_table(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    facts = lay_facts(root / "facts-1", random_rows(1))
    assert analytics.main(["check"]) == 0
    told = capsys.readouterr().out
    assert "observations: 300 / 1" in told and "nguyên vẹn" in told
    path = Path(facts.files("status_spans")[0])
    path.write_bytes(path.read_bytes()[:-100])
    with pytest.raises(CommandError, match="tệp bị cắt"):
        analytics.main(["check"])


def test_without_facts_one_is_told_to_write_them(root: Path) -> None:
    for verb in ("check", "spark"):
        with pytest.raises(CommandError, match=r"\./tiendo analytics facts"):
            analytics.main([verb])


@pytest.mark.parametrize(("is_same", "code"), [(True, 0), (False, 1)])
def test_a_difference_between_engines_is_an_error(
    root: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    is_same: bool,
    code: int,
) -> None:
    lay_facts(root / "facts-1", {})
    told = [Compared("one", 3, True, 0.1, 0.2), Compared("two", 4, is_same, 0.1, 0.2)]
    monkeypatch.setattr(analytics, "spark", lambda: nullcontext("sc://127.0.0.1:1"))
    monkeypatch.setattr("tiendo.analytics.comparing.compare", lambda *_given: iter(told))
    assert analytics.main(["spark"]) == code
    assert f"{1 - is_same} phép" in capsys.readouterr().out


def test_an_engine_that_goes_away_is_told(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    lay_facts(root / "facts-1", {})

    def gone(*_given: object) -> Iterator[Compared]:
        raise EngineUnreachable("engine.unreachable", url="sc://127.0.0.1:1")

    monkeypatch.setattr(analytics, "spark", lambda: nullcontext("sc://127.0.0.1:1"))
    monkeypatch.setattr("tiendo.analytics.comparing.compare", gone)
    with pytest.raises(CommandError, match="Không kết nối được"):
        analytics.main(["spark"])


def test_a_machine_without_java_is_told_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shutil.which", lambda _name: None)
    with pytest.raises(CommandError, match="openjdk-17-jre-headless"), analytics.spark():
        raise AssertionError("there is no Spark")


def test_a_spark_that_does_not_start_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shutil.which", lambda name: "/bin/true")
    with pytest.raises(CommandError, match="không khởi động"), analytics.spark():
        raise AssertionError("there is no Spark")
