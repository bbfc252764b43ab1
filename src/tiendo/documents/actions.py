"""What people do with documents. Each action is one transaction with its event in the trail."""

from tiendo.documents.headers import HeaderData, edit_header
from tiendo.documents.rereading import read_again
from tiendo.documents.uploads import (
    Received,
    declare_upload,
    receive_evidence,
    receive_upload,
)

__all__ = [
    "HeaderData",
    "Received",
    "declare_upload",
    "edit_header",
    "read_again",
    "receive_evidence",
    "receive_upload",
]
