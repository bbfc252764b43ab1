"""The addresses of the calendar of who owes what."""

from django.urls import path

from tiendo.workspace.views import duties, duty_counts

urlpatterns = [
    path("", duties.show_list, name="duty-list"),
    path("tinh-hinh/", duty_counts.show_counts, name="duty-counts"),
    path("<int:pk>/mien/", duties.release, name="duty-release"),
    path("<int:pk>/chuyen-han/", duties.move, name="duty-move"),
]
