"""vanban understands Vietnamese administrative documents: ``read`` a file, ``parse`` its text."""

from vanban.bodies import find_bodies
from vanban.citations import find_citations
from vanban.dates import find_dates
from vanban.deadlines import find_deadlines
from vanban.errors import UnreadableFile, VanbanError
from vanban.readers import read
from vanban.rows import find_rows
from vanban.serialise import load_schema, to_json

__all__ = [
    "UnreadableFile",
    "VanbanError",
    "find_bodies",
    "find_citations",
    "find_dates",
    "find_deadlines",
    "find_rows",
    "load_schema",
    "read",
    "to_json",
]
