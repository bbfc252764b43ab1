"""The addresses of people: one's own posts and delegations, a person, a hand-over."""

from django.urls import URLPattern, path

from tiendo.workspace.views import hand_overs, people
from tiendo.workspace.views import my_posts as own

urlpatterns: list[URLPattern] = [
    path("toi/", own.show, name="my-posts"),
    path("toi/uy-quyen/", own.delegate, name="my-posts-delegate"),
    path("toi/uy-quyen/<int:pk>/thu-hoi/", own.revoke, name="my-posts-revoke"),
    path("toi/chuc-vu/<int:pk>/chinh/", own.make_primary, name="my-posts-primary"),
    path("<int:pk>/", people.show, name="person"),
    path("<int:pk>/ban-giao/", hand_overs.hand_over, name="hand-over"),
    path("ban-giao/<int:pk>/rut-lai/", hand_overs.undo, name="hand-over-undo"),
]
