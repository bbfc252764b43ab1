"""The addresses of the programme's overview."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
