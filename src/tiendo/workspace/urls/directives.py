"""The addresses of directives."""

from django.urls import path

from tiendo.workspace.views import directives, directives_giving

urlpatterns = [
    path("", directives.show_list, name="directive-list"),
    path("moi/", directives_giving.give, name="directive-new"),
    path("<int:pk>/", directives.show, name="directive"),
    path("<int:pk>/thu-hoi/", directives.withdraw, name="directive-withdraw"),
    path("phan-viec/<int:pk>/da-nhan/", directives.acknowledge, name="directive-acknowledge"),
    path("phan-viec/<int:pk>/bao-cao/", directives.report, name="directive-report"),
    path("phan-viec/<int:pk>/ket-thuc/", directives.close, name="directive-close"),
    path("phan-viec/<int:pk>/tra-lai/", directives.send_back, name="directive-return"),
    path("tep/<int:pk>/", directives.download, name="directive-file"),
]
