"""The addresses of house templates."""

from django.urls import path

from tiendo.workspace.views import house_templates

urlpatterns = [
    path("", house_templates.show_list, name="house-template-list"),
    path("tai-len/", house_templates.add, name="house-template-new"),
    path("mau-goc/", house_templates.download_starter, name="house-template-starter"),
    path("<int:pk>/", house_templates.show, name="house-template"),
    path("<int:pk>/tep/", house_templates.download, name="house-template-file"),
    path("<int:pk>/xem-thu/", house_templates.preview, name="house-template-preview"),
    path("<int:pk>/ngung/", house_templates.withdraw, name="house-template-withdraw"),
]
