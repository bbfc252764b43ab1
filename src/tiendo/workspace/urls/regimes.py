"""The addresses of regimes and their cycles."""

from django.urls import path

from tiendo.workspace.views import duties, regimes

urlpatterns = [
    path("", regimes.show_list, name="regime-list"),
    path("lap/", regimes.create, name="regime-new"),
    path("dot-xuat/", regimes.ask, name="regime-ask"),
    path("<int:pk>/", regimes.show, name="regime"),
    path("<int:pk>/sua/", regimes.revise, name="regime-revise"),
    path("<int:pk>/ket-thuc/", regimes.end, name="regime-end"),
    path("<int:pk>/mo-ky/", regimes.begin, name="regime-begin"),
    path("ky/<int:pk>/", duties.show_cycle, name="report-cycle"),
    path("ky/<int:pk>/khoa/", duties.close, name="cycle-close"),
    path("ky/<int:pk>/mo-lai/", duties.reopen, name="cycle-reopen"),
]
