"""Who the people are, which posts they hold and for whom they act, how they join and leave."""

from tiendo.accounts.models.joining import (
    OPEN_IMPORT,
    AccountImport,
    ImportedPost,
    ImportState,
    Invitation,
)
from tiendo.accounts.models.leaving import HandOver
from tiendo.accounts.models.people import Delegation, Membership, RoleCode, User, UserManager

__all__ = [
    "OPEN_IMPORT",
    "AccountImport",
    "Delegation",
    "HandOver",
    "ImportState",
    "ImportedPost",
    "Invitation",
    "Membership",
    "RoleCode",
    "User",
    "UserManager",
]
