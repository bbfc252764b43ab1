"""The addresses of compiling the reports of bodies."""

from django.urls import path

from tiendo.workspace.views import compilations

urlpatterns = [
    path("", compilations.show_list, name="compilation-list"),
    path("ky/<int:cycle_pk>/<int:body_pk>/", compilations.show, name="compilation"),
    path("dang-lap/<int:pk>/", compilations.progress, name="compilation-progress"),
    path("<int:pk>/khac-nhau/", compilations.choose, name="compilation-choose"),
    path("<int:pk>/loi-van/<slug:place>/", compilations.merge, name="compilation-merge"),
    path("<int:pk>/loi-van/<slug:place>/chon/", compilations.pick, name="compilation-pick"),
]
