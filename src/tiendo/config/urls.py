"""Every address of the platform; each app's own are included under its prefix."""

from django.urls import include, path

from tiendo.config import health

urlpatterns = [
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("accounts/", include("allauth.urls")),
    path("", include("tiendo.workspace.urls")),
]
