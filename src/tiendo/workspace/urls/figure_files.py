"""The addresses of files of figures."""

from django.urls import path

from tiendo.workspace.views import figure_files

urlpatterns = [
    path("", figure_files.show_list, name="figure-file-list"),
    path("mau.xlsx", figure_files.template, name="figure-file-template"),
    path("<int:pk>/", figure_files.show, name="figure-file"),
    path("<int:pk>/tien-do/", figure_files.progress, name="figure-file-progress"),
    path("<int:pk>/dong-loi.xlsx", figure_files.errors, name="figure-file-errors"),
    path("<int:pk>/kiem-tra/", figure_files.check, name="figure-file-check"),
    path("<int:pk>/nhap/", figure_files.start, name="figure-file-start"),
    path("<int:pk>/bo/", figure_files.cancel, name="figure-file-cancel"),
    path("<int:pk>/hoan-tac/", figure_files.undo, name="figure-file-undo"),
    path("<int:pk>/tiep/", figure_files.resume, name="figure-file-resume"),
]
