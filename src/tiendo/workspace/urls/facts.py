"""The addresses of analysis."""

from django.urls import path

from tiendo.workspace.views import facts

urlpatterns = [
    path("", facts.show_list, name="facts"),
    path("<slug:name>/", facts.show, name="analysis"),
]
