"""The addresses of packages."""

from django.urls import path

from tiendo.workspace.views import report_packages

urlpatterns = [
    path("cho-xac-nhan/", report_packages.show_offers, name="package-offers"),
    path("cho-xac-nhan/<int:pk>/mo/", report_packages.confirm, name="package-confirm"),
    path("cho-xac-nhan/<int:pk>/khong-gui/", report_packages.set_aside, name="package-set-aside"),
    path("mo/<int:pk>/", report_packages.begin, name="duty-package-begin"),
    path("<int:pk>/", report_packages.show, name="duty-package"),
    path("<int:pk>/lap-cong-van/", report_packages.compose, name="duty-package-compose"),
    path("<int:pk>/da-gui/", report_packages.send, name="duty-package-send"),
    path("<int:pk>/tai-ve/", report_packages.download, name="duty-package-file"),
]
