"""The addresses of the calendar of who owes what."""

from django.urls import path

from tiendo.workspace.views import duties

urlpatterns = [
    path("", duties.show_list, name="duty-list"),
    path("<int:pk>/mien/", duties.release, name="duty-release"),
    path("<int:pk>/chuyen-han/", duties.move, name="duty-move"),
]
