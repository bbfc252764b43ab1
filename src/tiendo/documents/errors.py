"""What the documents app refuses: one root, a stable code, words from the catalogue."""

from __future__ import annotations

from collections.abc import Mapping

from tiendo.documents.messages import say
from tiendo.documents.models import Document


class DocumentError(Exception):
    """Root of everything this app refuses. ``code`` is stable; ``str()`` is for people."""

    def __init__(self, code: str, params: Mapping[str, object] | None = None) -> None:
        super().__init__(code)
        self.code = code
        self.params = dict(params or {})

    def __str__(self) -> str:
        return say(self.code, self.params)


class UploadRefused(DocumentError):
    """A file that is not taken in. Nothing of it is kept.

    ``document_id`` names the document already in stock for the code ``same_file``.
    """

    def __init__(
        self,
        code: str,
        params: Mapping[str, object] | None = None,
        document_id: int | None = None,
    ) -> None:
        super().__init__(code, params)
        self.document_id = document_id


class ScannerDown(UploadRefused):
    """The virus scanner does not answer: the upload waits in quarantine, refused by nobody."""

    def __init__(self, name: str, upload_id: int) -> None:
        super().__init__("scanner_down", {"name": name})
        self.upload_id = upload_id


class HeaderRefused(DocumentError):
    """Header data that cannot be right, or that belongs to another document."""


class EditedMeanwhile(DocumentError):
    """Someone else changed the document first; ``current`` is as it stands now."""

    def __init__(self, current: Document) -> None:
        super().__init__("edited_meanwhile", {"name": str(current)})
        self.current = current
