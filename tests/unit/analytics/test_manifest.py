"""A file of the facts that is not the one written is found and told; nothing of it is read."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.facts_on_disk import lay_facts
from tiendo.analytics import AnalyticsError, FactsDamaged, expressions, open_facts, run
from tiendo.analytics.engines import Facts
from tiendo.analytics.manifest import MANIFEST, SCHEMA_VERSION


@pytest.fixture
def facts(tmp_path: Path) -> Facts:
    rows = [{"indicator": f"I{at}", "breakdown": "", "state": "no_data"} for at in range(100)]
    return lay_facts(tmp_path / "facts-1", {"indicator_values": rows})


def cut_in_half(path: Path) -> None:
    content = path.read_bytes()
    path.write_bytes(content[: len(content) // 2])


def add_bytes(path: Path) -> None:
    path.write_bytes(path.read_bytes() + b"\0")


def flip_a_bit(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)


@pytest.mark.parametrize(
    ("damage", "code"),
    [
        (cut_in_half, "facts.file_size"),
        (add_bytes, "facts.file_size"),
        (flip_a_bit, "facts.file_changed"),
        (Path.unlink, "facts.file_missing"),
    ],
)
def test_a_damaged_file_is_told_by_name(
    facts: Facts, damage: Callable[[Path], None], code: str
) -> None:
    assert run(expressions.values_by_body(), facts).num_rows == 100
    path = Path(facts.files("indicator_values")[0])
    damage(path)
    with pytest.raises(FactsDamaged) as refused:
        run(expressions.values_by_body(), facts)
    assert refused.value.code == code
    assert str(path) in str(refused.value)


def test_other_tables_stay_readable(facts: Facts) -> None:
    cut_in_half(Path(facts.files("observations")[0]))
    assert run(expressions.values_by_body(), facts).num_rows == 100


@pytest.mark.parametrize("damage", [cut_in_half, flip_a_bit, Path.unlink])
def test_a_damaged_manifest_is_told(facts: Facts, damage: Callable[[Path], None]) -> None:
    damage(facts.folder / MANIFEST)
    with pytest.raises(AnalyticsError) as refused:
        open_facts(facts.folder.parent)
    assert refused.value.code == "facts.manifest"


def test_facts_of_another_version_are_not_guessed_at(
    facts: Facts, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tiendo.analytics.engines.SCHEMA_VERSION", SCHEMA_VERSION + 1)
    with pytest.raises(FactsDamaged) as refused:
        open_facts(facts.folder)
    assert refused.value.code == "facts.version"


def test_where_nothing_was_written_one_is_told_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(AnalyticsError, match="./tiendo analytics facts"):
        open_facts(tmp_path / "nothing")


def test_the_latest_folder_is_opened(facts: Facts) -> None:
    later = lay_facts(facts.folder.parent / "facts-2", {})
    assert open_facts(facts.folder.parent).folder == later.folder
