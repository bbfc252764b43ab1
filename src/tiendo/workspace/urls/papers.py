"""The addresses of outgoing papers."""

from django.urls import path

from tiendo.workspace.views import paper_register, paper_steps, papers, trust

urlpatterns = [
    path("", papers.show_list, name="paper-list"),
    path("so-dang-ky/", paper_register.show_register, name="paper-register"),
    path("so/", paper_register.show_books, name="number-books"),
    path("chung-thu/", trust.show, name="trust-list"),
    path("chung-thu/<int:pk>/go/", trust.drop, name="trust-drop"),
    path("chung-thu/<int:pk>/tep/", trust.download, name="trust-file"),
    path("bao-cao/<int:pk>/", papers.open_new, name="paper-open"),
    path("<int:pk>/", papers.show, name="paper"),
    path("<int:pk>/tep/<int:file_pk>/", papers.download, name="paper-file"),
    path("<int:pk>/soat-xet/", paper_steps.review, name="paper-review"),
    path("<int:pk>/trinh-ky/", paper_steps.submit, name="paper-submit"),
    path("<int:pk>/ky/", paper_steps.sign, name="paper-sign"),
    path("<int:pk>/tra-lai/", paper_steps.send_back, name="paper-send-back"),
    path("<int:pk>/cap-so/", paper_steps.number, name="paper-number"),
    path("<int:pk>/thu-lai-so/", paper_steps.drop_number, name="paper-drop-number"),
    path("<int:pk>/tep-da-ky/", paper_steps.take, name="paper-seal"),
    path("<int:pk>/ky-so/", paper_steps.seal, name="paper-seal-here"),
    path("<int:pk>/phat-hanh/", paper_steps.issue, name="paper-issue"),
]
