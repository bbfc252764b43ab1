"""The addresses of a person's notices and channels."""

from django.urls import URLPattern, path

from tiendo.workspace.views import notices as views

urlpatterns: list[URLPattern] = [
    path("", views.show_list, name="notice-list"),
    path("so/", views.show_count, name="notice-count"),
    path("da-doc/", views.read_all, name="notice-read-all"),
    path("<int:pk>/doc/", views.read, name="notice-read"),
    path("kenh/", views.channels, name="my-channels"),
    path("lich/", views.open_feed, name="feed-open"),
    path("lich/<int:pk>/thu-hoi/", views.revoke_feed, name="feed-revoke"),
]
