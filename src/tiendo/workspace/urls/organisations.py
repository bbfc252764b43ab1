"""The addresses of organisations."""

from django.urls import URLPattern, path

from tiendo.workspace.views import divisions
from tiendo.workspace.views import organisations as views

urlpatterns: list[URLPattern] = [
    path("", views.show_list, name="organisation-list"),
    path("them/", views.add, name="organisation-add"),
    path("<slug:slug>/", views.show, name="organisation"),
    path("<slug:slug>/ten-goi/", views.name_also, name="organisation-alias"),
    path("<slug:slug>/ket-thuc/", views.end, name="organisation-close"),
    path("<slug:slug>/phong/", divisions.show, name="division-list"),
    path("<slug:slug>/phong/them/", divisions.add, name="division-add"),
    path("<slug:slug>/phong/sua/", divisions.rename, name="division-rename"),
    path("<slug:slug>/phong/ket-thuc/", divisions.end, name="division-end"),
    path("<slug:slug>/phong/nguoi/", divisions.place, name="division-place"),
    path("phong/chuc-vu/<int:pk>/ket-thuc/", divisions.end_post, name="division-end-post"),
]
