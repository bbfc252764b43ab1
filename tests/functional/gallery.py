"""Every component once, on one page: what the browser checks and a designer look at.

It is the root URL configuration of the tests that open it, never part of the product.
"""

import datetime as dt
from decimal import Decimal
from pathlib import Path
from types import SimpleNamespace

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.template import engines
from django.urls import include, path

from tiendo.composer.charts import PartCounts, Slice, status_by_part
from tiendo.workspace.forms.days import DayField
from tiendo.workspace.status_look import BY_CODE, LOOKS

TEMPLATE = Path(__file__).with_name("gallery.html")
DAY = dt.date(2025, 11, 10)


def chart_spec() -> dict[str, object]:
    """The chart of the overview: a stacked bar for each part of a plan."""
    codes = ("done_on_time", "in_progress", "overdue", "awaiting")

    def part(label: str, *counts: int) -> PartCounts:
        slices = zip(codes, counts, strict=True)
        return PartCounts(label, tuple(Slice(c, str(BY_CODE[c].word), n) for c, n in slices))

    parts = [
        part("I. Nâng cao nhận thức", 9, 4, 2, 1),
        part("II. Hoàn thiện thể chế", 4, 3, 1, 0),
    ]
    return dict(status_by_part(parts, description="Nhiệm vụ theo phần của kế hoạch"))


class UpdateForm(forms.Form):
    """The kinds of fields a page has."""

    done = forms.CharField(
        label="Đã làm được gì",
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Một đến ba câu.",
    )
    share = forms.IntegerField(label="Tỷ lệ hoàn thành", min_value=0, max_value=100)
    body = forms.ChoiceField(label="Cơ quan", choices=[("1", "Sở Khoa học và Công nghệ")])
    state = forms.ChoiceField(
        label="Kết quả", choices=[("a", "Đạt"), ("b", "Chưa đạt")], widget=forms.RadioSelect
    )
    day = DayField(label="Ngày hoàn thành")
    evidence = forms.FileField(label="Minh chứng", required=False)
    is_public = forms.BooleanField(label="Được công khai", required=False)


class FilterForm(forms.Form):
    """What narrows a list."""

    body = forms.ChoiceField(label="Cơ quan", choices=[("1", "Sở Khoa học và Công nghệ")])
    part = forms.ChoiceField(label="Phần", choices=[("", "Mọi phần"), ("1", "Phần I")])
    is_late = forms.BooleanField(label="Quá hạn trả lời", required=False)


def task_rows() -> list[SimpleNamespace]:
    """A task per status, each with what a row of a list shows."""
    title = (
        "Xây dựng, trình ban hành quy định về định mức chi cho nhiệm vụ khoa học và công nghệ "
        "sử dụng ngân sách của tỉnh"
    )
    return [
        SimpleNamespace(
            pk=index,
            code=look.code,
            title=title,
            lead="Sở Khoa học và Công nghệ",
            last_day=DAY + dt.timedelta(days=7 * index - 30),
            share=Decimal(index) / 16,
        )
        for index, look in enumerate(LOOKS)
    ]


def history_entries() -> list[dict[str, object]]:
    """Three things that happened to a task."""
    noon = dt.datetime(2025, 11, 9, 5, 30, tzinfo=dt.UTC)
    return [
        {
            "when": noon,
            "who": "Nguyễn Thị Hạnh, Sở Tài chính",
            "on_behalf_of": "Trần Văn Bình",
            "title": "Báo cáo hoàn thành",
            "text": "Đã trình dự thảo quyết định kèm tờ trình.",
            "icon": "send",
            "status": "awaiting",
            "files": [{"name": "to-trinh.pdf", "url": "/", "note": "1,2 MB"}],
        },
        {
            "when": noon - dt.timedelta(days=20),
            "who": "Sở Khoa học và Công nghệ",
            "title": "Gia hạn",
            "icon": "calendar-plus",
            "changes": [{"label": "Hạn", "before": "30/9/2025", "after": "15/11/2025"}],
        },
        {"when": noon - dt.timedelta(days=90), "who": "Điều phối", "title": "Giao việc"},
    ]


def page_values() -> dict[str, object]:
    """What the gallery's template shows."""
    nav = [
        ("Việc của tôi", "checklist"),
        ("Tổng quan", "layout-dashboard"),
        ("Nhiệm vụ", "list-details"),
        ("Văn bản", "file-text"),
        ("Báo cáo", "report-analytics"),
        ("Cơ quan", "building-community"),
    ]
    return {
        "nav_items": [
            {"url": f"/gallery/?n={i}", "label": label, "icon": icon, "active": i == 2}
            for i, (label, icon) in enumerate(nav)
        ],
        "as_of_day": DAY,
        "today": dt.date(2025, 11, 21),
        "is_today": False,
        "tiendo_version": "0.1.0",
        "user": SimpleNamespace(is_authenticated=True, full_name="Nguyễn Thị Hạnh", username="h"),
        "account_title": "Chuyên viên, Sở Khoa học và Công nghệ",
        "rows": task_rows(),
        "page": Paginator(range(230), 20).get_page(4),
        "counts": {
            "done_on_time": 14,
            "done_late": 3,
            "in_progress": 8,
            "overdue": 5,
            "awaiting": 2,
        },
        "entries": history_entries(),
        "spec": chart_spec(),
        "form": UpdateForm({"share": "130"}),
        "filters": FilterForm(auto_id="filter_%s"),
        "people": [
            {"part": "Chủ trì", "name": "Sở Khoa học và Công nghệ", "url": "/"},
            {
                "part": "Phối hợp",
                "names": [{"name": "Sở Tài chính"}, {"name": "UBND các xã, phường"}],
            },
            {"part": "Người xử lý", "name": ""},
        ],
        "facts": [("Sản phẩm", "Quyết định của UBND tỉnh"), ("Hạn", "Quý IV/2025")],
        "states": [("1", "Tất cả"), ("2", "Quá hạn"), ("3", "Đến hạn trong 7 ngày")],
    }


def show_gallery(request: HttpRequest) -> HttpResponse:
    """The page with every component."""
    messages.success(request, "Đã gửi thủ trưởng duyệt.")
    messages.error(request, "Ô D12: “Sở KHCNN” không có trong danh mục cơ quan.")
    template = engines["django"].from_string(TEMPLATE.read_text("utf-8"))
    return HttpResponse(template.render(page_values(), request))


urlpatterns = [
    path("gallery/", show_gallery, name="gallery"),
    path("tim/", show_gallery, name="search"),
    path("", include("tiendo.config.urls")),
]
