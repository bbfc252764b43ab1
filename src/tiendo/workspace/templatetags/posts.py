"""Posts and delegations in words: {% load posts %}."""

from __future__ import annotations

import datetime as dt

from django import template
from django.db.backends.postgresql.psycopg_any import DateRange

from tiendo.accounts.models import Membership
from tiendo.domain.periods import ONE_DAY

register = template.Library()


@register.filter
def post_words(post: Membership) -> str:
    """The title people use, with the role where that is another word."""
    role = post.get_role_display()
    if not post.position:
        return role
    is_said = post.position.casefold() == role.casefold()
    return post.position if is_said else f"{post.position} ({role.lower()})"


@register.filter
def last_day_of(validity: DateRange) -> dt.date | None:
    """The last day on which something holds; None where it has no end."""
    return validity.upper - ONE_DAY if validity.upper is not None else None
