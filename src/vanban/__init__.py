"""vanban understands Vietnamese administrative documents: ``read`` a file, ``parse`` its text.

Types are in ``vanban.models``; ``vanban.dates`` and ``vanban.quantities`` are public too.
"""

from vanban.akoma import to_akoma_ntoso
from vanban.bodies import find_bodies
from vanban.checks import check
from vanban.citations import find_citations
from vanban.dates import find_dates
from vanban.deadline_cells import parse_deadline_cell
from vanban.deadlines import find_deadlines
from vanban.errors import UnreadableFile, VanbanError
from vanban.markdown import to_markdown
from vanban.parse import parse
from vanban.readers import read
from vanban.serialise import load_schema, to_json

__all__ = [
    "UnreadableFile",
    "VanbanError",
    "check",
    "find_bodies",
    "find_citations",
    "find_dates",
    "find_deadlines",
    "load_schema",
    "parse",
    "parse_deadline_cell",
    "read",
    "to_akoma_ntoso",
    "to_json",
    "to_markdown",
]
