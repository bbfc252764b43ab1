"""The addresses of the calendar of working days."""

from django.urls import path

from tiendo.workspace.views import calendars

urlpatterns = [
    path("", calendars.show, name="working-calendar"),
    path("them/", calendars.add, name="calendar-day-new"),
    path("nhap/", calendars.paste, name="calendar-paste"),
    path("<int:pk>/sua/", calendars.edit, name="calendar-day-edit"),
    path("<int:pk>/bo/", calendars.remove, name="calendar-day-remove"),
]
