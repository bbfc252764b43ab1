"""Invitations by mail: each person's own link, written when it is sent and kept nowhere."""

from __future__ import annotations

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from procrastinate.contrib.django import app
from procrastinate.types import JSONDict

from tiendo.accounts.errors import AccountError
from tiendo.accounts.invitations import code_of, find_invitation
from tiendo.accounts.models import Invitation
from tiendo.domain import clock
from tiendo.integrations.channels import Message
from tiendo.integrations.email.channel import EmailChannel
from tiendo.integrations.email.mapping import address_of
from tiendo.outbox.models import OutboxEvent

INVITED = "account.invited"
MAIL_JOB = "invitations.mail"


def mail_invitations(event: OutboxEvent) -> int:
    """Queue a mail for each invitation of an event where mail is set up; the number queued."""
    if event.name != INVITED or settings.MAIL_SERVER is None:
        return 0
    given = event.payload.get("invitations")
    arguments: list[JSONDict] = [{"invitation_id": pk} for pk in given or () if type(pk) is int]
    if arguments:
        app.configure_task(MAIL_JOB).batch_defer(*arguments)
    return len(arguments)


def mail_invitation(invitation_id: int) -> bool:
    """Send the link of an invitation that still holds to its person; whether it was sent.

    Errors: IntegrationError where the server did not take it.
    """
    row = Invitation.objects.select_related("user").get(pk=invitation_id)
    try:
        find_invitation(code_of(row))
    except AccountError:
        return False
    if not row.user.email:
        return False
    EmailChannel().send(_message(row))
    return True


def _message(row: Invitation) -> Message:
    with translation.override("vi"):
        context = {
            "name": str(row.user),
            "username": row.user.username,
            "url": address_of(reverse("invitation", args=[code_of(row)])),
            "last_day": clock.local_day(row.expires_at),
        }
        return Message(
            reference=f"invitation-{row.pk}",
            to=row.user.email,
            moment=clock.now(),
            subject=_("Lời mời dùng Tiến Độ: đặt mật khẩu lần đầu"),
            text=render_to_string("integrations/invitation.txt", context),
            html=render_to_string("integrations/invitation.html", context),
        )
