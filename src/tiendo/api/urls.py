"""The addresses of the API, by version."""

from django.urls import URLPattern, path

from tiendo.api import reading, writing
from tiendo.api.service import api

api.add_router("", reading.router)
api.add_router("", writing.router)

urlpatterns: list[URLPattern] = [path("v1/", api.urls)]  # type: ignore[list-item]
