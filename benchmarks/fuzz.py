"""`bench fuzz --minutes 10`: changed files and texts until the time is over.

Every input goes through `read`, `parse`, the checks, JSON, Akoma Ntoso and Markdown; what breaks
a law, or takes more than ``--seconds`` of processor time, is a finding. Findings stay in
build/fuzz: the input (.bin) and where it broke (.txt). The corpus there grows from run to run;
scans are not recognised. The work is done by tests/fuzz in a process of its own.
"""

import argparse
import importlib.util
import json
import subprocess
import sys

from tiendo.config.environment import ROOT

TAKES_OPTIONS = True
FOLDER = ROOT / "build" / "fuzz"


def main(options: list[str]) -> dict[str, object]:
    """The number of findings of this run; None where atheris is not installed."""
    parser = argparse.ArgumentParser(prog="tiendo bench fuzz")
    parser.add_argument("--minutes", type=float, default=10)
    parser.add_argument("--seconds", type=float, default=5)
    asked = parser.parse_args(options)
    if importlib.util.find_spec("atheris") is None:
        print("not installed: atheris (uv sync; its wheels are for Linux on x86-64)")
        return _result(None)
    FOLDER.mkdir(parents=True, exist_ok=True)
    (FOLDER / "state.json").unlink(missing_ok=True)
    minutes, seconds = str(asked.minutes), str(asked.seconds)
    command = [sys.executable, "-m", "tests.fuzz", "--minutes", minutes, "--seconds", seconds]
    done = subprocess.run(  # noqa: S603 - our own program
        [*command, "--folder", str(FOLDER)], cwd=ROOT, check=False
    )
    state = json.loads((FOLDER / "state.json").read_text(encoding="utf-8"))
    print(f"{state['inputs']} inputs in {state['seconds']:.0f} s: {state['findings']} findings")
    if done.returncode:
        # libFuzzer itself gave up: out of memory, or the interpreter crashed.
        print(f"ended with exit code {done.returncode}; its input lies in {FOLDER}")
    return _result(state["findings"] + bool(done.returncode))


def _result(findings: int | None) -> dict[str, object]:
    return {"name": "fuzz", "value": findings, "floor": 0, "ratio": None, "unit": "findings"}
