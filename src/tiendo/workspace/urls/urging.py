"""The addresses of urging letters."""

from django.urls import path

from tiendo.workspace.views import urging

urlpatterns = [
    path("", urging.show_list, name="urging-list"),
    path("lap/", urging.write_new, name="urging-new"),
    path("<int:pk>/", urging.show, name="urging"),
    path("<int:pk>/dang-lap/", urging.progress, name="urging-progress"),
    path("<int:pk>/lap-lai/", urging.rewrite, name="urging-rewrite"),
    path("<int:pk>/da-gui/", urging.record_sent, name="urging-sent"),
    path("<int:pk>/tat-ca/", urging.download_all, name="urging-zip"),
    path("van-ban/<int:pk>/", urging.show_letter, name="urging-letter"),
    path("van-ban/<int:pk>/tai-ve/", urging.download, name="urging-file"),
]
