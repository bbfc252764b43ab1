"""The addresses of packages."""

from django.urls import path

from tiendo.workspace.views import report_packages

urlpatterns = [
    path("<int:pk>/", report_packages.show, name="report-package"),
    path("<int:pk>/lap-cong-van/", report_packages.compose, name="report-package-compose"),
    path("<int:pk>/da-gui/", report_packages.send, name="report-package-send"),
    path("<int:pk>/tai-ve/", report_packages.download, name="report-package-file"),
]
