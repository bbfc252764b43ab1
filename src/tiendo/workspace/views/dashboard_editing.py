"""Composing own dashboards: layout, sharing, blocks, and the buttons of both."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tiendo.domain import clock
from tiendo.domain.parameters import parameter_on
from tiendo.domain.refusals import Refusal
from tiendo.overview.dashboards import actions
from tiendo.overview.dashboards.building import build_blocks
from tiendo.overview.dashboards.kinds import KINDS, BlockKind
from tiendo.overview.dashboards.looking import Look
from tiendo.overview.dashboards.permissions import may_edit, may_see
from tiendo.overview.dashboards.queries import blocks_of
from tiendo.overview.dashboards.starters import BlockPlan
from tiendo.overview.models import Dashboard, DashboardBlock, Paper, Sharing
from tiendo.workspace.access import READ_WRITE, WRITE, PageRequest, as_of, known_at, page
from tiendo.workspace.answers import answer_form, say_done
from tiendo.workspace.dashboard_html import shown_blocks
from tiendo.workspace.forms.dashboards import BlockForm, LayoutForm, ShareForm
from tiendo.workspace.views.dashboards import sharing_words

PREVIEW = "xem"
Step = Callable[[PageRequest, Dashboard], HttpResponse]


@page("dashboard.view", methods=READ_WRITE)
def edit(request: PageRequest, pk: int) -> HttpResponse:
    """The layout, and the blocks with their buttons."""
    dashboard = _editable(request, pk)
    fields = ("title", "columns", "paper", "is_landscape")
    form = LayoutForm(
        request.POST or None, initial={name: getattr(dashboard, name) for name in fields}
    )

    def act() -> HttpResponse:
        given = form.cleaned_data
        actions.edit_dashboard(
            dashboard=dashboard,
            title=given["title"],
            columns=given["columns"],
            paper=Paper(given["paper"]),
            is_landscape=given["is_landscape"],
            by=request.actor,
        )
        return say_done(request, _("Đã lưu bố cục."), "own-dashboard-edit", pk)

    def show(*, status: int) -> HttpResponse:
        blocks = blocks_of(dashboard)
        context = {
            "dashboard": dashboard,
            "form": form,
            "blocks": [(row, *_named(row)) for row in blocks],
            "kinds": list(KINDS.values()),
            "most": parameter_on("dashboard_most_blocks", clock.today()),
            "sharing_words": sharing_words(dashboard),
        }
        return render(request, "dashboards/edit.html", context, status=status)

    return answer_form(request, form, act, show)


@page("dashboard.view", methods=READ_WRITE)
def share(request: PageRequest, pk: int) -> HttpResponse:
    """Who else sees the dashboard."""
    dashboard = _editable(request, pk)
    initial = {"sharing": dashboard.sharing, "role": dashboard.role}
    form = ShareForm(
        request.POST or None, initial=initial, actor=request.actor, dashboard=dashboard
    )

    def act() -> HttpResponse:
        actions.share_dashboard(
            dashboard=dashboard,
            sharing=Sharing(form.cleaned_data["sharing"]),
            role=form.cleaned_data.get("role", ""),
            by=request.actor,
        )
        return say_done(request, _("Đã đổi người được xem bảng."), "own-dashboard", pk)

    def show(*, status: int) -> HttpResponse:
        context = {"dashboard": dashboard, "form": form}
        return render(request, "dashboards/share.html", context, status=status)

    return answer_form(request, form, act, show, {"needs_role": "role"})


@page("dashboard.view", methods=WRITE)
def step(request: PageRequest, pk: int, name: str) -> HttpResponse:
    """A button of a dashboard. What is refused is said on the page it leads to."""
    dashboard = get_object_or_404(Dashboard.objects.select_related("organisation"), pk=pk)
    if name not in _STEPS:
        raise Http404(name)
    if not may_see(request.actor, dashboard):
        raise PermissionDenied
    try:
        return _STEPS[name](request, dashboard)
    except Refusal as refusal:
        messages.error(request, str(refusal))
        return redirect("own-dashboard-list")


def _duplicate(request: PageRequest, dashboard: Dashboard) -> HttpResponse:
    title = _("%(title)s (bản sao)") % {"title": dashboard.title[:100]}
    made = actions.duplicate_dashboard(dashboard=dashboard, title=title, by=request.actor)
    words = _("Đã sao bảng. Bản sao là của riêng người sao, sửa được mọi khối.")
    return say_done(request, words, "own-dashboard-edit", made.pk)


def _start(request: PageRequest, dashboard: Dashboard) -> HttpResponse:
    actions.choose_start(dashboard=dashboard, by=request.actor)
    return say_done(
        request, _("Bảng này là trang mở đầu sau khi đăng nhập."), "own-dashboard", dashboard.pk
    )


def _unstart(request: PageRequest, dashboard: Dashboard) -> HttpResponse:
    actions.drop_start(dashboard=dashboard, by=request.actor)
    return say_done(request, _("Đã bỏ trang mở đầu."), "own-dashboard", dashboard.pk)


def _remove(request: PageRequest, dashboard: Dashboard) -> HttpResponse:
    actions.remove_dashboard(dashboard=dashboard, by=request.actor)
    undo = reverse("own-dashboard-step", args=[dashboard.pk, "khoi-phuc"])
    words = _("Đã xóa bảng “%(title)s”.") % {"title": dashboard.title}
    messages.success(request, words, extra_tags=f"undo:{undo}")
    return redirect("own-dashboard-list")


def _restore(request: PageRequest, dashboard: Dashboard) -> HttpResponse:
    actions.restore_dashboard(dashboard=dashboard, by=request.actor)
    return say_done(request, _("Đã khôi phục bảng."), "own-dashboard", dashboard.pk)


_STEPS: Mapping[str, Step] = {
    "sao": _duplicate,
    "trang-dau": _start,
    "bo-trang-dau": _unstart,
    "xoa": _remove,
    "khoi-phuc": _restore,
}


@page("dashboard.view", methods=READ_WRITE)
def add_block(request: PageRequest, pk: int, kind: str) -> HttpResponse:
    """A new block of a kind, with a preview before it is put in."""
    dashboard = _editable(request, pk)
    chosen = KINDS.get(kind)
    if chosen is None:
        raise Http404(kind)
    form = BlockForm(
        _sent(request),
        kind=chosen,
        actor=request.actor,
        config=chosen.defaults,
        owner=dashboard.owner_id,
    )

    def act() -> HttpResponse:
        actions.add_block(dashboard=dashboard, plan=form.plan(), by=request.actor)
        return say_done(request, _("Đã thêm khối."), "own-dashboard-edit", pk)

    return _answer_block(request, dashboard, chosen, form, act)


@page("dashboard.view", methods=READ_WRITE)
def edit_block(request: PageRequest, pk: int, block: int) -> HttpResponse:
    """What a block shows, with a preview."""
    dashboard = _editable(request, pk)
    row = get_object_or_404(dashboard.blocks.filter(removed_at__isnull=True), pk=block)
    kind = KINDS.get(row.kind)
    if kind is None:
        raise Http404(row.kind)
    form = BlockForm(
        _sent(request),
        kind=kind,
        actor=request.actor,
        config={**kind.defaults, **row.config},
        owner=dashboard.owner_id,
        title=row.title,
        width=row.width,
    )

    def act() -> HttpResponse:
        actions.edit_block(block=row, plan=form.plan(), by=request.actor)
        return say_done(request, _("Đã lưu khối."), "own-dashboard-edit", pk)

    return _answer_block(request, dashboard, kind, form, act)


def _sent(request: PageRequest) -> Any:
    """What was sent, or typed so far and asked to be shown."""
    return request.POST or (request.GET if PREVIEW in request.GET else None)


def _answer_block(
    request: PageRequest,
    dashboard: Dashboard,
    kind: BlockKind,
    form: BlockForm,
    act: Callable[[], HttpResponse],
) -> HttpResponse:
    def show(*, status: int) -> HttpResponse:
        context: dict[str, object] = {"dashboard": dashboard, "kind": kind, "form": form}
        if form.is_bound and form.is_valid():
            context["preview"] = _preview(request, dashboard, form.plan())
        elif not form.is_bound and "text" not in form.fields:
            context["preview"] = _preview(request, dashboard, _plan_of(form, kind))
        name = "preview" if request.headers.get("HX-Request") else "block"
        return render(request, f"dashboards/{name}.html", context, status=status)

    return answer_form(request, form, act, show)


def _plan_of(form: BlockForm, kind: BlockKind) -> BlockPlan:
    return BlockPlan(kind.code, form.config)


def _preview(request: PageRequest, dashboard: Dashboard, plan: BlockPlan) -> dict[str, Any]:
    row = DashboardBlock(kind=plan.kind, config=plan.config, title=plan.title, width=plan.width)
    look = Look(request.actor, as_of(request), known_at(request), dashboard.owner_id)
    return shown_blocks(request, build_blocks(look, [row]))[0]


@page("dashboard.view", methods=WRITE)
def step_block(request: PageRequest, pk: int, block: int, name: str) -> HttpResponse:
    """A button of a block."""
    dashboard = _editable(request, pk)
    row = get_object_or_404(dashboard.blocks, pk=block)
    if name not in _BLOCK_STEPS:
        raise Http404(name)
    run, words = _BLOCK_STEPS[name]
    try:
        run(row, request)
    except Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        undo = reverse("own-block-step", args=[pk, block, "khoi-phuc"])
        tags = f"undo:{undo}" if name == "xoa" else ""
        messages.success(request, str(words), extra_tags=tags)
    return redirect(f"{reverse('own-dashboard-edit', args=[pk])}#khoi-{block}")


_BLOCK_STEPS: Mapping[str, tuple[Callable[[DashboardBlock, PageRequest], None], Promise]] = {
    "len": (
        lambda row, request: actions.move_block(block=row, way=actions.EARLIER, by=request.actor),
        gettext_lazy("Đã đưa khối lên trước."),
    ),
    "xuong": (
        lambda row, request: actions.move_block(block=row, way=actions.LATER, by=request.actor),
        gettext_lazy("Đã đưa khối xuống sau."),
    ),
    "xoa": (
        lambda row, request: actions.remove_block(block=row, by=request.actor),
        gettext_lazy("Đã xóa khối."),
    ),
    "khoi-phuc": (
        lambda row, request: actions.restore_block(block=row, by=request.actor),
        gettext_lazy("Đã khôi phục khối."),
    ),
}


def _editable(request: PageRequest, pk: int) -> Dashboard:
    """The dashboard, for those who may change it. Errors: Http404; PermissionDenied."""
    rows = Dashboard.objects.select_related("owner", "organisation")
    dashboard = get_object_or_404(rows, pk=pk)
    if not may_edit(request.actor, dashboard):
        raise PermissionDenied
    if dashboard.removed_at is not None:
        raise Http404(pk)
    return dashboard


def _named(block: DashboardBlock) -> tuple[str, str, bool]:
    """The title of a block, what kind it is, and whether that kind is still there."""
    kind = KINDS.get(block.kind)
    if kind is None:
        return block.title or _("Khối"), _("Loại khối không còn"), False
    return block.title or kind.name(block.config), str(kind.title), True
