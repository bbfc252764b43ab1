"""The addresses of documents."""

from django.urls import path

from tiendo.workspace.views import documents

urlpatterns = [
    path("", documents.show_list, name="document-list"),
    path("tai-len/", documents.upload, name="document-upload"),
    path("tai-len/<int:pk>/cam-ket/", documents.declare, name="document-declare"),
    path("<int:pk>/", documents.show, name="document"),
    path("<int:pk>/sua/", documents.edit, name="document-edit"),
    path("ban/<int:pk>/tai-ve/", documents.download, name="document-download"),
]
