"""The addresses of filters kept by name."""

from django.urls import URLPattern, path

from tiendo.workspace.views import saved_filters as views

urlpatterns: list[URLPattern] = [
    path("", views.show_list, name="filter-list"),
    path("luu/", views.save, name="filter-new"),
    path("<int:pk>/", views.open_filter, name="filter"),
    path("<int:pk>/sua/", views.edit, name="filter-edit"),
    path("<int:pk>/xoa/", views.delete, name="filter-delete"),
    path("<int:pk>/lay-lai/", views.restore, name="filter-restore"),
    path("<int:pk>/mo-dau/", views.start, name="filter-start"),
    path("mo-dau/bo/", views.unstart, name="filter-unstart"),
]
