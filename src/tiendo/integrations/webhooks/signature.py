"""The signature of a webhook.

Source: Standard Webhooks specification 1.0.0: HMAC-SHA256, in base64 after "v1,", over
"id.timestamp.payload", with the bytes that the secret holds in base64 after "whsec_".
"""

from __future__ import annotations

import base64
import datetime as dt
import hashlib
import hmac

PREFIX = "whsec_"


def sign(*, secret: str, message_id: str, moment: dt.datetime, payload: bytes) -> str:
    """The value of the header webhook-signature.

    Errors: ValueError for a secret that is not "whsec_" and base64.
    """
    if not secret.startswith(PREFIX):
        raise ValueError("a webhook secret begins with whsec_")
    key = base64.b64decode(secret.removeprefix(PREFIX), validate=True)
    signed = f"{message_id}.{int(moment.timestamp())}.".encode() + payload
    return "v1," + base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()


def headers_of(
    *, secret: str, message_id: str, moment: dt.datetime, payload: bytes
) -> dict[str, str]:
    """The three headers by which the other side checks a webhook."""
    return {
        "webhook-id": message_id,
        "webhook-timestamp": str(int(moment.timestamp())),
        "webhook-signature": sign(
            secret=secret, message_id=message_id, moment=moment, payload=payload
        ),
    }
