"""Own dashboards: the list of them, one on screen, on a wall, and as a file."""

from __future__ import annotations

from io import BytesIO

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from tiendo.domain import clock
from tiendo.domain.parameters import parameter_on
from tiendo.overview.dashboards.actions import create_dashboard
from tiendo.overview.dashboards.building import build_blocks
from tiendo.overview.dashboards.contents import BuiltBlock
from tiendo.overview.dashboards.errors import DashboardError
from tiendo.overview.dashboards.files import FORMATS, write_dashboard
from tiendo.overview.dashboards.looking import Look
from tiendo.overview.dashboards.permissions import may_edit, may_see, visible_dashboards
from tiendo.overview.dashboards.queries import blocks_of, own_removed, start_of
from tiendo.overview.dashboards.starters import STARTERS
from tiendo.overview.models import Dashboard, Format, Sharing
from tiendo.workspace.access import (
    READ_WRITE,
    PageRequest,
    as_of,
    kept_days,
    known_at,
    number_in,
    page,
)
from tiendo.workspace.answers import answer_form
from tiendo.workspace.dashboard_html import shown_blocks
from tiendo.workspace.forms.dashboards import NewDashboardForm
from tiendo.workspace.views.documents import sandboxed

PER_PAGE = 30
_MOST_ON_WALL = 12
_OFFICE = "application/vnd.openxmlformats-officedocument"
_CONTENT_TYPES = {
    Format.XLSX: f"{_OFFICE}.spreadsheetml.sheet",
    Format.DOCX: f"{_OFFICE}.wordprocessingml.document",
}


@page("dashboard.view")
def show_list(request: PageRequest) -> HttpResponse:
    """The dashboards a person sees, the start page marked."""
    rows = visible_dashboards(request.actor).select_related("owner", "organisation")
    listed = Paginator(rows.order_by("title", "pk"), PER_PAGE)
    context = {
        "page": listed.get_page(request.GET.get("page")),
        "start": start_of(request.actor),
        "removed": own_removed(request.actor),
    }
    return render(request, "dashboards/list.html", context)


@page("dashboard.view", methods=READ_WRITE)
def create(request: PageRequest) -> HttpResponse:
    """Begin a dashboard from one of the starters."""
    form = NewDashboardForm(request.POST or None)

    def act() -> HttpResponse:
        given = form.cleaned_data
        made = create_dashboard(
            title=given["title"], starter=STARTERS[given["starter"]], by=request.actor
        )
        return redirect("own-dashboard-edit", made.pk)

    def show(*, status: int) -> HttpResponse:
        return render(request, "dashboards/new.html", {"form": form}, status=status)

    return answer_form(request, form, act, show)


@page("dashboard.view")
def show(request: PageRequest, pk: int) -> HttpResponse:
    """One dashboard on the day in view, with the numbers of one's own rights."""
    dashboard = found_dashboard(request, pk)
    context = {
        "dashboard": dashboard,
        "blocks": shown_blocks(request, _built(request, dashboard)),
        "may_edit": may_edit(request.actor, dashboard),
        "is_start": start_of(request.actor) == dashboard.pk,
        "sharing_words": sharing_words(dashboard),
        "files": [
            (f"{reverse('own-dashboard-file', args=[pk, form.value])}{_days(request)}", form.label)
            for form in FORMATS
        ],
    }
    return render(request, "dashboards/dashboard.html", context)


@page("dashboard.view", is_aside=True)
def show_wall(request: PageRequest, pk: int) -> HttpResponse:
    """A dashboard over the whole screen; asked for again and again, it comes anew.

    With ``?xoay=3,7`` the next time brings the next of these. What is gone is said in its place,
    so that the screen goes on with the others.
    """
    others = _others(request, pk)
    upcoming = others[0] if others else pk
    rest = [*others[1:], pk] if others else []
    address = reverse("own-dashboard-wall", args=[upcoming])
    query = {**kept_days(request), **({"xoay": ",".join(map(str, rest))} if rest else {})}
    context: dict[str, object] = {
        "next_url": address + (f"?{urlencode(query)}" if query else ""),
        "own_url": request.get_full_path(),
        "rotates": bool(others),
        "seconds": parameter_on("dashboard_wall_seconds", clock.today()),
        "turn_seconds": parameter_on("dashboard_wall_page_seconds", clock.today()),
        "updated_at": clock.now(),
    }
    try:
        dashboard = found_dashboard(request, pk)
    except (Http404, PermissionDenied):
        if not request.headers.get("HX-Request"):
            raise
        return render(request, "dashboards/wall_part.html", context)
    context |= {
        "dashboard": dashboard,
        "blocks": shown_blocks(request, _built(request, dashboard)),
        "day": as_of(request),
    }
    part = "wall_part" if request.headers.get("HX-Request") else "wall"
    return render(request, f"dashboards/{part}.html", context)


@page("dashboard.view")
def download(request: PageRequest, pk: int, form: str) -> HttpResponseBase:
    """The tables of all blocks in one file."""
    if form not in {each.value for each in FORMATS}:
        raise Http404(form)
    dashboard = found_dashboard(request, pk)
    kind = Format(form)
    target = BytesIO()
    try:
        write_dashboard(dashboard, _built(request, dashboard), kind, request.actor, target)
    except DashboardError as refused:
        messages.error(request, str(refused))
        return redirect("own-dashboard", pk)
    name = f"bang-dieu-hanh-{pk}-{as_of(request).isoformat()}.{kind}"
    return sandboxed(HttpResponse(target.getvalue(), content_type=_CONTENT_TYPES[kind]), name)


def found_dashboard(request: PageRequest, pk: int) -> Dashboard:
    """The dashboard, for those who see it. Errors: Http404; PermissionDenied."""
    dashboard = get_object_or_404(Dashboard.objects.select_related("owner", "organisation"), pk=pk)
    if not may_see(request.actor, dashboard):
        raise PermissionDenied
    if dashboard.removed_at is not None:
        raise Http404(pk)
    return dashboard


def sharing_words(dashboard: Dashboard) -> str:
    """Who sees it, in words."""
    match Sharing(dashboard.sharing):
        case Sharing.NOBODY:
            return _("chỉ người lập xem")
        case Sharing.BODY:
            return _("chia sẻ trong %(body)s") % {"body": dashboard.organisation}
        case Sharing.ROLE:
            return _("chia sẻ cho vai trò %(role)s") % {"role": dashboard.get_role_display()}
        case _:
            return _("chia sẻ cho mọi người")


def _built(request: PageRequest, dashboard: Dashboard) -> list[BuiltBlock]:
    look = Look(request.actor, as_of(request), known_at(request), dashboard.owner_id)
    return build_blocks(look, blocks_of(dashboard))


def _others(request: PageRequest, pk: int) -> list[int]:
    """The other dashboards that the wall shows in turn."""
    given = request.GET.get("xoay", "").split(",")[:_MOST_ON_WALL]
    numbers = (number_in(each.strip()) for each in given)
    return [number for number in numbers if number is not None and number != pk]


def _days(request: PageRequest) -> str:
    days = kept_days(request)
    return f"?{urlencode(days)}" if days else ""
