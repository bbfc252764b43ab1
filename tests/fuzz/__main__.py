"""`python -m tests.fuzz --minutes 10`: tries changed inputs until the time is over.

Each finding is written once, by the place it was raised at: the input, and beside it the trace.
An input that takes longer than its limit of processor time is a finding too. Counts are kept in
``state.json``, as libFuzzer ends the process itself.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import signal
import sys
import time
import traceback
from importlib import import_module
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["vanban"]):
    from tests.fuzz.inputs import NAMES, TOKENS, parse_input, seeds
    from tests.fuzz.laws import check_file

    # Readers are imported when they are first needed: too late to be followed.
    for reader in ("docx", "html", "markdown", "pdf", "text", "xlsx"):
        import_module(f"vanban.readers.{reader}")

LONGEST_INPUT = 8_000
_MEMORY_MB = 3_000


class TooSlow(BaseException):
    """An input took longer than its limit; no reader may catch it as damage of a file."""


class Fuzzer:
    """Runs inputs and keeps what breaks a law."""

    def __init__(self, folder: Path, seconds: float) -> None:
        self.folder, self.seconds = folder, seconds
        self.started = time.monotonic()
        self.inputs = 0
        self.found: set[str] = set()

    def run(self, data: bytes) -> None:
        """One input. Its time is that of the processor: other work of the machine is not its."""
        self.inputs += 1
        signal.setitimer(signal.ITIMER_VIRTUAL, self.seconds)
        try:
            kind, raw = parse_input(data)
            check_file(raw, NAMES.get(kind.name))
        except (Exception, TooSlow) as error:  # noqa: BLE001 - whatever is raised is the finding
            signal.setitimer(signal.ITIMER_VIRTUAL, 0)
            self._keep(data, error)
        finally:
            signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        if self.inputs % 100 == 0:
            self.report()

    def _keep(self, data: bytes, error: BaseException) -> None:
        place = _place_of(error)
        if place in self.found:
            return
        self.found.add(place)
        name = hashlib.sha256(place.encode()).hexdigest()[:12]
        (self.folder / f"{name}.bin").write_bytes(data)
        trace = "".join(traceback.format_exception(error, limit=-12))[-6000:]
        (self.folder / f"{name}.txt").write_text(f"{place}\n\n{trace}", encoding="utf-8")
        sys.stderr.write(f"finding {name}: {place}\n")
        self.report()

    def report(self) -> None:
        """Write how far it has come."""
        seconds = round(time.monotonic() - self.started, 1)
        state = {"inputs": self.inputs, "findings": len(self.found), "seconds": seconds}
        (self.folder / "state.json").write_text(json.dumps(state), encoding="utf-8")


def _place_of(error: BaseException) -> str:
    """What was raised, and the innermost of our own lines it was raised in."""
    frames = traceback.extract_tb(error.__traceback__)
    own = [frame for frame in frames if "/vanban/" in frame.filename or "/fuzz/" in frame.filename]
    last = own[-1] if own else frames[-1]
    return f"{type(error).__name__} in {Path(last.filename).name}:{last.name}"


def _write_tokens(folder: Path) -> Path:
    path = folder / "tokens.dict"
    quoted = ("".join(f"\\x{byte:02x}" for byte in token.encode()) for token in TOKENS)
    path.write_text("".join(f'"{token}"\n' for token in quoted), encoding="ascii")
    return path


def _write_corpus(folder: Path) -> Path:
    corpus = folder / "corpus"
    corpus.mkdir(exist_ok=True)
    for at, seed in enumerate(seeds()):
        (corpus / f"seed-{at:02}").write_bytes(seed)
    return corpus


def main() -> None:
    """Fuzzes for the time asked for; libFuzzer ends the process."""
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz")
    parser.add_argument("--minutes", type=float, default=10)
    parser.add_argument("--seconds", type=float, default=5, help="processor time for one input")
    parser.add_argument("--folder", type=Path, default=Path("build/fuzz"))
    options = parser.parse_args()
    options.folder.mkdir(parents=True, exist_ok=True)
    # Neither the recogniser of scans nor LibreOffice is looked for: another program is not fuzzed.
    os.environ["PATH"] = ""
    fuzzer = Fuzzer(options.folder, options.seconds)

    def stop(signum: int, frame: object) -> None:
        raise TooSlow(f"more than {options.seconds} s")

    signal.signal(signal.SIGVTALRM, stop)
    arguments = {
        "max_total_time": int(options.minutes * 60),
        "max_len": LONGEST_INPUT,
        "dict": _write_tokens(options.folder),
        "artifact_prefix": f"{options.folder}/",
        "rss_limit_mb": _MEMORY_MB,
        "timeout": 600,
        "verbosity": 0,
    }
    flags = [f"-{name}={value}" for name, value in arguments.items()]
    atheris.Setup([sys.argv[0], *flags, str(_write_corpus(options.folder))], fuzzer.run)
    fuzzer.report()
    atheris.Fuzz()


if __name__ == "__main__":
    main()
