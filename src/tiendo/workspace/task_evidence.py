"""Evidence as a form gives it: files through screening, documents by their number."""

from __future__ import annotations

import datetime as dt

from tiendo.accounts.actor import Actor
from tiendo.documents.links import documents_by_number
from tiendo.documents.models import Document
from tiendo.documents.uploads import receive_evidence
from tiendo.tasks.actions import NewEvidence
from tiendo.workspace.forms.tasks import EvidenceForm


def receive(form: EvidenceForm, by: Actor) -> list[NewEvidence]:
    """The evidence of a valid form; its files are screened and kept. Not inside a transaction.

    Errors: PermissionRefused; UploadRefused for a file that is not taken.
    """
    typed = form.cleaned_data
    found = [
        NewEvidence(
            stored_file=receive_evidence(
                by=by, file=file, name=file.name, declared=typed["declared"]
            ),
            original_name=file.name[-255:],
        )
        for file in typed["proof_files"]
    ]
    number: str = typed["document_number"].strip()
    if number:
        day: dt.date | None = typed["document_date"]
        found.append(
            NewEvidence(document_number=number, document_date=day, document=_in_stock(number, day))
        )
    return found


def _in_stock(number: str, day: dt.date | None) -> Document | None:
    """The one document in stock with the number and the date; None where there are several."""
    stock = documents_by_number([number]).get(number, ())
    same = [document for document in stock if document.issued_on == day]
    return same[0] if len(same) == 1 else None
