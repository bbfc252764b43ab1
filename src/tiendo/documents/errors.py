"""What the documents app refuses: one root, a stable code, words from the catalogue."""

from __future__ import annotations

from tiendo.documents.messages import MESSAGES, say
from tiendo.documents.models import Document
from tiendo.domain.refusals import Refusal


class DocumentError(Refusal):
    """Root of everything this app refuses."""

    words = MESSAGES

    def __str__(self) -> str:
        return say(self.code, self.params)


class UploadRefused(DocumentError):
    """A file that is not taken in. Nothing of it is kept."""


class AlreadyInStock(UploadRefused):
    """The same file is kept already, by another document."""

    def __init__(self, document: Document) -> None:
        super().__init__("same_file", document=str(document))
        self.document_id = document.pk


class ScannerDown(UploadRefused):
    """The virus scanner does not answer: the upload waits in quarantine, refused by nobody."""

    def __init__(self, name: str, upload_id: int) -> None:
        super().__init__("scanner_down", name=name)
        self.upload_id = upload_id


class HeaderRefused(DocumentError):
    """Header data that cannot be right, or that belongs to another document."""


class EditedMeanwhile(DocumentError):
    """Someone else changed the document first; ``current`` is as it stands now."""

    def __init__(self, current: Document) -> None:
        super().__init__("edited_meanwhile", name=str(current))
        self.current = current
