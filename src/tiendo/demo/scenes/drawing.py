"""A dashboard of figures and money as pictures, for everybody."""

from __future__ import annotations

from collections.abc import Iterator

from tiendo.demo.people import COMMITTEE, Crew
from tiendo.demo.scenes.measure import RECEIVED, SHARE
from tiendo.indicators.models import Indicator
from tiendo.organisations.models import Organisation
from tiendo.overview.dashboards.actions import add_block, create_dashboard, share_dashboard
from tiendo.overview.dashboards.starters import STARTERS, BlockPlan
from tiendo.overview.models import Sharing
from tiendo.overview.pictures.asking import BODY, INDICATOR
from tiendo.programmes.models import Programme


def draw_figures(crew: Crew, programme: Programme) -> None:
    """Play the scene where there are figures."""
    known = dict(Indicator.objects.filter(code__in=[SHARE, RECEIVED]).values_list("code", "pk"))
    province = Organisation.objects.filter(slug=COMMITTEE).first()
    if len(known) < 2 or province is None:
        return
    by = crew.named("dieuphoi")
    made = create_dashboard(title="Chỉ tiêu và ngân sách", starter=STARTERS["empty"], by=by)
    for plan in _blocks(known, str(province.pk)):
        add_block(dashboard=made, plan=plan, by=by)
    share_dashboard(dashboard=made, sharing=Sharing.ALL, role="", by=by)


def _blocks(known: dict[str, int], province: str) -> Iterator[BlockPlan]:
    share = {INDICATOR: str(known[SHARE]), BODY: province}
    yield BlockPlan("figure", {"asked": share})
    yield BlockPlan("pic_trend", {"asked": share})
    yield BlockPlan("pic_map", {"asked": {INDICATOR: str(known[RECEIVED])}}, width=2)
    yield BlockPlan("pic_bullets", {"asked": {BODY: province}})
    yield BlockPlan("pic_waterfall", {"asked": {}})
