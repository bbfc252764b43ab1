"""Posting a webhook: to the very address that was checked, never on to another one."""

from __future__ import annotations

import http.client
import socket
import ssl

from django.conf import settings

from tiendo.domain.addresses import AddressRefused, Target, check_ip, read_target
from tiendo.integrations.channels import IntegrationError, Message
from tiendo.integrations.webhooks.signature import headers_of

TIMEOUT_SECONDS = 15
GONE = 410


class WebhookChannel:
    """The channel of webhooks. Redirections are not followed: they could lead inside."""

    def send(self, message: Message) -> None:
        """Post a message; any 2xx answer means it was taken. Errors: IntegrationError; permanent
        for an address that is refused and for 410 Gone.
        """
        try:
            target = read_target(message.to, settings.WEBHOOK_ALLOWED_HOSTS)
            address = _resolve(target)
        except AddressRefused as refused:
            raise IntegrationError(f"address refused: {refused.why}", permanent=True) from refused
        status = _post(target, address, message)
        if not 200 <= status < 300:
            raise IntegrationError(f"HTTP {status}", permanent=status == GONE)


def _resolve(target: Target) -> str:
    """The address to connect to; every address of the name must be allowed.

    Errors: AddressRefused; IntegrationError (not permanent) where the name has none.
    """
    try:
        found = socket.getaddrinfo(target.host, target.port, type=socket.SOCK_STREAM)
    except OSError as error:
        raise IntegrationError("the name has no address", permanent=False) from error
    addresses = [str(entry[4][0]).partition("%")[0] for entry in found]
    for address in addresses:
        check_ip(address, target, settings.WEBHOOK_ALLOWED_HOSTS)
    return addresses[0]


def _post(target: Target, address: str, message: Message) -> int:
    """The status of the answer; its body is not read. Errors: IntegrationError."""
    connection = _Pinned(target, address)
    headers = {
        "content-type": "application/json; charset=utf-8",
        "user-agent": "tiendo",
        **headers_of(
            secret=message.secret,
            message_id=message.reference,
            moment=message.moment,
            payload=message.payload,
        ),
    }
    try:
        connection.request("POST", target.path, body=message.payload, headers=headers)
        return connection.getresponse().status
    except (OSError, http.client.HTTPException) as error:
        raise IntegrationError(type(error).__name__, permanent=False) from error
    finally:
        connection.close()


class _Pinned(http.client.HTTPConnection):
    """A connection to one address, whatever the name means a moment later. The certificate is
    checked against the name."""

    def __init__(self, target: Target, address: str) -> None:
        super().__init__(target.host, target.port, timeout=TIMEOUT_SECONDS)
        self._target = target
        self._address = address

    def connect(self) -> None:
        """Connect to the address that was checked."""
        plain = socket.create_connection((self._address, self._target.port), TIMEOUT_SECONDS)
        if not self._target.is_tls:
            self.sock = plain
            return
        try:
            context = ssl.create_default_context()
            self.sock = context.wrap_socket(plain, server_hostname=self._target.host)
        except BaseException:
            plain.close()
            raise
