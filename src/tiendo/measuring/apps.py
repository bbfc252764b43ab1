"""Django's entry for the app."""

from django.apps import AppConfig


class MeasuringConfig(AppConfig):
    """The measuring app."""

    name = "tiendo.measuring"
    label = "measuring"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Offer the registers that the dictionary may take figures from."""
        from tiendo.indicators.registers import offer
        from tiendo.measuring.registers import REGISTERS

        offer(*REGISTERS)
