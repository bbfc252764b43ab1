"""The addresses of change requests."""

from django.urls import path

from tiendo.workspace.change_words import STEPS
from tiendo.workspace.views import changes, changes_asking, changes_many, submissions

urlpatterns = [
    path("", changes.show_list, name="change-list"),
    path("de-nghi/", changes_asking.ask, name="change-new"),
    path("nhieu/", changes_many.show_many, name="change-many"),
    path("to-trinh/", submissions.show_list, name="submission-list"),
    path("to-trinh/lap/", submissions.draft_new, name="submission-new"),
    path("to-trinh/<int:pk>/", submissions.show, name="submission"),
    path("to-trinh/<int:pk>/lap-lai/", submissions.rewrite, name="submission-rewrite"),
    path("to-trinh/<int:pk>/quyet-dinh/", submissions.decide, name="submission-decide"),
    path("to-trinh/<int:pk>/ban/<int:version>/", submissions.download, name="submission-download"),
    path("<int:pk>/", changes.show, name="change"),
    path("<int:pk>/sua/", changes_asking.edit, name="change-edit"),
    *(
        path(f"<int:pk>/{step.path}/", changes.step_view(step.name), name=step.url_name)
        for step in STEPS.values()
    ),
]
