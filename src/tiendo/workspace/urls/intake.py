"""The addresses of extraction and review."""

from django.urls import path

from tiendo.workspace.views import intake, intake_approval, intake_drafts

urlpatterns = [
    path("van-ban/<int:pk>/", intake.start, name="intake-start"),
    path("<int:pk>/", intake.review, name="intake-review"),
    path("<int:pk>/tien-do/", intake.show_progress, name="intake-progress"),
    path("<int:pk>/quyet-dinh/", intake.decide, name="intake-decide"),
    path("<int:pk>/nhieu-muc/", intake.decide_many, name="intake-bulk"),
    path("<int:pk>/co-quan-tam/", intake.add_body, name="intake-body"),
    path("<int:pk>/duyet/", intake_approval.approve, name="intake-approve"),
    path("<int:pk>/giao-viec/", intake_approval.go_live, name="intake-go-live"),
    path("muc/<int:pk>/sua/", intake_drafts.edit, name="intake-draft-edit"),
    path("muc/<int:pk>/tach/", intake_drafts.split, name="intake-draft-split"),
    path("muc/<int:pk>/tach-co-quan/", intake_drafts.expand, name="intake-draft-expand"),
    path("muc/<int:pk>/gan/", intake_drafts.link, name="intake-draft-link"),
]
