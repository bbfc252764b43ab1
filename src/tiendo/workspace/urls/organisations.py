"""The addresses of organisations."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
