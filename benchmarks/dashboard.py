"""`bench dashboard`: the overview of a programme at the size of a province.

As an officer, a unit head and a coordinator; the ratio is that of the worst role against the floor
of `_dashboard_urls.py`: one GROUP BY and a plain template, behind the same middleware. The
times of a dashboard of one's own are printed beside.
"""

from benchmarks._pages import measure_as, open_application, worst_of
from benchmarks._province import ROLES

NEEDS_DATABASE = True
NAME = "dashboard"
PATH = "/tong-quan/"


def main() -> dict[str, object]:
    """The seconds of the worst role, its floor and the ratio."""
    application = open_application("benchmarks._dashboard_urls")
    measured = [measure_as(application, NAME, PATH, each) for each in ROLES.items()]
    for each in ROLES.items():
        measure_as(application, NAME, own_dashboard(each[0]), each)
    return worst_of(NAME, measured)


def own_dashboard(role: str) -> str:
    """The address of a dashboard of one's own, as the leader of a province would begin."""
    from tiendo.accounts.models import User
    from tiendo.accounts.queries import load_actor
    from tiendo.domain import clock
    from tiendo.overview.dashboards.actions import create_dashboard
    from tiendo.overview.dashboards.starters import STARTERS
    from tiendo.overview.models import Dashboard

    user = User.objects.get(username=ROLES[role][0])
    made = Dashboard.objects.filter(owner=user, removed_at__isnull=True).first()
    if made is None:
        by = load_actor(user, clock.today())
        made = create_dashboard(title="Lãnh đạo tỉnh", starter=STARTERS["leader"], by=by)
    return f"/bang-dieu-hanh/{made.pk}/"
