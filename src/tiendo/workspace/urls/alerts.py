"""The addresses of alerts, their rules, endpoints and deliveries."""

from django.urls import URLPattern, path

from tiendo.workspace.views import alert_rules, alerts, webhooks

urlpatterns: list[URLPattern] = [
    path("", alerts.show_list, name="alert-list"),
    path("<int:pk>/", alerts.show, name="alert"),
    path("<int:pk>/tam-tat/", alerts.mute, name="alert-mute"),
    path("<int:pk>/bat-lai/", alerts.unmute, name="alert-unmute"),
    path("quy-tac/", alert_rules.show_rules, name="alert-rules"),
    path("quy-tac/<slug:rule>/", alert_rules.set_value, name="alert-rule-value"),
    path("diem-nhan/", webhooks.show_endpoints, name="webhook-list"),
    path("diem-nhan/<int:pk>/khoa/", webhooks.renew_secret, name="webhook-secret"),
    path("diem-nhan/<int:pk>/bat-tat/", webhooks.switch, name="webhook-switch"),
    path("diem-nhan/<int:pk>/gui-thu/", webhooks.send_test, name="webhook-test"),
    path("luot-gui/", webhooks.show_deliveries, name="delivery-list"),
    path("luot-gui/<int:pk>/gui-lai/", webhooks.send_again, name="delivery-again"),
]
