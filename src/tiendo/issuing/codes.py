"""Codes of papers, and the address at which everybody verifies a public one."""

from __future__ import annotations

import secrets

from django.conf import settings
from django.urls import reverse

# No vowels and nothing that looks alike: codes are read out and typed.
ALPHABET = "23456789bcdfghjkmnpqrstvwxz"
CODE_LENGTH = 16


def new_code() -> str:
    """A code nobody guesses: 27 letters, 16 places, some 76 bits."""
    return "".join(secrets.choice(ALPHABET) for _place in range(CODE_LENGTH))


def site_of(site: str = "") -> str:
    """Where people reach the product: what the installation names, else what is given."""
    return str(settings.PUBLIC_URL or site).rstrip("/")


def address_of(code: str, site: str = "") -> str:
    """The address of a paper's page of verification; empty where no site is known."""
    base = site_of(site)
    return f"{base}{reverse('verification', args=[code])}" if base else ""
