"""The product's addresses with the floor of a compiled report's page: its figures by one query in
a plain template, as many rows as the page has."""

from django.http import HttpRequest, HttpResponse
from django.template import engines
from django.urls import URLPattern, URLResolver, include, path

from tiendo.reporting.models import Figure, Report

TEMPLATE = """<!doctype html><title>{{ rows|length }}</title><table><tbody>
{% for row in rows %}<tr>{% for label, printed in row %}<td title="{{ label }}">{{ printed }}</td>
{% endfor %}</tr>{% endfor %}</tbody></table>"""
_template = engines["django"].from_string(TEMPLATE)
COLUMNS = 5


def show_floor(request: HttpRequest) -> HttpResponse:
    """The figures of the newest report in rows."""
    newest = Report.objects.order_by("-pk").values("pk")[:1]
    cells = list(
        Figure.objects.filter(report__in=newest).order_by("order").values_list("label", "printed")
    )
    rows = [cells[at : at + COLUMNS] for at in range(0, len(cells), COLUMNS)]
    return HttpResponse(_template.render({"rows": rows}, request=None))


urlpatterns: list[URLPattern | URLResolver] = [
    path("floor/compile/", show_floor),
    path("", include("tiendo.config.urls")),
]
