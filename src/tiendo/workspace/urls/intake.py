"""The addresses of extraction and review."""

from django.urls import path

from tiendo.workspace.views import (
    intake,
    intake_approval,
    intake_drafts,
    intake_matching,
    intake_review,
)

urlpatterns = [
    path("van-ban/<int:pk>/", intake.start, name="intake-start"),
    path("<int:pk>/", intake_review.review, name="intake-review"),
    path("<int:pk>/tien-do/", intake.show_progress, name="intake-progress"),
    path("<int:pk>/quyet-dinh/", intake.decide, name="intake-decide"),
    path("<int:pk>/nhieu-muc/", intake.decide_many, name="intake-bulk"),
    path("<int:pk>/co-quan-tam/", intake.add_body, name="intake-body"),
    path("<int:pk>/van-de/", intake.judge_problem, name="intake-problem"),
    path("<int:pk>/van-ban-dan/", intake.choose_citation, name="intake-citation"),
    path("<int:pk>/duyet/", intake_approval.approve, name="intake-approve"),
    path("<int:pk>/giao-viec/", intake_approval.go_live, name="intake-go-live"),
    path("<int:pk>/doi-chieu/", intake_matching.show, name="intake-match"),
    path("<int:pk>/doi-chieu/nhieu-muc/", intake_matching.many, name="intake-match-many"),
    path("muc/<int:pk>/doi-chieu/", intake_matching.choose, name="intake-draft-match"),
    path("muc/<int:pk>/bo-doi-chieu/", intake_matching.undo, name="intake-draft-unmatch"),
    path("muc/<int:pk>/sua/", intake_drafts.edit, name="intake-draft-edit"),
    path("muc/<int:pk>/tach/", intake_drafts.split, name="intake-draft-split"),
    path(
        "muc/<int:pk>/tach-theo-goi-y/",
        intake_drafts.split_as_offered,
        name="intake-draft-split-offered",
    ),
    path("muc/<int:pk>/khoi-phuc/", intake_drafts.restore, name="intake-draft-restore"),
    path("muc/<int:pk>/ban-doc/", intake_drafts.judge_reading, name="intake-draft-reading"),
    path("muc/<int:pk>/bo-sung/", intake_drafts.supplement, name="intake-draft-supplement"),
    path("muc/<int:pk>/tach-co-quan/", intake_drafts.expand, name="intake-draft-expand"),
    path("muc/<int:pk>/gan/", intake_drafts.link, name="intake-draft-link"),
]
