"""The addresses of the search."""

from django.urls import path

from tiendo.workspace.views import search

urlpatterns = [
    path("", search.show, name="search"),
    path("goi-y/", search.show_suggestions, name="search-suggestions"),
]
