"""Django's entry for the app."""

from django.apps import AppConfig


class BudgetsConfig(AppConfig):
    """The budgets app."""

    name = "tiendo.budgets"
    label = "budgets"
    default_auto_field = "django.db.models.BigAutoField"
