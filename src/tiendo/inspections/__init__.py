"""Inspections: plan, team, visit, findings, conclusion."""
