"""The addresses of pictures."""

from django.urls import path

from tiendo.workspace.views import pictures

urlpatterns = [
    path("", pictures.show_list, name="picture-list"),
    path("<slug:code>/", pictures.show, name="picture"),
    path("<slug:code>/tai-ve.<slug:form>", pictures.download, name="picture-file"),
]
