"""The addresses of change requests."""

from django.urls import path

from tiendo.workspace.change_words import STEPS
from tiendo.workspace.views import changes, changes_asking, changes_many

urlpatterns = [
    path("", changes.show_list, name="change-list"),
    path("de-nghi/", changes_asking.ask, name="change-new"),
    path("nhieu/", changes_many.show_many, name="change-many"),
    path("<int:pk>/", changes.show, name="change"),
    path("<int:pk>/sua/", changes_asking.edit, name="change-edit"),
    *(
        path(f"<int:pk>/{step.path}/", changes.step_view(step.name), name=step.url_name)
        for step in STEPS.values()
    ),
]
