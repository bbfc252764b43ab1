"""The address of the programme's overview."""

from django.urls import URLPattern, path

from tiendo.workspace.views import dashboard

urlpatterns: list[URLPattern] = [path("", dashboard.show, name="dashboard")]
