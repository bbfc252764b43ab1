"""The addresses of what tasks contribute to."""

from django.urls import path

from tiendo.workspace.views import contributions

urlpatterns = [
    path("nhiem-vu/<int:pk>/", contributions.show, name="task-indicators"),
    path("chi-tieu/<int:pk>/", contributions.show_tasks, name="indicator-tasks"),
    path("<int:pk>/bo/", contributions.remove, name="task-indicator-unlink"),
]
