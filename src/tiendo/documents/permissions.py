"""Who may do what with documents. Every registered document is open to all staff."""

from __future__ import annotations

from tiendo.accounts.actor import Actor
from tiendo.documents.models import QuarantinedUpload, QuarantineState, Reading


def can_view(actor: Actor) -> bool:
    """Whether the person may read registered documents."""
    return actor.may("document.view")


def can_upload(actor: Actor) -> bool:
    """Whether the person may take documents in and mend their header data."""
    return actor.may("document.upload")


def can_declare(actor: Actor, upload: QuarantinedUpload) -> bool:
    """Whether the person may vouch for a waiting file: only who uploaded it may."""
    is_own = upload.uploaded_by_id == actor.user_id
    return is_own and upload.state == QuarantineState.DECLARATION and can_upload(actor)


def can_follow(actor: Actor, reading: Reading) -> bool:
    """Whether the person may see how a reading goes: of a waiting upload, only who uploaded it."""
    upload = reading.upload
    if reading.rendition_id is None and upload is not None:
        return upload.uploaded_by_id == actor.user_id and can_upload(actor)
    return can_view(actor)


def can_stop(actor: Actor, reading: Reading) -> bool:
    """Whether the person may stop a reading that waits or runs."""
    return reading.is_open and can_upload(actor) and can_follow(actor, reading)


def can_read_all_again(actor: Actor) -> bool:
    """Whether the person may have every file of the stock read again: who reviews drafts."""
    return actor.may("draft.review")
