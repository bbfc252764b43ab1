"""What people keep of their looks over the work: filters, and files made of views."""

from tiendo.overview.models.dashboards import Dashboard, DashboardBlock, Paper, StartPage
from tiendo.overview.models.exports import Export, Format
from tiendo.overview.models.outlines import MapOutlines
from tiendo.overview.models.saved_filters import SavedFilter, Sharing, StartFilter

__all__ = [
    "Dashboard",
    "DashboardBlock",
    "Export",
    "Format",
    "MapOutlines",
    "Paper",
    "SavedFilter",
    "Sharing",
    "StartFilter",
    "StartPage",
]
