"""The addresses of change requests."""

from django.urls import path

from tiendo.workspace.change_words import STEPS
from tiendo.workspace.views import changes, changes_asking, changes_many, decision_papers

urlpatterns = [
    path("", changes.show_list, name="change-list"),
    path("de-nghi/", changes_asking.ask, name="change-new"),
    path("nhieu/", changes_many.show_many, name="change-many"),
    path("to-trinh/", decision_papers.show_list, name="decision-paper-list"),
    path("to-trinh/lap/", decision_papers.draft_new, name="decision-paper-new"),
    path("to-trinh/<int:pk>/", decision_papers.show, name="decision-paper"),
    path("to-trinh/<int:pk>/lap-lai/", decision_papers.rewrite, name="decision-paper-rewrite"),
    path("to-trinh/<int:pk>/quyet-dinh/", decision_papers.decide, name="decision-paper-decide"),
    path(
        "to-trinh/<int:pk>/ban/<int:version>/",
        decision_papers.download,
        name="decision-paper-download",
    ),
    path("<int:pk>/", changes.show, name="change"),
    path("<int:pk>/sua/", changes_asking.edit, name="change-edit"),
    *(
        path(f"<int:pk>/{step.path}/", changes.step_view(step.name), name=step.url_name)
        for step in STEPS.values()
    ),
]
