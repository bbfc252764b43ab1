"""The addresses of the figures that texts state."""

from django.urls import path

from tiendo.workspace.views import figure_drafts

urlpatterns = [
    path("<int:pk>/", figure_drafts.show_list, name="figure-draft-list"),
    path("<int:pk>/doc/", figure_drafts.start, name="figure-draft-start"),
    path("<int:pk>/nhan/", figure_drafts.take_many, name="figure-draft-take-many"),
    path("muc/<int:pk>/", figure_drafts.take, name="figure-draft"),
    path("muc/<int:pk>/bo/", figure_drafts.leave, name="figure-draft-leave"),
]
