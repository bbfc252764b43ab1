"""The addresses of accounts and posts."""

from django.urls import URLPattern, path

from tiendo.workspace.views import accounts as views

urlpatterns: list[URLPattern] = [
    path("", views.show_list, name="account-list"),
    path("them/", views.add, name="account-add"),
    path("<int:pk>/", views.show, name="account"),
    path("<int:pk>/chuc-vu/", views.grant, name="account-grant"),
    path("<int:pk>/uy-quyen/", views.delegate, name="account-delegate"),
    path("<int:pk>/mat-khau/", views.give_password, name="account-password"),
    path("<int:pk>/khoa/", views.switch, name="account-switch"),
    path("chuc-vu/<int:pk>/ket-thuc/", views.end_post, name="membership-end"),
    path("uy-quyen/<int:pk>/thu-hoi/", views.revoke, name="delegation-revoke"),
]
