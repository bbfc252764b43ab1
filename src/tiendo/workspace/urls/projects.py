"""The addresses of projects."""

from django.urls import path

from tiendo.workspace.views import project_approvals, projects

urlpatterns = [
    path("", projects.show_list, name="project-list"),
    path("moi/", projects.propose, name="project-new"),
    path("<int:pk>/", projects.show, name="project"),
    path("<int:pk>/quyet-dinh/", projects.approve, name="project-approve"),
    path(
        "quyet-dinh/<int:pk>/dinh-chinh/",
        project_approvals.correct,
        name="project-approval-correct",
    ),
    path("quyet-dinh/<int:pk>/rut/", project_approvals.withdraw, name="project-approval-withdraw"),
    path("<int:pk>/moc/", projects.add_milestone, name="project-milestone-new"),
    path("moc/<int:pk>/xong/", projects.finish_milestone, name="project-milestone-done"),
    path("<int:pk>/van-ban/", projects.attach, name="project-document-new"),
    path("<int:pk>/chuyen/<slug:to>/", projects.move, name="project-move"),
]
