"""The addresses of the review of extracted drafts."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
