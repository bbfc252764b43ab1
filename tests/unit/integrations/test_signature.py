"""The signature is that of the specification: its own vector, and a verifier written apart."""

from __future__ import annotations

import base64
import datetime as dt
import hashlib
import hmac
import secrets

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tiendo.integrations.webhooks.signature import headers_of, sign

# The vector by which the reference libraries of the specification are tested.
SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
ID = "msg_p5jXN8AQM9LWM0D4loKWxJek"
MOMENT = dt.datetime.fromtimestamp(1614265330, dt.UTC)
PAYLOAD = b'{"test": 2432232314}'
SIGNATURE = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="


def is_genuine(secret: str, headers: dict[str, str], payload: bytes) -> bool:
    """What the other side does, from the words of the specification."""
    key = base64.b64decode(secret.split("_", 1)[1])
    content = b".".join(
        [headers["webhook-id"].encode(), headers["webhook-timestamp"].encode(), payload]
    )
    expected = base64.b64encode(hmac.new(key, content, hashlib.sha256).digest()).decode()
    versions = (part.split(",", 1) for part in headers["webhook-signature"].split(" "))
    return any(version == "v1" and given == expected for version, given in versions)


def test_the_known_vector():
    assert sign(secret=SECRET, message_id=ID, moment=MOMENT, payload=PAYLOAD) == SIGNATURE


@given(payload=st.binary(max_size=200), number=st.integers(1, 10**9))
def test_the_other_side_finds_it_genuine_and_anything_altered_not(payload: bytes, number: int):
    secret = "whsec_" + base64.b64encode(secrets.token_bytes(32)).decode()
    headers = headers_of(secret=secret, message_id=f"msg_{number}", moment=MOMENT, payload=payload)
    assert is_genuine(secret, headers, payload)
    assert not is_genuine(secret, headers, payload + b" ")
    assert not is_genuine(secret, headers | {"webhook-timestamp": "1"}, payload)


def test_a_secret_of_another_kind_is_refused():
    with pytest.raises(ValueError, match="whsec_"):
        sign(secret="secret", message_id=ID, moment=MOMENT, payload=PAYLOAD)
