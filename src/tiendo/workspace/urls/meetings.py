"""The addresses of meetings."""

from django.urls import path

from tiendo.workspace.views import meeting_papers as papers
from tiendo.workspace.views import meetings
from tiendo.workspace.views import meetings_deciding as deciding

urlpatterns = [
    path("", meetings.show_list, name="meeting-list"),
    path("lap/", meetings.prepare, name="meeting-new"),
    path("<int:pk>/", meetings.show, name="meeting"),
    path("<int:pk>/sua/", meetings.edit, name="meeting-edit"),
    path("<int:pk>/huy/", meetings.cancel, name="meeting-cancel"),
    path("<int:pk>/hop/", meetings.hold, name="meeting-hold"),
    path("<int:pk>/thong-bao/", meetings.issue, name="meeting-issue"),
    path("<int:pk>/lich/", papers.calendar, name="meeting-calendar"),
    path("<int:pk>/tai-lieu/", papers.docx, name="meeting-docx"),
    path("<int:pk>/du-thao/", papers.notice_docx, name="meeting-notice"),
    path("<int:pk>/tai-lieu/<slug:name>/", papers.show, name="meeting-paper"),
    path("<int:pk>/tai-lieu/<slug:name>.<slug:form>", papers.download, name="meeting-paper-file"),
    path("<int:pk>/ket-luan/", deciding.record, name="meeting-decision-new"),
    path("<int:pk>/ket-luan/giao/", deciding.give_all, name="meeting-give-all"),
    path("ket-luan/<int:pk>/sua/", deciding.edit, name="meeting-decision-edit"),
    path("ket-luan/<int:pk>/bo/", deciding.remove, name="meeting-decision-remove"),
    path("ket-luan/<int:pk>/giao/", deciding.give, name="meeting-decision-give"),
]
