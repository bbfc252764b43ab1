"""`bench parse`: how many MB of UTF-8 text `vanban.parse` understands in a second, on one core.

The text is the bundled sample plan. The same text repeated up to 10 MB shows whether the time
grows in line with the length.
"""

import gc
import statistics
import time

import vanban
from vanban.models import Text

MB = 1_000_000
WARM_UP = 3
RUNS = 15
LENGTHS_MB = (1, 3, 10)


def main() -> dict[str, object]:
    """The speed on the plan; the longer texts are told on the way."""
    text = read_plan()
    size = len(text.content.encode()) / MB
    for _run in range(WARM_UP):
        vanban.parse(text)
    seconds = statistics.median(time_parse(text) for _run in range(RUNS))
    print(f"plan: {size * 1000:.0f} kB in {seconds * 1000:.1f} ms")
    speeds = [measure_repeated(text, length) for length in LENGTHS_MB]
    print(
        f"speed at {LENGTHS_MB[-1]} MB / speed at {LENGTHS_MB[0]} MB: {speeds[-1] / speeds[0]:.2f}"
    )
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


def measure_repeated(text: Text, length_mb: int) -> float:
    """MB/s of the plan repeated up to a length, parsed once."""
    size = len(text.content.encode())
    repeated = as_text("\n\n".join([text.content] * (length_mb * MB // size + 1)))
    gc.collect()
    speed = len(repeated.content.encode()) / MB / time_parse(repeated)
    print(f"{length_mb} MB: {speed:.2f} MB/s")
    return speed


def time_parse(text: Text) -> float:
    """Seconds of one parse, of the core it runs on: other work of the machine does not count."""
    start = time.process_time()
    vanban.parse(text)
    return time.process_time() - start
