"""What a mail says: the notices bound to it, the most pressing first, each with its link.

A link is an address of a page and nothing more: it holds no secret and signs nobody in.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

from tiendo.accounts.models import User
from tiendo.alerts.models import Delivery, Notice
from tiendo.alerts.queries import names_told
from tiendo.alerts.wording import name_of, todo_of, told_words, why_of
from tiendo.domain import clock
from tiendo.integrations.channels import Message

# More are counted, and read on the page.
SHOWN = 30
LIST_PATH = "/thong-bao/"


@dataclass(frozen=True, slots=True)
class Item:
    """One notice as a mail shows it."""

    name: str
    title: str
    why: str
    told: str
    todo: str
    url: str


def mail_of(delivery: Delivery, user: User) -> Message:
    """The mail of a delivery. Cost: three queries."""
    notices = list(delivery.notices.order_by("-level", "kind", "pk")[:SHOWN])
    total = delivery.notices.count()
    names = names_told(notices)
    with translation.override("vi"):
        context = {
            "name": str(user),
            "items": [_item(notice, names) for notice in notices],
            "total": total,
            "more": total - len(notices),
            "list_url": address_of(LIST_PATH),
            "choices_url": address_of("/thong-bao/kenh/"),
            "day": clock.local_day(delivery.due_at),
        }
        return Message(
            reference=f"delivery-{delivery.pk}",
            to=user.email,
            moment=clock.now(),
            subject=_subject(notices, total, clock.local_day(delivery.due_at)),
            text=render_to_string("integrations/mail.txt", context),
            html=render_to_string("integrations/mail.html", context),
        )


def _subject(notices: list[Notice], total: int, day: dt.date) -> str:
    if total == 1:
        parts = name_of(notices[0].kind), str(notices[0].params.get("title", ""))
        return " ".join(": ".join(part for part in parts if part).split())[:150]
    words = {"number": total, "day": f"{day:%d/%m/%Y}"}
    return _("Tiến Độ: %(number)s việc cần chú ý, ngày %(day)s") % words


def _item(notice: Notice, names: Mapping[int, str]) -> Item:
    return Item(
        name=name_of(notice.kind),
        title=str(notice.params.get("title", "")),
        why=why_of(notice.kind, notice.params),
        told=told_words(notice.params, names),
        todo=todo_of(notice.kind),
        url=address_of(notice.path) if notice.path else "",
    )


def address_of(path: str) -> str:
    """The whole address of a page of this installation."""
    return f"{settings.PUBLIC_URL or 'http://localhost:8000'}{path}"
