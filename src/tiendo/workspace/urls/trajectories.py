"""The addresses of targets against their path."""

from django.urls import path

from tiendo.workspace.views import trajectories

urlpatterns = [
    path("", trajectories.show_summary, name="trajectory-summary"),
    path("danh-sach/", trajectories.show_list, name="trajectory-list"),
    path("<int:pk>/", trajectories.show, name="trajectory"),
    path("<int:pk>/goc/", trajectories.set_baseline, name="trajectory-baseline"),
]
