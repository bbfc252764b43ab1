"""The root script: quick when all is there, clear when something is lacking."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from tiendo.config.environment import ROOT

TOOLS = ("sh", "env", "cat", "cksum", "dirname", "readlink", "rm", "mkdir")
# A Python of the right version that lacks what its variables say.
PYTHON = """#!/bin/sh
case "$*" in
    *version_info*) echo "$0" ;;
    *ensurepip*) exit 1 ;;
    "-m pip"*) exit 1 ;;
    *) echo "python $*" ;;
esac
"""
UV = """#!/bin/sh
echo "uv $*" >&2
mkdir -p "$UV_PROJECT_ENVIRONMENT/bin"
printf '#!/bin/sh\\nprintf "[%%s]" "$@"\\n' >"$UV_PROJECT_ENVIRONMENT/bin/python"
/bin/chmod +x "$UV_PROJECT_ENVIRONMENT/bin/python"
"""


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    """A clone with the script and what it looks at, under a closed folder with a space."""
    folder = tmp_path / "một bản sao"
    folder.mkdir(mode=0o700)
    for name in ("tiendo", "uv.lock", "pyproject.toml"):
        shutil.copy(ROOT / name, folder)
    (tmp_path / "bin").mkdir()
    for tool in TOOLS:
        (tmp_path / "bin" / tool).symlink_to(str(shutil.which(tool)))
    return folder


def put(clone: Path, name: str, text: str) -> None:
    """A program on the PATH of the clone."""
    path = clone.parent / "bin" / name
    path.write_text(text)
    path.chmod(0o755)


def run(
    clone: Path, *arguments: str, program: Path | None = None, **environment: str
) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [program or clone / "tiendo", *arguments],
        env={"PATH": str(clone.parent / "bin"), "HOME": str(clone.parent), **environment},
        cwd="/",
        capture_output=True,
        text=True,
    )


def test_without_python_it_says_what_to_install(clone: Path) -> None:
    done = run(clone, "parse", "x")
    assert (done.returncode, done.stdout) == (2, "")
    assert "apt-get install python3" in done.stderr


def test_without_pip_and_ensurepip_it_says_what_to_install(clone: Path) -> None:
    put(clone, "python3", PYTHON)
    done = run(clone, "parse", "x")
    assert (done.returncode, done.stdout) == (2, "")
    assert "python3-pip" in done.stderr


def test_it_makes_the_environment_and_hands_over(clone: Path) -> None:
    put(clone, "python3", PYTHON)
    put(clone, "uv", UV)
    done = run(clone, "parse", "hai từ", "--json")
    assert done.stdout == "[-P][-m][tiendo.cli][parse][hai từ][--json]"
    assert "uv sync" in done.stderr
    assert "--frozen" in done.stderr
    assert "--no-dev" in done.stderr


def test_the_second_time_nothing_is_set_up(clone: Path) -> None:
    put(clone, "python3", PYTHON)
    put(clone, "uv", UV)
    run(clone, "doctor")
    done = run(clone, "doctor")
    assert (done.stdout, done.stderr) == ("[-P][-m][tiendo.cli][doctor]", "")


def test_a_changed_lock_file_is_set_up_again(clone: Path) -> None:
    put(clone, "python3", PYTHON)
    put(clone, "uv", UV)
    run(clone, "doctor")
    with (clone / "uv.lock").open("a") as lock:
        lock.write("\n")
    assert "uv sync" in run(clone, "doctor").stderr


@pytest.mark.parametrize("given", [["test"], ["--data", "/d", "test"], ["--data=/d", "test", "-x"]])
def test_the_tests_get_their_packages(clone: Path, given: "list[str]") -> None:
    put(clone, "python3", PYTHON)
    put(clone, "uv", UV)
    run(clone, "doctor")
    assert "--group dev" in run(clone, *given).stderr
    assert run(clone, "doctor").stderr == ""


@pytest.mark.parametrize("given", [["parse", "test"], ["--data", "test", "parse", "x"]])
def test_a_file_called_test_is_not_the_verb(clone: Path, given: "list[str]") -> None:
    put(clone, "python3", PYTHON)
    put(clone, "uv", UV)
    assert "--no-dev" in run(clone, *given).stderr


def test_it_may_be_called_through_a_link(clone: Path) -> None:
    put(clone, "python3", PYTHON)
    put(clone, "uv", UV)
    link = clone.parent / "lệnh"
    link.symlink_to(clone / "tiendo")
    assert run(clone, "doctor", program=link).stdout == "[-P][-m][tiendo.cli][doctor]"


def test_a_failed_set_up_exits_with_2(clone: Path) -> None:
    put(clone, "python3", PYTHON)
    put(clone, "uv", "#!/bin/sh\nexit 1\n")
    done = run(clone, "doctor")
    assert (done.returncode, done.stdout) == (2, "")
    assert "không chuẩn bị được" in done.stderr


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ({}, "[]"),
        ({"PYTHONDONTWRITEBYTECODE": "1"}, "[]{venv}/compiled"),
        ({"PYTHONDONTWRITEBYTECODE": "1", "PYTHONPYCACHEPREFIX": "/kept"}, "[]/kept"),
    ],
)
def test_compiled_code_is_always_kept(clone: Path, given: dict[str, str], kept: str) -> None:
    put(clone, "python3", PYTHON)
    put(clone, "uv", UV)
    run(clone, "doctor")
    told = '#!/bin/sh\necho "[$PYTHONDONTWRITEBYTECODE]$PYTHONPYCACHEPREFIX"\n'
    (clone / ".venv" / "bin" / "python").write_text(told)
    wanted = kept.format(venv=clone.resolve() / ".venv")
    assert run(clone, "doctor", **given).stdout.splitlines()[-1] == wanted


def test_the_script_is_executable() -> None:
    assert os.access(ROOT / "tiendo", os.X_OK)
