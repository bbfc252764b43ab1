"""System checks: a wrong setting is explained before anything runs."""

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register
from django.utils.translation import gettext as _


@register(Tags.database)
def check_database_address(
    *, databases: Sequence[str] | None = None, **options: Any
) -> list[CheckMessage]:
    """The address of the database must be given; commands that need no database never ask."""
    if not databases or settings.DATABASE_IS_SET:
        return []
    return [
        Error(
            _("Chưa có địa chỉ cơ sở dữ liệu (DATABASE_URL)."),
            hint=_("Dùng ./tiendo manage …, lệnh này tự khởi động PostgreSQL kèm theo."),
            id="tiendo.E001",
        )
    ]
