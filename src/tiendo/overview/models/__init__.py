"""What people keep of their looks over the work: filters, and files made of views."""

from tiendo.overview.models.exports import Export, Format

__all__ = ["Export", "Format"]
