"""Handing a mail over by SMTP."""

from __future__ import annotations

import smtplib
from email.utils import format_datetime, parseaddr

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection

from tiendo.integrations.channels import IntegrationError, Message

TIMEOUT_SECONDS = 20
_PERMANENT_FROM = 500


class EmailChannel:
    """The channel of mail. Without a server in the settings nothing can be sent."""

    def send(self, message: Message) -> None:
        """Hand a mail over. Errors: IntegrationError; 5xx answers are permanent, others are not."""
        server = settings.MAIL_SERVER
        if server is None:
            raise IntegrationError("TIENDO_SMTP_URL is not set", permanent=True)
        connection = get_connection(
            "django.core.mail.backends.smtp.EmailBackend",
            host=server.host,
            port=server.port,
            username=server.user,
            password=server.password,
            use_tls=server.starts_tls,
            use_ssl=server.is_tls,
            timeout=TIMEOUT_SECONDS,
        )
        mail = _mail(message, connection)
        try:
            mail.send()
        except smtplib.SMTPRecipientsRefused as error:
            code = max(code for code, _words in error.recipients.values())
            raise _refused("recipient refused", code) from error
        except smtplib.SMTPResponseException as error:
            raise _refused(type(error).__name__, error.smtp_code) from error
        except (smtplib.SMTPException, OSError) as error:
            raise IntegrationError(type(error).__name__, permanent=False) from error


def _refused(what: str, code: int) -> IntegrationError:
    """The answer of the server: its number alone, as its words may hold an address."""
    return IntegrationError(f"{what} ({code})", permanent=code >= _PERMANENT_FROM)


def _mail(message: Message, connection: object) -> EmailMultiAlternatives:
    domain = parseaddr(settings.MAIL_FROM)[1].rpartition("@")[2] or "localhost"
    mail = EmailMultiAlternatives(
        subject=message.subject,
        body=message.text,
        from_email=settings.MAIL_FROM,
        to=[message.to],
        connection=connection,
        headers={
            # The same when it is sent again: servers and readers show it once.
            "Message-ID": f"<{message.reference}@{domain}>",
            "Date": format_datetime(message.moment),
            "Auto-Submitted": "auto-generated",
        },
    )
    mail.attach_alternative(message.html, "text/html")
    return mail
