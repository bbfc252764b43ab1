"""The addresses of accounts and posts."""

from django.urls import URLPattern, path

from tiendo.workspace.views import account_imports as imports
from tiendo.workspace.views import account_steps as steps
from tiendo.workspace.views import accounts as views

urlpatterns: list[URLPattern] = [
    path("", views.show_list, name="account-list"),
    path("them/", views.add, name="account-add"),
    path("nhap/", imports.upload, name="account-imports"),
    path("nhap/mau/", imports.template, name="account-import-template"),
    path("nhap/<int:pk>/", imports.show, name="account-import"),
    path("nhap/<int:pk>/bat-dau/", imports.start, name="account-import-start"),
    path("nhap/<int:pk>/dung/", imports.cancel, name="account-import-cancel"),
    path("nhap/<int:pk>/rut-lai/", imports.undo, name="account-import-undo"),
    path("nhap/<int:pk>/thu-moi/", imports.invitations, name="account-import-invitations"),
    path("<int:pk>/", views.show, name="account"),
    path("<int:pk>/moi/", steps.invite, name="account-invite"),
    path("<int:pk>/rut-thu-moi/", steps.withdraw, name="account-withdraw"),
    path("<int:pk>/mo-khoa/", steps.unlock, name="account-unlock"),
    path("<int:pk>/xac-thuc/", steps.reset_second_step, name="account-second-step"),
    path("<int:pk>/chuc-vu/", steps.grant, name="account-grant"),
    path("<int:pk>/uy-quyen/", steps.delegate, name="account-delegate"),
    path("<int:pk>/mat-khau/", steps.give_password, name="account-password"),
    path("<int:pk>/khoa/", steps.switch, name="account-switch"),
    path("chuc-vu/<int:pk>/sua/", steps.edit_post, name="membership-edit"),
    path("chuc-vu/<int:pk>/ket-thuc/", steps.end_post, name="membership-end"),
    path("uy-quyen/<int:pk>/thu-hoi/", steps.revoke, name="delegation-revoke"),
]
