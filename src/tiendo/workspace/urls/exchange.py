"""The addresses of exchange with the national system."""

from django.urls import path

from tiendo.workspace.views import exchange, exchange_rows

urlpatterns = [
    path("", exchange.show_list, name="exchange-list"),
    path("nhan/", exchange.take, name="exchange-take"),
    path("lan-nhan/<int:pk>/", exchange.delivery, name="exchange-delivery"),
    path("xuat/", exchange.export, name="exchange-export"),
    path("bieu-mau/", exchange.forms, name="exchange-forms"),
    path("bieu-mau/them/", exchange.add_form, name="exchange-form-new"),
    path("khop-nhieu/", exchange_rows.match_sure, name="exchange-match-many"),
    path("ghi-da-nhap/", exchange_rows.mark, name="exchange-mark"),
    path("dong/<int:pk>/", exchange_rows.show, name="exchange-row"),
    path("dong/<int:pk>/chon/", exchange_rows.choose, name="exchange-choose"),
]
