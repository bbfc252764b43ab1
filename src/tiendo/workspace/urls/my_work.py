"""The addresses of a person's own work."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
