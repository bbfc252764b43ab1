"""The addresses of sheets brought in."""

from django.urls import path

from tiendo.workspace.views import imports, imports_steps

urlpatterns = [
    path("", imports.show_list, name="import-list"),
    path("mau/<slug:kind>.xlsx", imports.template, name="import-template"),
    path("<int:pk>/", imports.show, name="import"),
    path("<int:pk>/tien-do/", imports.progress, name="import-progress"),
    path("<int:pk>/dong-loi.xlsx", imports.errors, name="import-errors"),
    path("<int:pk>/cot/", imports_steps.set_columns, name="import-columns"),
    path("<int:pk>/trang-tinh/", imports_steps.choose_sheet, name="import-sheet"),
    path("<int:pk>/sua-ten/", imports_steps.repair, name="import-repair"),
    path("<int:pk>/nhap/", imports_steps.start, name="import-start"),
    path("<int:pk>/dung/", imports_steps.cancel, name="import-cancel"),
    path("<int:pk>/tiep/", imports_steps.resume, name="import-resume"),
    path("<int:pk>/hoan-tac/", imports_steps.undo, name="import-undo"),
]
