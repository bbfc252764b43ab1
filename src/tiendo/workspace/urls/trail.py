"""The addresses of the trail: "nhat-ky/nhiem-vu/12/" is that of one task."""

from django.urls import URLPattern, path

from tiendo.workspace.views import trail as views

urlpatterns: list[URLPattern] = [
    path("", views.show_all, name="trail"),
    path("<slug:kind>/<int:pk>/", views.show_of, name="trail-of"),
]
