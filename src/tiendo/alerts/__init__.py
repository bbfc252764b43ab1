"""Alerts: rules with dates, what they found, who was told."""
