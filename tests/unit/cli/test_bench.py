"""`tiendo bench`: names, options and the last line."""

import json

import pytest

from tiendo.cli import bench
from tiendo.cli.errors import CommandError


def test_each_benchmark_is_found_by_the_name_of_its_file() -> None:
    assert {"parse", "task-list", "extraction"} <= set(bench.find_names())


@pytest.mark.parametrize("arguments", [[], ["nothing"], ["parse", "--set-baseline"]])
def test_a_missing_or_unknown_name_or_option_is_refused(arguments: list[str]) -> None:
    with pytest.raises(CommandError):
        bench.main(arguments)


def test_extraction_ends_with_one_json_line(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(bench, "leave_installation", lambda **_options: None)
    assert bench.main(["extraction"]) == 0
    out, err = capsys.readouterr()
    result = json.loads(out)
    assert set(result) == {"name", "value", "floor", "ratio", "unit"}
    assert result["name"] == "extraction"
    assert ("held out" in err) is (result["value"] is not None)
