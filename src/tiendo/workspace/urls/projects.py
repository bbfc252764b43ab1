"""The addresses of projects."""

from django.urls import path

from tiendo.workspace.views import project_approvals, project_milestones, projects

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
    path("<int:pk>/sua/", projects.edit, name="project-edit"),
    path("<int:pk>/moc/", project_milestones.add, name="project-milestone-new"),
    path("moc/<int:pk>/sua/", project_milestones.edit, name="project-milestone-edit"),
    path("moc/<int:pk>/xong/", project_milestones.finish, name="project-milestone-done"),
    path("moc/<int:pk>/mo-lai/", project_milestones.reopen, name="project-milestone-reopen"),
    path("<int:pk>/van-ban/", projects.attach, name="project-document-new"),
    path("<int:pk>/chuyen/<slug:to>/", projects.move, name="project-move"),
]
