"""Webhooks signed as the Standard Webhooks specification says."""
