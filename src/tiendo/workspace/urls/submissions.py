"""The addresses of the reports that bodies hand in."""

from django.urls import path

from tiendo.workspace.views import (
    submission_receiving,
    submission_remarks,
    submission_sending,
    submission_words,
    submissions,
)

urlpatterns = [
    path("", submissions.show_list, name="submission-list"),
    path("tiep-nhan/", submission_receiving.show_queue, name="submission-queue"),
    path("tiep-nhan/nhieu/", submission_receiving.accept_several, name="submission-accept-several"),
    path("mo/<int:pk>/", submissions.open_one, name="submission-open"),
    path("<int:pk>/", submissions.show, name="submission"),
    path("<int:pk>/so-moi/", submissions.show_fresh, name="submission-fresh"),
    path("<int:pk>/thay-doi/", submissions.show_changes, name="submission-changes"),
    path("<int:pk>/lap-lai/", submissions.compose, name="submission-compose"),
    path("<int:pk>/viet/<slug:place>/", submission_words.write, name="submission-write"),
    path("<int:pk>/viet/<slug:place>/luu/", submission_words.keep, name="submission-keep"),
    path("<int:pk>/viet/<slug:place>/ban/", submission_words.show_history, name="submission-words"),
    path(
        "<int:pk>/viet/<slug:place>/ban/<int:version>/",
        submission_words.restore,
        name="submission-restore",
    ),
    path("<int:pk>/bao-thu-truong/", submission_sending.ready, name="submission-ready"),
    path("<int:pk>/gui/", submission_sending.send, name="submission-send"),
    path("<int:pk>/rut-lai/", submission_sending.take_back, name="submission-take-back"),
    path("<int:pk>/mo-lai/", submission_sending.reopen, name="submission-reopen"),
    path("<int:pk>/sua-lai/", submission_sending.rework, name="submission-rework"),
    path("<int:pk>/tiep-nhan/", submission_receiving.accept, name="submission-accept"),
    path("<int:pk>/tra-lai/", submission_receiving.give_back, name="submission-return"),
    path("<int:pk>/gop-y/", submission_remarks.make, name="remark-new"),
    path("gop-y/<int:pk>/tra-loi/", submission_remarks.answer, name="remark-answer"),
    path("gop-y/<int:pk>/xong/", submission_remarks.settle, name="remark-settle"),
]
