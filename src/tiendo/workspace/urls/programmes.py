"""The addresses of programmes and of the plans that bodies file for them."""

from django.urls import path

from tiendo.workspace.views import filings, programmes

urlpatterns = [
    path("", programmes.show_list, name="programme-list"),
    path("lap/", programmes.add, name="programme-new"),
    path("<int:pk>/", programmes.show, name="programme"),
    path("<int:pk>/sua/", programmes.edit, name="programme-edit"),
    path("<int:pk>/ket-thuc/", programmes.close, name="programme-close"),
    path("<int:pk>/them-nhiem-vu/", programmes.add_task, name="programme-add-task"),
    path("<int:pk>/han-ke-hoach/", programmes.set_due, name="programme-filing-due"),
    path("<int:pk>/ke-hoach/", filings.show_board, name="filing-list"),
    path("<int:pk>/ke-hoach/<slug:slug>/", filings.show, name="filing"),
    path("<int:pk>/ke-hoach/<slug:slug>/ghi/", filings.write, name="filing-write"),
    path("<int:pk>/ke-hoach/<slug:slug>/rut/", filings.withdraw, name="filing-withdraw"),
]
