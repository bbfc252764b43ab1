"""Writes an official document as DOCX in the layout of Nghị định 30/2020/NĐ-CP.

The same model always gives the same bytes: identifiers are counted, times are fixed.
"""

from __future__ import annotations

from tiendo.composer.docx_body import BodyWriter
from tiendo.composer.docx_layout import BuiltInSections
from tiendo.composer.docx_package import Package, new_package, save_package
from tiendo.composer.errors import ComposerError
from tiendo.composer.house_docx import fill_template
from tiendo.composer.model import OfficialDocument


def write_docx(document: OfficialDocument, *, template: bytes | None = None) -> bytes:
    """The document as a DOCX file, in the layout of a house template where one is given.

    Errors: ComposerError unreadable_template, template_one_signature.
    """
    if template is not None:
        return fill_template(document, template)
    package = new_package(document)
    writer = _writer(document, package)
    package.replace_body(writer.write())
    package.add_footnotes(writer.notes)
    return save_package(package)


def write_appendices(document: OfficialDocument) -> bytes:
    """The appendices alone, as the separate file that goes with a document.

    Errors: ComposerError no_appendix.
    """
    if not document.appendices:
        raise ComposerError("no_appendix")
    package = new_package(document)
    writer = _writer(document, package)
    package.replace_body(writer.write_appendices())
    package.add_footnotes(writer.notes)
    return save_package(package)


def _writer(document: OfficialDocument, package: Package) -> BodyWriter:
    return BodyWriter(document, package, BuiltInSections(package.header_id))
