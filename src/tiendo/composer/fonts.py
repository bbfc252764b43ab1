"""The type that pictures are drawn in and documents are set in, as the front end lays it."""

from __future__ import annotations

from pathlib import Path

# Be Vietnam Pro for pictures; Tinos, with the measures of Times New Roman, for documents.
FOLDER = Path(__file__).resolve().parents[1] / "static" / "build" / "type"
