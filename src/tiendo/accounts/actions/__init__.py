"""Changing accounts, posts and delegations; how people join and leave."""

from tiendo.accounts.actions.delegating import delegate, revoke_delegation
from tiendo.accounts.actions.inviting import (
    accept_invitation,
    invite,
    open_account,
    withdraw_invitation,
)
from tiendo.accounts.actions.leaving import hand_over, undo_hand_over
from tiendo.accounts.actions.people import (
    PersonData,
    choose_password,
    create_user,
    reset_second_step,
    set_active,
    set_password,
    unlock,
)
from tiendo.accounts.actions.posts import (
    edit_membership,
    end_membership,
    grant_membership,
    make_primary,
)

__all__ = [
    "PersonData",
    "accept_invitation",
    "choose_password",
    "create_user",
    "delegate",
    "edit_membership",
    "end_membership",
    "grant_membership",
    "hand_over",
    "invite",
    "make_primary",
    "open_account",
    "reset_second_step",
    "revoke_delegation",
    "set_active",
    "set_password",
    "undo_hand_over",
    "unlock",
    "withdraw_invitation",
]
