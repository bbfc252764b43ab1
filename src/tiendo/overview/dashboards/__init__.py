"""Dashboards that people compose: blocks, who sees them, what they show on a day."""
