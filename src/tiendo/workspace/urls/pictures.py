"""The addresses of pictures."""

from django.urls import path

from tiendo.workspace.views import map_outlines, pictures

urlpatterns = [
    path("", pictures.show_list, name="picture-list"),
    path("ranh-gioi/", map_outlines.show, name="map-outlines"),
    path("ranh-gioi/dung/", map_outlines.take, name="map-outlines-take"),
    path("ranh-gioi/<int:pk>/go/", map_outlines.remove, name="map-outlines-remove"),
    path("<slug:code>/", pictures.show, name="picture"),
    path("<slug:code>/tai-ve.<slug:form>", pictures.download, name="picture-file"),
]
