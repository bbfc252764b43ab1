"""What people do with documents. Each action is one transaction with its event in the trail."""

from tiendo.documents.evidence_uploads import receive_evidence
from tiendo.documents.headers import HeaderData, edit_header
from tiendo.documents.links import choose_cited
from tiendo.documents.passages import reanchor_by_hand
from tiendo.documents.reading_queue import stop_reading
from tiendo.documents.rereading import ask_all_readings, ask_reading, read_again
from tiendo.documents.uploads import (
    Received,
    declare_upload,
    read_upload_again,
    receive_upload,
)

__all__ = [
    "HeaderData",
    "Received",
    "ask_all_readings",
    "ask_reading",
    "choose_cited",
    "declare_upload",
    "edit_header",
    "read_again",
    "read_upload_again",
    "reanchor_by_hand",
    "receive_evidence",
    "receive_upload",
    "stop_reading",
]
