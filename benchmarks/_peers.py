"""What others make of a text of the same size: a process and an environment of its own for them.

The dependency group ``bench`` is never installed with the product: `uv run` makes an environment
of it alone. Run as a program, this file times one tool on its standard input.
"""

import json
import shutil
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

MB = 1_000_000
RUNS = 3
SECONDS = 600
# Our own words; the cases are real ones.
ENGLISH = """\
The province relies on three decisions. The first is Chevron U.S.A. Inc. v. Natural Resources \
Defense Council, Inc., 467 U.S. 837, 842-43 (1984), which was given up in Loper Bright \
Enterprises v. Raimondo, 603 U.S. 369 (2024). The second, Massachusetts v. EPA, 549 U.S. 497 \
(2007), asks who may sue; see also 42 U.S.C. § 7607. Id. at 516. The third stands in 5 C.F.R. \
§ 1320.3 and was read narrowly in Dole v. Steelworkers, 494 U.S. 26, 35 (1990). What the agency \
then did took nine months, cost less than planned, and is told in the annex to this report.

"""


def compare(content: str) -> None:
    """Print how fast each of the others is: its own language, the same number of bytes."""
    size = len(content.encode())
    english = (ENGLISH * (size // len(ENGLISH.encode()) + 1))[:size]
    for tool, text in (("underthesea", content), ("eyecite", english)):
        print(_line(tool, text))


def _line(tool: str, text: str) -> str:
    uv = shutil.which("uv")
    if uv is None:
        return f"not installed: {tool} (uv is not on the path)"
    alone = ["run", "--quiet", "--isolated", "--only-group", "bench"]
    command = [uv, *alone, "python", str(Path(__file__).resolve()), tool]
    try:
        done = subprocess.run(  # noqa: S603 - our own program
            command,
            input=text.encode(),
            capture_output=True,
            timeout=SECONDS,
            cwd=Path(__file__).parents[1],
            check=True,
        )
        found = json.loads(done.stdout)
    except (subprocess.SubprocessError, OSError, ValueError):
        return f"not installed: {tool} (uv could not make the environment of the group bench)"
    return f"{tool} {found['version']}, {found['work']}: {found['speed']:.3f} MB/s"


def _underthesea() -> tuple[str, Callable[[str], object]]:
    from underthesea import word_tokenize

    return "words of the same text", word_tokenize


def _eyecite() -> tuple[str, Callable[[str], object]]:
    from eyecite import get_citations

    return "citations in as much English text", get_citations


def _main(tool: str) -> None:
    from importlib.metadata import version

    work, run = {"underthesea": _underthesea, "eyecite": _eyecite}[tool]()
    text = sys.stdin.buffer.read().decode()
    run(text)
    seconds = []
    for _run in range(RUNS):
        start = time.process_time()
        run(text)
        seconds.append(time.process_time() - start)
    speed = len(text.encode()) / MB / statistics.median(seconds)
    sys.stdout.write(json.dumps({"work": work, "speed": speed, "version": version(tool)}))


if __name__ == "__main__":
    _main(sys.argv[1])
