"""Which addresses of other systems a message may be sent to.

A server that calls addresses people typed must not be led to its own network (server-side request
forgery): loopback, private, link-local and other special addresses are refused unless the
installation names them.
"""

from __future__ import annotations

import ipaddress
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import urlsplit

IPAddress = ipaddress.IPv4Address | ipaddress.IPv6Address
_NAT64 = ipaddress.ip_network("64:ff9b::/96")


class Refusal(StrEnum):
    """Why an address is refused."""

    MALFORMED = "malformed"
    SCHEME = "scheme"
    CREDENTIALS = "credentials"
    PORT = "port"
    PRIVATE = "private"


class AddressRefused(ValueError):
    """The address may not be called; ``why`` says the reason."""

    def __init__(self, why: Refusal, host: str = "") -> None:
        super().__init__(f"{host}: {why}")
        self.why = why
        self.host = host


@dataclass(frozen=True, slots=True)
class Target:
    """The parts of an address that may be called, as far as its words tell."""

    host: str
    port: int
    path: str
    is_tls: bool


def read_target(url: str, allowed: Iterable[str] = ()) -> Target:
    """The parts of an address to which messages may be sent.

    ``allowed``: hosts and networks of one's own ("lgsp.tinh.vn", "10.1.0.0/16"), which may also be
    called without TLS and on any port. Errors: AddressRefused.
    """
    try:
        parts = urlsplit(url.strip())
        port = parts.port
    except ValueError as error:
        raise AddressRefused(Refusal.MALFORMED) from error
    host = (parts.hostname or "").rstrip(".")
    if not host or not url.isascii() or any(letter <= " " for letter in url.strip()):
        raise AddressRefused(Refusal.MALFORMED, host)
    if parts.username is not None or parts.password is not None:
        raise AddressRefused(Refusal.CREDENTIALS, host)
    is_own = _is_allowed_host(host, allowed)
    if parts.scheme not in ({"https", "http"} if is_own else {"https"}):
        raise AddressRefused(Refusal.SCHEME, host)
    if not is_own and port not in (None, 443, 8443):
        raise AddressRefused(Refusal.PORT, host)
    is_tls = parts.scheme == "https"
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    target = Target(host, port or (443 if is_tls else 80), path, is_tls)
    literal = _as_ip(host)
    if literal is not None:
        check_ip(literal, target, allowed)
    elif not is_own and (host == "localhost" or host.endswith((".localhost", ".local"))):
        raise AddressRefused(Refusal.PRIVATE, host)
    return target


def check_ip(ip: IPAddress | str, target: Target, allowed: Iterable[str] = ()) -> None:
    """Refuse an address a name was resolved to. Errors: AddressRefused (private)."""
    address = ipaddress.ip_address(ip) if isinstance(ip, str) else ip
    if is_public(address) or _is_allowed_host(target.host, allowed):
        return
    if not any(address in network for network in _networks(allowed)):
        raise AddressRefused(Refusal.PRIVATE, target.host)


def is_public(ip: IPAddress) -> bool:
    """Whether an address lies in the open internet; one wrapped in IPv6 is judged unwrapped."""
    if isinstance(ip, ipaddress.IPv6Address):
        inner = ip.ipv4_mapped or ip.sixtofour
        if inner is None and ip in _NAT64:
            inner = ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)
        if inner is not None:
            return is_public(inner)
        if ip.teredo is not None:
            return False
    return ip.is_global and not ip.is_multicast


def _as_ip(host: str) -> IPAddress | None:
    try:
        return ipaddress.ip_address(host)
    except ValueError:
        return None


def _is_allowed_host(host: str, allowed: Iterable[str]) -> bool:
    literal = _as_ip(host)
    if literal is not None:
        return any(literal in network for network in _networks(allowed))
    return host.lower() in {name.lower().rstrip(".") for name in allowed}


def _networks(
    allowed: Iterable[str],
) -> list[ipaddress.IPv4Network | ipaddress.IPv6Network]:
    """The networks among the names allowed."""
    found = []
    for name in allowed:
        try:
            found.append(ipaddress.ip_network(name, strict=False))
        except ValueError:
            continue
    return found
