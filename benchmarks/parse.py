"""`bench parse`: how many MB of UTF-8 text `vanban.parse` understands in a second, on one core.

The text is the bundled sample plan. The same text repeated up to 10 MB shows whether the time
grows in line with the length, and how much memory it takes. Beside it, in the same run: two
other tools on as much text, texts of hard shapes, and many files on all cores.
"""

import gc
import os
import statistics
import tempfile
import time
from pathlib import Path

import vanban
from benchmarks._parse_memory import measure_memory
from benchmarks._peers import compare
from vanban.command import outcomes
from vanban.models import Text

MB = 1_000_000
WARM_UP = 3
RUNS = 15
LENGTHS_MB = (1, 3, 10)
MEMORY_LENGTHS_MB = (1, 10)
FILES = 40
COPIES_PER_FILE = 8
SHAPES = {
    "200,000 bullets": "\n".join(f"- Rà soát việc thứ {at} của tỉnh" for at in range(200_000)),
    "1,000,000 lines of one letter": "\n".join("a" * 1_000_000),
    "10 MB without a line break": "Sở Nội vụ chủ trì, phối hợp các sở, ngành " * 190_000,
    "100,000 open parentheses": "(" * 100_000,
    "10 MB of “Căn cứ”": "Căn cứ " * 1_000_000,
}


def main() -> dict[str, object]:
    """The speed on the plan; all else is told on the way."""
    text = read_plan()
    size = len(text.content.encode()) / MB
    for _run in range(WARM_UP):
        vanban.parse(text)
    seconds = statistics.median(time_parse(text) for _run in range(RUNS))
    print(f"plan: {size * 1000:.0f} kB in {seconds * 1000:.1f} ms, {size / seconds:.2f} MB/s")
    compare(text.content)
    measure_lengths(text)
    for name, content in SHAPES.items():
        print(f"{name}: {measure(as_text(content)):.2f} MB/s")
    measure_memories(text)
    measure_files(text)
    return {
        "name": "parse",
        "value": round(size / seconds, 3),
        "floor": None,
        "ratio": None,
        "unit": "MB/s",
    }


def read_plan() -> Text:
    """The bundled plan as plain text, so that it can be repeated."""
    from tiendo.demo.samples.builder import PLAN

    return as_text(vanban.read(PLAN).content)


def as_text(content: str) -> Text:
    """Text as the reader of plain files gives it."""
    return vanban.read(content.encode(), "plan.txt")


def repeat(text: Text, length_mb: int) -> str:
    """The words of a text repeated up to a length."""
    size = len(text.content.encode())
    return "\n\n".join([text.content] * (length_mb * MB // size + 1))


def measure_lengths(text: Text) -> None:
    """Print the speed on the plan repeated up to each length, parsed once."""
    speeds = []
    for length in LENGTHS_MB:
        speeds.append(measure(as_text(repeat(text, length))))
        print(f"{length} MB: {speeds[-1]:.2f} MB/s")
    last, first = LENGTHS_MB[-1], LENGTHS_MB[0]
    print(f"speed at {last} MB / speed at {first} MB: {speeds[-1] / speeds[0]:.2f}")


def measure(text: Text) -> float:
    """MB/s of one parse."""
    gc.collect()
    return len(text.content.encode()) / MB / time_parse(text)


def time_parse(text: Text) -> float:
    """Seconds of one parse, of the core it runs on: other work of the machine does not count."""
    start = time.process_time()
    vanban.parse(text)
    return time.process_time() - start


def measure_memories(text: Text) -> None:
    """Print the memory above the import, in lengths of the text."""
    for length in MEMORY_LENGTHS_MB:
        content = repeat(text, length)
        ratio = measure_memory(content) / len(content.encode())
        print(f"memory above the import at {length} MB: {ratio:.0f} × the text (bar: 60)")


def measure_files(text: Text) -> None:
    """Print how much faster many files are read and parsed by a process on each core."""
    cores = os.cpu_count() or 1
    with tempfile.TemporaryDirectory() as folder:
        names = [str(Path(folder, f"{at}.txt")) for at in range(FILES)]
        for name in names:
            Path(name).write_text("\n\n".join([text.content] * COPIES_PER_FILE), encoding="utf-8")
        alone, together = (time_files(names, jobs) for jobs in (1, cores))
    print(
        f"{FILES} files: {alone:.1f} s in one process, {together:.1f} s in {cores}: "
        f"{alone / together:.2f} × as fast"
    )


def time_files(names: list[str], jobs: int) -> float:
    """Seconds on the clock until all files are read, understood and written as JSON."""
    start = time.monotonic()
    for outcome in outcomes(names, "json", jobs):
        if outcome.written is None:
            raise RuntimeError(outcome.problem)
    return time.monotonic() - start
