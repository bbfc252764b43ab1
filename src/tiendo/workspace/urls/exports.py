"""The addresses of files made of views."""

from django.urls import path

from tiendo.workspace.views import exports

urlpatterns = [
    path("", exports.show_list, name="export-list"),
    path("<slug:view>.<slug:form>", exports.ask, name="export-new"),
    path("<int:pk>/", exports.show, name="export"),
    path("<int:pk>/tien-do/", exports.progress, name="export-progress"),
    path("<int:pk>/dung/", exports.cancel, name="export-cancel"),
    path("<int:pk>/xoa/", exports.delete, name="export-delete"),
    path("<int:pk>/tai-ve/", exports.download, name="export-file"),
]
