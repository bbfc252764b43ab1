"""The addresses of the overview and of its tables."""

from django.urls import URLPattern, path

from tiendo.workspace.views import dashboard, scope, sheets

urlpatterns: list[URLPattern] = [
    path("", dashboard.show, name="dashboard"),
    path("toan-canh/", scope.show, name="scope"),
    path("<slug:view>/", sheets.show, name="view"),
]
