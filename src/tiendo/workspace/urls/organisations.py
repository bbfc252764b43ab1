"""The addresses of organisations."""

from django.urls import URLPattern, path

from tiendo.workspace.views import organisations as views

urlpatterns: list[URLPattern] = [
    path("", views.show_list, name="organisation-list"),
    path("them/", views.add, name="organisation-add"),
    path("<slug:slug>/", views.show, name="organisation"),
    path("<slug:slug>/ten-goi/", views.name_also, name="organisation-alias"),
    path("<slug:slug>/ket-thuc/", views.end, name="organisation-close"),
]
