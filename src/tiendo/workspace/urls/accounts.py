"""The addresses of accounts and posts."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
