"""The configuration as an app, so that its system checks are found."""

from django.apps import AppConfig


class ConfigConfig(AppConfig):
    """Loads the system checks, and what a sign-in notes."""

    name = "tiendo.config"
    label = "config"

    def ready(self) -> None:
        from allauth.mfa.signals import authenticator_added, authenticator_removed
        from django.contrib.auth.signals import user_logged_in

        from tiendo.config import checks  # noqa: F401  (importing registers the checks)
        from tiendo.config.signin import keep_moment, record_added, record_removed

        user_logged_in.connect(keep_moment)
        authenticator_added.connect(record_added)
        authenticator_removed.connect(record_removed)
