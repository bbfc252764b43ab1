"""The first words of a kept file, for a look before it is downloaded; kept beside page pictures."""

from __future__ import annotations

from pathlib import PurePath

from django.core.files.base import ContentFile

import vanban
from tiendo.documents.models import StoredFile
from tiendo.documents.page_images import cached_pages
from tiendo.documents.storage import open_kept
from vanban.errors import UnreadableFile

LONGEST = 4000
# Larger files are read by whoever downloads them, not while somebody waits for a page.
_MOST_BYTES = 4 * 1024 * 1024
_READ_HERE = (".docx", ".xlsx", ".txt", ".md", ".csv", ".html", ".htm")


def first_words(stored: StoredFile, name: str) -> str:
    """The first words of a file, at most ``LONGEST`` characters.

    Missing: empty where its kind is not read here, where it is too large, or holds no words.
    """
    if PurePath(name.lower()).suffix not in _READ_HERE or stored.size > _MOST_BYTES:
        return ""
    path = f"{stored.sha256[:2]}/{stored.sha256}/words.txt"
    storage = cached_pages()
    if storage.exists(path):
        with storage.open(path) as kept:
            return bytes(kept.read()).decode()
    words = _read(stored, name)
    storage.save(path, ContentFile(words.encode()))
    return words


def _read(stored: StoredFile, name: str) -> str:
    with open_kept(stored) as file:
        try:
            text = vanban.read(file.read(), PurePath(name).name)
        except UnreadableFile:
            return ""
    return text.content[:LONGEST].strip()
