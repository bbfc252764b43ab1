"""The addresses of outlines."""

from django.urls import path

from tiendo.workspace.views import outline_editing, outlines

urlpatterns = [
    path("", outlines.show_list, name="outline-list"),
    path("moi/", outline_editing.create, name="outline-new"),
    path("<int:pk>/", outlines.show, name="outline"),
    path("<int:pk>/sua/", outline_editing.revise, name="outline-edit"),
    path("<int:pk>/ban-<int:number>/tai-ve/", outlines.download, name="outline-file"),
]
