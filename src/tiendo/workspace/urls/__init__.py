"""The addresses of the officers' screens: one module per noun, Vietnamese words in the path.

Every named pattern has a row in tests/integration/test_permissions.py.
"""

from django.urls import include, path

from tiendo.workspace.views.home import show_home

urlpatterns = [
    path("", show_home, name="home"),
    path("viec-cua-toi/", include("tiendo.workspace.urls.my_work")),
    path("tong-quan/", include("tiendo.workspace.urls.dashboard")),
    path("bang-dieu-hanh/", include("tiendo.workspace.urls.dashboards")),
    path("nhiem-vu/", include("tiendo.workspace.urls.tasks")),
    path("bo-loc/", include("tiendo.workspace.urls.saved_filters")),
    path("chuong-trinh/", include("tiendo.workspace.urls.programmes")),
    path("chuyen-giao/", include("tiendo.workspace.urls.handovers")),
    path("phuc-tra/", include("tiendo.workspace.urls.rechecks")),
    path("van-ban/", include("tiendo.workspace.urls.documents")),
    path("boc-tach/", include("tiendo.workspace.urls.intake")),
    path("bao-cao/", include("tiendo.workspace.urls.reports")),
    path("van-ban-di/", include("tiendo.workspace.urls.papers")),
    path("mau-van-ban/", include("tiendo.workspace.urls.house_templates")),
    path("de-cuong/", include("tiendo.workspace.urls.outlines")),
    path("che-do/tep/", include("tiendo.workspace.urls.regime_files")),
    path("che-do/", include("tiendo.workspace.urls.regimes")),
    path("lich-bao-cao/", include("tiendo.workspace.urls.duties")),
    path("lich-lam-viec/", include("tiendo.workspace.urls.calendars")),
    path("chi-dao/", include("tiendo.workspace.urls.directives")),
    path("don-doc/", include("tiendo.workspace.urls.urging")),
    path("dieu-chinh/", include("tiendo.workspace.urls.changes")),
    path("vuong-mac/", include("tiendo.workspace.urls.difficulties")),
    path("canh-bao/", include("tiendo.workspace.urls.alerts")),
    path("thong-bao/", include("tiendo.workspace.urls.notices")),
    path("kiem-tra/", include("tiendo.workspace.urls.inspections")),
    path("so-lieu/van-ban/", include("tiendo.workspace.urls.figure_drafts")),
    path("so-lieu/tep/", include("tiendo.workspace.urls.figure_files")),
    path("so-lieu/", include("tiendo.workspace.urls.observations")),
    path("chi-tieu/", include("tiendo.workspace.urls.indicators")),
    path("chi-tieu/", include("tiendo.workspace.urls.indicator_setup")),
    path("bieu-do/", include("tiendo.workspace.urls.pictures")),
    path("lo-trinh/", include("tiendo.workspace.urls.trajectories")),
    path("ngan-sach/", include("tiendo.workspace.urls.budgets")),
    path("dong-gop/", include("tiendo.workspace.urls.contributions")),
    path("du-an/", include("tiendo.workspace.urls.projects")),
    path("phan-tich/", include("tiendo.workspace.urls.facts")),
    path("giao-ban/", include("tiendo.workspace.urls.meetings")),
    path("he-thong-quoc-gia/", include("tiendo.workspace.urls.exchange")),
    path("ket-noi/", include("tiendo.workspace.urls.api")),
    path("ho-so-minh-chung/", include("tiendo.workspace.urls.packs")),
    path("xuat/", include("tiendo.workspace.urls.exports")),
    path("nhap-excel/", include("tiendo.workspace.urls.imports")),
    path("co-quan/", include("tiendo.workspace.urls.organisations")),
    path("nhat-ky/", include("tiendo.workspace.urls.trail")),
    path("tim-kiem/", include("tiendo.workspace.urls.search")),
    path("tai-khoan/", include("tiendo.workspace.urls.accounts")),
    path("can-bo/", include("tiendo.workspace.urls.people")),
]
