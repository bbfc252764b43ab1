"""Evidence as a form gives it: files through screening, documents by their number."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Sequence

from django.contrib import messages
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tiendo.accounts.actor import Actor
from tiendo.documents.errors import ScannerDown
from tiendo.documents.evidence_uploads import receive_evidence, receive_held
from tiendo.documents.links import documents_by_number
from tiendo.documents.models import Document, QuarantinedUpload, StoredFile
from tiendo.tasks.actions import NewEvidence
from tiendo.tasks.models import Evidence, EvidenceKind
from tiendo.tasks.queries.duplicates import duplicates_of
from tiendo.workspace.access import PageRequest, number_in
from tiendo.workspace.evidence_cards import also_words, evidence_name
from tiendo.workspace.forms.evidence import MAX_FILES, EvidenceForm

# The form cannot hold what was cleared already: said, rather than lost without a word.
_NOT_KEPT = gettext_lazy("Khi gửi lại, chọn lại tệp đã qua kiểm tra: %(names)s.")
Take = Callable[[], StoredFile]


def receive(form: EvidenceForm, by: Actor, *, permission: str = "task.update") -> list[NewEvidence]:
    """The evidence of a valid form; its files are screened and kept. Not inside a transaction.

    Files for which the virus scanner did not answer wait in quarantine, and the form names them
    when it is shown again, so that they need not be sent a second time.
    Errors: PermissionRefused; UploadRefused for a file that is not taken, ScannerDown included.
    """
    found: list[NewEvidence] = []
    held: list[ScannerDown] = []
    for name, take in _files(form, by, permission):
        try:
            found.append(NewEvidence(stored_file=take(), original_name=name[-255:]))
        except ScannerDown as down:
            held.append(down)
    if held:
        form.hold([down.upload_id for down in held])
        if names := "; ".join(each.original_name for each in found):
            form.add_error("proof_files", _NOT_KEPT % {"names": names})
        raise held[0]
    return [*found, *_documents(form)]


def _files(form: EvidenceForm, by: Actor, permission: str) -> Iterator[tuple[str, Take]]:
    """The name of each file sent now or waiting since the form was sent before."""
    declared = bool(form.cleaned_data["declared"])
    for upload in _waiting(form, by):
        name = upload.original_name

        def take_held(upload: QuarantinedUpload = upload) -> StoredFile:
            return receive_held(by=by, upload=upload, declared=declared, permission=permission)

        yield name, take_held
    for file in form.cleaned_data["proof_files"]:

        def take(file: object = file) -> StoredFile:
            return receive_evidence(
                by=by,
                file=file,  # type: ignore[arg-type]
                name=str(getattr(file, "name", "")),
                declared=declared,
                permission=permission,
            )

        yield file.name, take


def _waiting(form: EvidenceForm, by: Actor) -> list[QuarantinedUpload]:
    ids = [number for text in form.cleaned_data["held"] if (number := number_in(text))]
    if not ids:
        return []
    own = QuarantinedUpload.objects.filter(
        pk__in=ids[:MAX_FILES], uploaded_by=by.user_id, reason_code="scanner_down"
    )
    return list(own.exclude(file="").order_by("pk"))


def _documents(form: EvidenceForm) -> Iterator[NewEvidence]:
    typed = form.cleaned_data
    number: str = typed["document_number"].strip()
    if number:
        day: dt.date | None = typed["document_date"]
        yield NewEvidence(
            document_number=number, document_date=day, document=_in_stock(number, day)
        )


def _in_stock(number: str, day: dt.date | None) -> Document | None:
    """The one document in stock with the number and the date; None where there are several."""
    stock = documents_by_number([number]).get(number, ())
    same = [document for document in stock if document.issued_on == day]
    return same[0] if len(same) == 1 else None


def warn_of_duplicates(request: PageRequest, task_id: int, given: Sequence[NewEvidence]) -> None:
    """Say of evidence just given where else it stands. Cost: at most two queries."""
    rows = [
        Evidence(
            pk=-place,
            task_id=task_id,
            kind=EvidenceKind.FILE if each.stored_file else EvidenceKind.DOCUMENT,
            stored_file=each.stored_file,
            original_name=each.original_name,
            document_number=each.document_number,
            document_date=each.document_date,
        )
        for place, each in enumerate(given, start=1)
    ]
    words = _("“%(name)s” %(also)s. Kiểm tra có đúng là minh chứng của nhiệm vụ này không.")
    duplicates = duplicates_of(rows, request.actor)
    for row in rows:
        if row.pk in duplicates:
            also = also_words(duplicates[row.pk])
            messages.warning(request, words % {"name": evidence_name(row), "also": also})
