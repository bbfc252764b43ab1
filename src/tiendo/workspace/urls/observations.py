"""The addresses of figures."""

from django.urls import path

from tiendo.workspace.views import (
    completeness,
    observation_grid,
    observation_queue,
    observations,
)

urlpatterns = [
    path("", observations.show_list, name="observation-list"),
    path("nhap/", observation_grid.show, name="observation-grid"),
    path("nhap/<int:pk>/", observations.enter, name="observation-enter"),
    path("cho-xac-nhan/", observation_queue.show, name="observation-queue"),
    path("day-du/", completeness.show, name="observation-completeness"),
    path("day-du/danh-sach/", completeness.show_expected, name="observation-expected"),
    path("<int:pk>/", observations.show, name="observation"),
]
