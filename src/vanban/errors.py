"""What vanban raises: one root, and files that cannot be read at all.

Odd text is never an exception: it is an ``Issue`` of the result.
"""

from __future__ import annotations

from collections.abc import Mapping


class VanbanError(Exception):
    """Root of everything vanban raises on purpose."""


class UnreadableFile(VanbanError):
    """A file that gives no text. ``code`` is stable; words for people come from catalogues.

    Codes: empty_file; too_large (limit, size); not_what_its_name_says (expected, found);
    unsupported_format (found); unknown_format; broken_docx (part);
    broken_xlsx (part); too_many_cells (limit, characters); broken_pdf; too_many_pages (limit);
    broken_html; office_missing (found, command); office_failed (found); encrypted_file (found);
    broken_image; ocr_missing (command).
    """

    def __init__(self, code: str, params: Mapping[str, str] | None = None) -> None:
        self.code = code
        self.params: dict[str, str] = dict(params or {})
        details = ", ".join(f"{key}={value}" for key, value in self.params.items())
        super().__init__(f"{code} ({details})" if details else code)
