"""`bench task-list`: the first page of 5,000 tasks with totals, as an officer and a coordinator.

The ratio is that of the worst role against the floor of `_task_list_urls.py`.
"""

from benchmarks._pages import measure_page

NEEDS_DATABASE = True


def main() -> dict[str, object]:
    """The seconds of the worst role, its floor and the ratio."""
    return measure_page("task-list", "/nhiem-vu/", "benchmarks._task_list_urls")
