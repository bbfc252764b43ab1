"""The addresses of re-checks."""

from django.urls import URLPattern, path

from tiendo.workspace.views import rechecks

urlpatterns: list[URLPattern] = [
    path("", rechecks.show_list, name="recheck-list"),
    path("rut-tham/", rechecks.draw, name="recheck-new"),
    path("<int:pk>/", rechecks.show, name="recheck"),
    path("viec/<int:pk>/", rechecks.check, name="recheck-item"),
    path("tep/<int:pk>/", rechecks.download, name="recheck-proof"),
]
