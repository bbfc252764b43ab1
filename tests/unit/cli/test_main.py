"""The dispatcher: verbs, the data folder of any verb, errors as sentences."""

import os

import pytest

from tiendo.cli import __main__ as cli
from tiendo.cli.errors import CommandError


@pytest.fixture(autouse=True)
def own_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TIENDO_DATA", "/kept")


def test_without_a_verb_the_verbs_are_listed(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main([]) == cli.USAGE_ERROR
    printed = capsys.readouterr().out
    assert all(f"  {verb}" in printed for verb in cli.VERBS)


def test_help_is_no_error() -> None:
    assert cli.main(["--help"]) == 0


def test_an_unknown_verb_is_told_with_the_known_ones(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["dmeo"]) == cli.USAGE_ERROR
    printed = capsys.readouterr()
    assert printed.out == ""
    assert "dmeo" in printed.err
    assert "demo" in printed.err


@pytest.mark.parametrize(
    "given",
    [["--data", "/d", "parse", "x"], ["parse", "--data=/d", "x"], ["parse", "x", "--data", "/d"]],
)
def test_any_verb_takes_a_data_folder(given: list[str]) -> None:
    assert cli.take_data_folder(given) == ["parse", "x"]
    assert os.environ["TIENDO_DATA"] == "/d"


def test_what_follows_two_dashes_is_left_alone() -> None:
    assert cli.take_data_folder(["test", "--", "--data", "x"]) == ["test", "--", "--data", "x"]
    assert os.environ["TIENDO_DATA"] == "/kept"


def test_a_data_folder_without_a_name_is_refused() -> None:
    with pytest.raises(CommandError, match="--data"):
        cli.take_data_folder(["serve", "--data"])


def test_each_verb_has_a_module_of_its_name() -> None:
    folder = os.path.dirname(cli.__file__)
    assert all(os.path.exists(os.path.join(folder, f"{verb}.py")) for verb in cli.VERBS)
