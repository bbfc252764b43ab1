"""What stands around every page: navigation by permission, the day in view, the acting person."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache
from importlib.metadata import version
from urllib.parse import urlencode

from django.conf import settings
from django.core.exceptions import BadRequest
from django.http import HttpRequest
from django.urls import NoReverseMatch, get_script_prefix, get_urlconf, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from tiendo.accounts.actor import Actor, Post
from tiendo.accounts.middleware import NOBODY
from tiendo.accounts.models import RoleCode
from tiendo.domain import clock
from tiendo.domain.parameters import parameter_on
from tiendo.workspace.access import as_of, kept_days


@dataclass(frozen=True, slots=True)
class NavEntry:
    """One place of the navigation, shown to those who hold the permission or one of ``others``.

    ``pages`` are those it gathers, which stand as tabs on each of them: it leads to the first that
    a person may see, and asks for no permission of its own.
    """

    url_name: str
    label: str | Promise
    icon: str
    permission: str
    pages: tuple[NavEntry, ...] = ()
    others: tuple[str, ...] = ()

    def is_open_to(self, actor: Actor) -> bool:
        """Whether somebody may go there."""
        return any(actor.may(permission) for permission in (self.permission, *self.others))


@dataclass(frozen=True, slots=True)
class NavItem:
    """A place of the navigation as one page shows it."""

    url: str
    label: str | Promise
    icon: str
    active: bool
    opens_group: bool = False

    @property
    def path(self) -> str:
        """Its address without what is asked of it."""
        return self.url.partition("?")[0]


_REPORTS = NavEntry(
    "report-list",
    _("Báo cáo"),
    "report-analytics",
    "",
    (
        NavEntry("report-list", _("Báo cáo đã lập"), "report-analytics", "report.view"),
        NavEntry("submission-list", _("Báo cáo kỳ"), "file-export", "submission.view"),
        NavEntry("submission-queue", _("Chờ tiếp nhận"), "inbox", "submission.receive"),
        NavEntry("compilation-list", _("Tổng hợp"), "stack-2", "report.compile"),
        NavEntry(
            "paper-list",
            _("Văn bản đi"),
            "send",
            "paper.number",
            others=("paper.sign", "paper.submit"),
        ),
        NavEntry("duty-list", _("Lịch báo cáo"), "calendar-due", "submission.view"),
        NavEntry("regime-list", _("Chế độ báo cáo"), "clipboard-list", "submission.view"),
        NavEntry("outline-list", _("Đề cương"), "list-tree", "regime.manage"),
        NavEntry("house-template-list", _("Mẫu văn bản"), "file-description", "regime.manage"),
    ),
)
# In groups: what there is to do, what it is about, what stands in its way, who and how.
NAVIGATION = (
    (
        NavEntry("my-work", _("Việc của tôi"), "checklist", "task.view"),
        NavEntry("dashboard", _("Tổng quan"), "layout-dashboard", "dashboard.view"),
    ),
    (
        NavEntry("task-list", _("Nhiệm vụ"), "list-details", "task.view"),
        NavEntry("document-list", _("Văn bản"), "file-text", "document.view"),
        NavEntry("programme-list", _("Chương trình"), "target", "task.view"),
        NavEntry("indicator-list", _("Chỉ tiêu"), "chart-line", "indicator.view"),
        NavEntry("budget-list", _("Ngân sách"), "cash", "budget.view"),
        _REPORTS,
        NavEntry("own-dashboard-list", _("Bảng điều hành"), "columns", "dashboard.view"),
        NavEntry("facts", _("Phân tích"), "chart-bar", "observation.view_all"),
    ),
    (
        NavEntry("difficulty-list", _("Vướng mắc"), "help-circle", "task.view"),
        NavEntry("change-list", _("Điều chỉnh"), "switch-horizontal", "task.view"),
        NavEntry("directive-list", _("Chỉ đạo"), "message-report", "task.view"),
        NavEntry("meeting-list", _("Giao ban"), "users-group", "meeting.hold"),
        NavEntry("inspection-list", _("Kiểm tra"), "zoom-check", "task.view"),
        NavEntry("recheck-list", _("Phúc tra"), "shield-check", "task.recheck"),
        NavEntry("alert-list", _("Cảnh báo"), "bell", "task.view"),
    ),
    (
        NavEntry("exchange-list", _("Hệ thống quốc gia"), "arrows-join", "exchange.run"),
        NavEntry("organisation-list", _("Cơ quan"), "building-community", "organisation.view"),
        NavEntry("account-list", _("Tài khoản"), "users", "account.manage"),
        NavEntry("api-key-list", _("Khóa kết nối"), "key", "staff.manage"),
        NavEntry("working-calendar", _("Lịch làm việc"), "calendar-off", "calendar.manage"),
        NavEntry("trust-list", _("Chứng thư số"), "rosette-discount-check", "trust.manage"),
        NavEntry("alert-rules", _("Quy tắc cảnh báo"), "adjustments-horizontal", "alert.manage"),
        NavEntry("trail", _("Nhật ký"), "history", "trail.view_all"),
    ),
)


def frame(request: HttpRequest) -> dict[str, object]:
    """The context of the frame: ``nav_items``, ``actor``, the day in view, the version."""
    actor: Actor = getattr(request, "actor", NOBODY)
    today = clock.today()
    day = _day_in_view(request)
    return {
        "nav_items": navigation(request, actor),
        "section_tabs": section_tabs(request, actor),
        "actor": actor,
        "account_title": post_title(actor),
        "account_posts": post_titles(actor),
        "today": today,
        "as_of_day": day,
        "is_today": day == today,
        "draft_days": parameter_on("draft_keep_days", today),
        "tiendo_version": _version(),
    }


@cache
def _version() -> str:
    """The version, read once: finding it goes through files."""
    return version("tiendo")


def post_title(actor: Actor) -> str:
    """The first post of the actor in words, and how many more; empty without one."""
    titles = post_titles(actor)
    if len(titles) < 2:
        return "".join(titles)
    words = _("%(title)s và %(count)s chức vụ khác")
    return str(words) % {"title": titles[0], "count": len(titles) - 1}


def post_titles(actor: Actor) -> tuple[str, ...]:
    """Every post one acts from in words, delegated ones as such."""
    return tuple(_title(post) for post in actor.posts)


def _title(post: Post) -> str:
    title = f"{RoleCode(post.role).label}, {post.organisation_name}"
    if post.on_behalf_of_id is None:
        return title
    return str(_("%(title)s (thay mặt)")) % {"title": title}


def navigation(request: HttpRequest, actor: Actor) -> tuple[NavItem, ...]:
    """The places the actor may go to; those whose page does not exist are left out."""
    days = _days_carried_on(request)
    items: list[NavItem] = []
    for group in NAVIGATION:
        shown = (_item(request.path, days, actor, entry) for entry in group)
        found = [item for item in shown if item is not None]
        if found:
            items += [replace(found[0], opens_group=True), *found[1:]]
    return tuple(items)


def section_tabs(request: HttpRequest, actor: Actor) -> tuple[NavItem, ...]:
    """The pages gathered with the one that is shown, where it is one of them and not alone."""
    days = _days_carried_on(request)
    for entry in (each for group in NAVIGATION for each in group if each.pages):
        items = _pages(request.path, days, actor, entry)
        here = [replace(item, active=request.path == item.path) for item in items]
        if len(here) > 1 and any(item.active for item in here):
            return tuple(here)
    return ()


def _item(path: str, days: str, actor: Actor, entry: NavEntry) -> NavItem | None:
    """The entry for somebody who may go there; one that gathers pages leads to the first."""
    if not entry.pages:
        return _single(path, days, entry) if entry.is_open_to(actor) else None
    pages = _pages(path, days, actor, entry)
    if not pages:
        return None
    is_here = any(page.active for page in pages)
    return replace(pages[0], label=entry.label, icon=entry.icon, active=is_here)


def _pages(path: str, days: str, actor: Actor, entry: NavEntry) -> list[NavItem]:
    allowed = (_single(path, days, page) for page in entry.pages if page.is_open_to(actor))
    return [item for item in allowed if item is not None]


def _single(path: str, days: str, entry: NavEntry) -> NavItem | None:
    place = _place(get_urlconf() or settings.ROOT_URLCONF, get_script_prefix(), entry.url_name)
    if place is None:
        return None
    return NavItem(place + days, entry.label, entry.icon, active=path.startswith(place))


@cache
def _place(_urlconf: str, _prefix: str, name: str) -> str | None:
    """The address of a page under these patterns and this prefix; None where there is none."""
    try:
        return reverse(name)
    except NoReverseMatch:
        return None


def _days_carried_on(request: HttpRequest) -> str:
    """What each link of the frame carries on of the day in view."""
    days = kept_days(request)
    return f"?{urlencode(days)}" if days else ""


def _day_in_view(request: HttpRequest) -> object:
    """The day in view; on the page that says the day is bad, today."""
    try:
        return as_of(request)
    except BadRequest:
        return clock.today()
