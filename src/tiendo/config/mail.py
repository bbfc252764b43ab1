"""The mail server of an installation, from the environment."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from email.utils import parseaddr
from gettext import gettext as _
from urllib.parse import parse_qsl, unquote, urlsplit

from tiendo.config.environment import BadEnvironment, read

SERVER, SENDER = "TIENDO_SMTP_URL", "TIENDO_MAIL_FROM"
_EXAMPLE = "smtp://tiendo:matkhau@mail.tinh.gov.vn:587"


@dataclass(frozen=True, slots=True)
class MailServer:
    """Where mail is handed over. ``is_tls``: TLS from the start; ``starts_tls``: asked for."""

    host: str
    port: int
    user: str
    password: str = field(repr=False)
    is_tls: bool
    starts_tls: bool


def read_mail_server(environ: Mapping[str, str] = os.environ) -> MailServer | None:
    """The server in TIENDO_SMTP_URL; None when it is not set, and no mail is sent.

    smtps:// speaks TLS from the start, smtp:// asks for it (STARTTLS); "?tls=none" goes without,
    for a server on the same machine. Errors: BadEnvironment (never repeats the password).
    """
    value = read("TIENDO_SMTP_URL", environ)
    if value is None:
        return None
    try:
        parts = urlsplit(value)
        port = parts.port
    except ValueError:  # its text may hold a piece of the password
        raise BadEnvironment(SERVER, _("địa chỉ hoặc cổng viết sai"), _EXAMPLE) from None
    options = dict(parse_qsl(parts.query))
    if parts.scheme not in {"smtp", "smtps"} or not parts.hostname or parts.path.strip("/"):
        why = _("cần smtp:// hoặc smtps:// và tên máy")
        raise BadEnvironment(SERVER, why, _EXAMPLE)
    if options.keys() - {"tls"} or options.get("tls", "none") != "none":
        why = _("sau dấu hỏi chỉ nhận tls=none")
        raise BadEnvironment(SERVER, why, "smtp://127.0.0.1:25?tls=none")
    is_tls = parts.scheme == "smtps"
    return MailServer(
        host=parts.hostname,
        port=port or (465 if is_tls else 587),
        user=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
        is_tls=is_tls,
        starts_tls=not is_tls and "tls" not in options,
    )


def read_mail_sender(environ: Mapping[str, str] = os.environ) -> str:
    """The sender in TIENDO_MAIL_FROM, or a name without an address that exists.

    Errors: BadEnvironment.
    """
    value = read("TIENDO_MAIL_FROM", environ)
    if value is None:
        return "Tiến Độ <tiendo@localhost>"
    address = parseaddr(value)[1]
    name, at, domain = address.rpartition("@")
    if not (name and at and domain) or any(letter in value for letter in "\r\n"):
        why = _("không phải một địa chỉ thư")
        raise BadEnvironment(SENDER, why, "Tiến Độ <tiendo@tinh.gov.vn>")
    return value
