"""Mail: one plain and one simple HTML part, through the province's own SMTP server."""
