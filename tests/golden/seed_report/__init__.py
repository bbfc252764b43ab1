"""The report of November 2025 made anew from data, and held against the one that was sent."""
