"""Who may reach the pages of urls/documents.py."""

from __future__ import annotations

from tests.document_factories import (
    lost_passage,
    register_pdf,
    register_plan,
    unsure_link,
    waiting_pdf,
    waiting_rereading,
    waiting_scan,
)
from tests.factories import World
from tests.integration.permission_rows import COORDINATORS, STAFF, Row

UPLOADERS = COORDINATORS | {"clerk"}


def _document(world: World) -> tuple[object, ...]:
    return (register_plan(world).pk,)


def _rendition(world: World) -> tuple[object, ...]:
    return (register_plan(world).renditions.get().pk,)


def _scan_of_the_clerk(world: World) -> tuple[object, ...]:
    return (waiting_scan(world).pk,)


def _pdf(world: World) -> tuple[object, ...]:
    return (register_pdf(world).pk,)


def _pages(world: World) -> tuple[object, ...]:
    return (*_pdf(world), 1)


def _image(world: World) -> tuple[object, ...]:
    return (*_pages(world), 480)


def _waiting_pdf_of_the_clerk(world: World) -> tuple[object, ...]:
    return (waiting_pdf(world).pk,)


def _rereading(world: World) -> tuple[object, ...]:
    return (waiting_rereading(world).pk,)


def _lost_passage(world: World) -> tuple[object, ...]:
    passage = lost_passage(world)
    return (passage.text.rendition_id, passage.pk)


def _unsure_link(world: World) -> tuple[object, ...]:
    return (unsure_link(world).pk,)


ROWS: dict[str, Row] = {
    "document-list": Row(STAFF),
    "document": Row(STAFF, _document),
    "document-download": Row(STAFF, _rendition),
    "document-upload": Row(UPLOADERS),
    "document-edit": Row(UPLOADERS, _document),
    "document-page-of": Row(STAFF, _pdf),
    "document-page": Row(STAFF, _pages),
    "document-page-image": Row(STAFF, _image),
    "document-read-again": Row(UPLOADERS, _rendition, "post", status=(302,)),
    "document-read-all": Row(COORDINATORS),
    "document-moves": Row(STAFF, _rendition),
    "document-place": Row(UPLOADERS, _lost_passage),
    "document-choose": Row(UPLOADERS, _unsure_link, "post", {"van-ban": "x"}, status=(400,)),
    # the reading of a kept file may be followed by all who see the file
    "document-reading": Row(STAFF, _rereading),
    "document-reading-progress": Row(STAFF, _rereading),
    # that of an upload only by who uploaded it
    "document-reading-stop": Row(
        frozenset({"clerk"}), _waiting_pdf_of_the_clerk, "post", status=(302,)
    ),
    "document-reading-retry": Row(
        frozenset({"clerk"}), _waiting_pdf_of_the_clerk, "post", status=(302,)
    ),
    # only the uploader can declare; for other uploaders the waiting file does not exist
    "document-declare": Row(UPLOADERS, _scan_of_the_clerk, status=(200, 404)),
}
