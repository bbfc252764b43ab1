"""The addresses of keys to the API."""

from django.urls import path

from tiendo.workspace.views import api_keys

urlpatterns = [
    path("", api_keys.show_list, name="api-key-list"),
    path("<int:pk>/thu-hoi/", api_keys.revoke, name="api-key-revoke"),
]
