"""The addresses of reports."""

from django.urls import path

from tiendo.workspace.views import report_checks, report_lineage, report_pictures, reports

urlpatterns = [
    path("", reports.show_list, name="report-list"),
    path("lap/", reports.compile_new, name="report-new"),
    path("<int:pk>/", reports.show, name="report"),
    path("<int:pk>/tai-ve/", reports.download, name="report-download"),
    path("<int:pk>/tai-pdf/", reports.download_pages, name="report-pages"),
    path("<int:pk>/hinh/<int:number>/", report_pictures.show, name="report-picture"),
    path("<int:pk>/lap-lai/", reports.recompile, name="report-recompile"),
    path("<int:pk>/duyet/", report_checks.approve, name="report-approve"),
    path("<int:pk>/kiem-tra/", report_checks.show, name="report-checks"),
    path("<int:pk>/dinh-chinh/", reports.correct, name="report-correct"),
    path("<int:pk>/nguon-goc.json", report_lineage.download_json, name="report-lineage-json"),
    path("<int:pk>/nguon-goc.xlsx", report_lineage.download_workbook, name="report-lineage-xlsx"),
    path("<int:pk>/tron-bo.zip", report_lineage.download_all, name="report-zip"),
    path("<int:pk>/so-lieu/", report_lineage.show_figures, name="report-figures"),
    path("<int:pk>/so-lieu/<str:key>/", report_lineage.show_figure, name="report-figure"),
]
