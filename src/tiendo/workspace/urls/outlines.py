"""The addresses of outlines."""

from django.urls import path

from tiendo.workspace.views import outline_editing, outline_values, outlines

urlpatterns = [
    path("", outlines.show_list, name="outline-list"),
    path("moi/", outline_editing.create, name="outline-new"),
    path("gia-tri/", outline_values.show, name="outline-values"),
    path("<int:pk>/", outlines.show, name="outline"),
    path("<int:pk>/sua/", outline_editing.revise, name="outline-edit"),
    path("<int:pk>/ban-<int:number>/tai-ve/", outlines.download, name="outline-file"),
    path("<int:pk>/ban-<int:number>/khoi-phuc/", outline_values.restore, name="outline-restore"),
]
