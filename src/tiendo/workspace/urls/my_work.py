"""The address of a person's own work."""

from django.urls import URLPattern, path

from tiendo.workspace.views import my_work

urlpatterns: list[URLPattern] = [path("", my_work.show, name="my-work")]
