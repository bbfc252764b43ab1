"""The addresses of evidence packs."""

from django.urls import path

from tiendo.workspace.views import packs

urlpatterns = [
    path("", packs.show_list, name="pack-list"),
    path("lap/", packs.ask, name="pack-new"),
    path("<int:pk>/", packs.show, name="pack"),
    path("<int:pk>/tien-do/", packs.progress, name="pack-progress"),
    path("<int:pk>/tai-ve/", packs.download, name="pack-file"),
]
