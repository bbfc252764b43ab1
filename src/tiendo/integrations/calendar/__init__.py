"""Calendar feeds of deadlines (RFC 5545), for calendars people already have."""
