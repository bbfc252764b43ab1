"""The readers of the environment accept what is right and explain what is not."""

import stat
from datetime import date
from pathlib import Path

import pytest

from tiendo.config import environment
from tiendo.config.environment import BadEnvironment


def test_a_value_comes_from_its_variable() -> None:
    assert environment.read("TIENDO_X", {"TIENDO_X": "một"}) == "một"


def test_a_value_comes_from_its_file_without_the_closing_newline(tmp_path: Path) -> None:
    path = tmp_path / "x"
    path.write_text("một\n", encoding="utf-8")
    assert environment.read("TIENDO_X", {"TIENDO_X_FILE": str(path)}) == "một"


def test_neither_given_is_none() -> None:
    assert environment.read("TIENDO_X", {}) is None


def test_an_empty_variable_counts_as_not_given() -> None:
    assert environment.read("TIENDO_X", {"TIENDO_X": "", "TIENDO_X_FILE": ""}) is None


def test_both_given_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadEnvironment, match="cả TIENDO_X và TIENDO_X_FILE"):
        environment.read("TIENDO_X", {"TIENDO_X": "a", "TIENDO_X_FILE": str(tmp_path / "x")})


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadEnvironment, match="TIENDO_X_FILE") as caught:
        environment.read("TIENDO_X", {"TIENDO_X_FILE": str(tmp_path / "none")})
    assert caught.value.name == "TIENDO_X_FILE"


def test_an_empty_file_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "x"
    path.write_text("\n")
    with pytest.raises(BadEnvironment, match="rỗng"):
        environment.read("TIENDO_X", {"TIENDO_X_FILE": str(path)})


def test_a_database_url_gives_its_parts() -> None:
    address = environment.parse_database_url("postgresql://ten:m%40t@db.example:5433/tiendo")
    assert (address.user, address.password, address.host, address.port, address.name) == (
        "ten",
        "m@t",
        "db.example",
        "5433",
        "tiendo",
    )


def test_a_database_url_may_name_a_socket_folder() -> None:
    address = environment.parse_database_url("postgresql:///tiendo?host=/run/pg&sslmode=disable")
    assert (address.host, address.options) == ("/run/pg", {"sslmode": "disable"})


@pytest.mark.parametrize(
    "url",
    [
        "mysql://a:secret@h/d",
        "postgresql://a:secret@h",
        "postgresql://a:secret@h:port/d",
        "postgresql://a:secret@h:99999/d",
        "secret",
    ],
)
def test_a_wrong_database_url_is_refused_without_repeating_it(url: str) -> None:
    with pytest.raises(BadEnvironment) as caught:
        environment.parse_database_url(url)
    assert "secret" not in str(caught.value)
    assert "postgresql://" in str(caught.value)


def test_a_day_is_read() -> None:
    assert environment.read_day("TIENDO_TODAY", {"TIENDO_TODAY": "2025-11-30"}) == date(
        2025, 11, 30
    )


@pytest.mark.parametrize("value", ["30/11/2025", "2025-02-30", "20251130", "hôm nay"])
def test_what_is_no_day_is_refused_with_an_example(value: str) -> None:
    with pytest.raises(BadEnvironment, match="TIENDO_TODAY=2025-11-30"):
        environment.read_day("TIENDO_TODAY", {"TIENDO_TODAY": value})


@pytest.mark.parametrize(("value", "expected"), [("1", True), ("OFF", False), ("yes", True)])
def test_a_flag_is_read(value: str, expected: bool) -> None:
    assert environment.read_flag("TIENDO_DEBUG", False, {"TIENDO_DEBUG": value}) is expected


def test_what_is_no_flag_is_refused() -> None:
    with pytest.raises(BadEnvironment, match="có thể"):
        environment.read_flag("TIENDO_DEBUG", False, {"TIENDO_DEBUG": "có thể"})


def test_a_list_is_split_at_commas() -> None:
    given = {"TIENDO_ALLOWED_HOSTS": "a.vn, b.vn,"}
    assert environment.read_list("TIENDO_ALLOWED_HOSTS", (), given) == ["a.vn", "b.vn"]


def test_a_public_url_loses_its_closing_slash() -> None:
    assert environment.read_public_url({"TIENDO_PUBLIC_URL": "https://a.vn/"}) == "https://a.vn"


@pytest.mark.parametrize("value", ["a.vn", "ftp://a.vn", "https://a.vn/tiendo"])
def test_a_wrong_public_url_is_refused(value: str) -> None:
    with pytest.raises(BadEnvironment, match="TIENDO_PUBLIC_URL"):
        environment.read_public_url({"TIENDO_PUBLIC_URL": value})


def test_the_data_folder_is_beside_the_script_by_default() -> None:
    assert environment.read_data_folder({}) == environment.ROOT / "data"


def test_a_file_is_no_data_folder(tmp_path: Path) -> None:
    path = tmp_path / "x"
    path.touch()
    with pytest.raises(BadEnvironment, match="TIENDO_DATA"):
        environment.read_data_folder({"TIENDO_DATA": str(path)})


def test_a_secret_key_is_made_once_and_kept_for_its_owner(tmp_path: Path) -> None:
    data = tmp_path / "data"
    first = environment.read_secret_key(data, {})
    assert len(first) >= environment.SECRET_KEY_LENGTH
    assert environment.read_secret_key(data, {}) == first
    assert stat.S_IMODE((data / "secret-key").stat().st_mode) == 0o600
    assert [path.name for path in data.iterdir()] == ["secret-key"]


def test_a_given_secret_key_is_not_stored(tmp_path: Path) -> None:
    key = "k" * environment.SECRET_KEY_LENGTH
    assert environment.read_secret_key(tmp_path, {"TIENDO_SECRET_KEY": key}) == key
    assert list(tmp_path.iterdir()) == []


def test_a_short_secret_key_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadEnvironment, match="quá ngắn"):
        environment.read_secret_key(tmp_path, {"TIENDO_SECRET_KEY": "short"})


def test_the_first_of_two_makers_of_a_secret_wins(tmp_path: Path) -> None:
    path = tmp_path / "secret"

    def slow() -> str:
        environment.keep_secret(path, lambda: "fast")
        return "slow"

    assert environment.keep_secret(path, slow) == "fast"


def test_a_stored_secret_is_replaced_whole(tmp_path: Path) -> None:
    path = tmp_path / "secret"
    environment.store_secret(path, "a")
    environment.store_secret(path, "b")
    assert path.read_text() == "b\n"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_a_file_of_thresholds_that_cannot_be_read_stops_the_program(tmp_path: Path) -> None:
    environment.add_parameters(tmp_path)
    (tmp_path / "parameters.yaml").write_text("no_such_days: [", encoding="utf-8")
    with pytest.raises(environment.BadEnvironment, match="TIENDO_DATA.*parameters.yaml"):
        environment.add_parameters(tmp_path)
