"""The address of calendar feeds."""

from django.urls import URLPattern, path

from tiendo.integrations.calendar import views

urlpatterns: list[URLPattern] = [
    path("<int:pk>/<str:secret>.ics", views.show_feed, name="calendar-feed"),
]
