"""Holidays and swapped working days of the country, by year, with their sources."""
