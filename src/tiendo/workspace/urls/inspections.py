"""The addresses of inspections."""

from django.urls import path

from tiendo.workspace.views import inspection_findings as findings
from tiendo.workspace.views import inspection_steps as steps
from tiendo.workspace.views import inspections

urlpatterns = [
    path("", inspections.show_list, name="inspection-list"),
    path("lap/", inspections.plan, name="inspection-new"),
    path("<int:pk>/", inspections.show, name="inspection"),
    path("<int:pk>/chuyen/<slug:action>/", inspections.move, name="inspection-move"),
    path("<int:pk>/doan/", steps.add_member, name="inspection-member"),
    path("thanh-vien/<int:pk>/bo/", inspections.drop_member, name="inspection-member-remove"),
    path("<int:pk>/de-cuong/", steps.set_outline, name="inspection-outline"),
    path("<int:pk>/quyet-dinh/", steps.decide, name="inspection-decide"),
    path("<int:pk>/quyet-dinh/docx/", inspections.decision_docx, name="inspection-decision"),
    path("<int:pk>/huy/", steps.cancel, name="inspection-cancel"),
    path("<int:pk>/ket-luan/", steps.conclude, name="inspection-conclude"),
    path("<int:pk>/ket-luan/docx/", inspections.conclusion_docx, name="inspection-conclusion"),
    path("de-cuong/<int:pk>/<int:body>/tra-loi/", steps.answer, name="inspection-answer"),
    path("<int:pk>/bien-ban/", findings.record_visit, name="inspection-visit-new"),
    path("bien-ban/<int:pk>/sua/", findings.edit_visit, name="inspection-visit-edit"),
    path("bien-ban/<int:pk>/ban-ky/", findings.sign_visit, name="inspection-visit-sign"),
    path("bien-ban/<int:pk>/docx/", inspections.visit_docx, name="inspection-visit"),
    path("<int:pk>/ket-qua/", findings.record_finding, name="inspection-finding-new"),
    path(
        "<int:pk>/ket-qua/<int:body>/gui/",
        inspections.send_findings,
        name="inspection-findings-send",
    ),
    path("ket-qua/<int:pk>/giai-trinh/", findings.explain, name="inspection-explain"),
    path("ket-qua/<int:pk>/y-kien/", findings.judge, name="inspection-judge"),
    path("<int:pk>/kien-nghi/", findings.recommend, name="inspection-recommend"),
    path("kien-nghi/<int:pk>/giao/", findings.adopt, name="inspection-adopt"),
    path("tep/<slug:kind>/<int:pk>/", inspections.download, name="inspection-file"),
]
