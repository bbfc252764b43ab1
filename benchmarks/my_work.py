"""`bench my-work`: the work list at the size of a province, as an officer, a head, a coordinator.

The ratio is that of the worst role against the floor of `_work_urls.py`: one query for the same
100 rows and a plain template, behind the same middleware.
"""

from benchmarks._pages import measure_page

NEEDS_DATABASE = True
# role → account, its body
ROLES = {
    "officer": ("chuyenvien", "so-noi-vu"),
    "unit_head": ("thutruong", "so-noi-vu"),
    "coordinator": ("dieuphoi", "so-khoa-hoc-va-cong-nghe"),
}


def main() -> dict[str, object]:
    """The seconds of the worst role, its floor and the ratio."""
    return measure_page("my-work", "/viec-cua-toi/", "benchmarks._work_urls", roles=ROLES)
