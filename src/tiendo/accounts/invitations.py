"""The code in the link of an invitation: computed with the key of the installation, never stored.

Whoever reads the database finds no link in it; whoever may print invitations computes them anew.
"""

from __future__ import annotations

import base64
import hmac

from django.utils.crypto import salted_hmac

from tiendo.accounts.errors import AccountError
from tiendo.accounts.models import Invitation
from tiendo.domain import clock

_SALT = "tiendo.accounts.invitations"
# Twenty letters of five bits: nobody guesses a hundred bits, and they can be typed from paper.
_LETTERS = 20
_MAX_DIGITS = 18


def code_of(invitation: Invitation) -> str:
    """The code of the link: the number of the invitation and twenty letters."""
    return f"{invitation.pk}-{_letters(invitation)}"


def find_invitation(code: str, *, for_update: bool = False) -> Invitation:
    """The invitation of a code that still holds, with its person.

    Errors: AccountError invitation_unknown, invitation_used, invitation_expired.
    """
    number, _dash, letters = code.partition("-")
    rows = Invitation.objects.select_related("user")
    if for_update:
        rows = rows.select_for_update(of=("self",))
    is_number = number.isascii() and number.isdecimal() and len(number) <= _MAX_DIGITS
    row = rows.filter(pk=int(number)).first() if is_number else None
    if row is None or not hmac.compare_digest(_letters(row).encode(), letters.lower().encode()):
        raise AccountError("invitation_unknown")
    if row.used_at is not None or row.revoked_at is not None or not row.user.is_active:
        raise AccountError("invitation_used")
    if clock.now() >= row.expires_at:
        raise AccountError("invitation_expired")
    return row


def _letters(invitation: Invitation) -> str:
    digest = salted_hmac(_SALT, f"{invitation.pk}:{invitation.nonce}", algorithm="sha256").digest()
    return base64.b32encode(digest).decode().lower()[:_LETTERS]
