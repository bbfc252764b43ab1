"""`bench timeline`: 3,000 tasks as bars on one page, as an officer, a unit head and a coordinator.

The ratio is that of the worst role against the floor of `_timeline_urls.py`.
"""

from benchmarks._pages import measure_page

NEEDS_DATABASE = True


def main() -> dict[str, object]:
    """The seconds of the worst role, its floor and the ratio."""
    return measure_page(
        "timeline", "/nhiem-vu/dong-thoi-gian/", "benchmarks._timeline_urls", count=count_bars
    )


def count_bars(body: bytes) -> int:
    """The rows of tasks; those of groups are not counted."""
    return body.count(b"<tr data-key-item")
