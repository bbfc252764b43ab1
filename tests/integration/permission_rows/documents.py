"""Who may reach the pages of urls/documents.py."""

from __future__ import annotations

from tests.document_factories import register_plan, waiting_scan
from tests.factories import World
from tests.integration.permission_rows import COORDINATORS, STAFF, Row

UPLOADERS = COORDINATORS | {"clerk"}


def _document(world: World) -> tuple[object, ...]:
    return (register_plan(world).pk,)


def _rendition(world: World) -> tuple[object, ...]:
    return (register_plan(world).renditions.get().pk,)


def _scan_of_the_clerk(world: World) -> tuple[object, ...]:
    return (waiting_scan(world).pk,)


ROWS: dict[str, Row] = {
    "document-list": Row(STAFF),
    "document": Row(STAFF, _document),
    "document-download": Row(STAFF, _rendition),
    "document-upload": Row(UPLOADERS),
    "document-edit": Row(UPLOADERS, _document),
    # only the uploader can declare; for other uploaders the waiting file does not exist
    "document-declare": Row(UPLOADERS, _scan_of_the_clerk, status=(200, 404)),
}
