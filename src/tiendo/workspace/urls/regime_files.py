"""The addresses of the files of regimes."""

from django.urls import path

from tiendo.workspace.views import regime_files

urlpatterns = [
    path("", regime_files.show_files, name="regime-files"),
    path("kiem-tra/", regime_files.check, name="regime-file-check"),
    path("mau/<slug:name>/", regime_files.show_starter, name="regime-starter"),
    path("<int:pk>/tai-ve/", regime_files.download, name="regime-file"),
]
