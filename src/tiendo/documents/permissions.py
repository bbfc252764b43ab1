"""Who may do what with documents. Every registered document is open to all staff."""

from __future__ import annotations

from tiendo.accounts.actor import Actor
from tiendo.documents.models import QuarantinedUpload, QuarantineState


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
