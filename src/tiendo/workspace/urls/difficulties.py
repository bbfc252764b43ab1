"""The addresses of the register of difficulties."""

from django.urls import path

from tiendo.workspace.difficulty_words import STEPS
from tiendo.workspace.views import difficulties

urlpatterns = [
    path("", difficulties.show_list, name="difficulty-list"),
    path("neu/", difficulties.raise_new, name="difficulty-new"),
    path("theo-ky/", difficulties.show_periods, name="difficulty-periods"),
    path("<int:pk>/", difficulties.show, name="difficulty"),
    *(
        path(f"<int:pk>/{step.path}/", difficulties.step_view(step.name), name=step.url_name)
        for step in STEPS.values()
    ),
]
