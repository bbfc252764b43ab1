"""The product's addresses with the floor of a compiled report's page: its figures and the words of
its sources, by a query each, in a plain template."""

from django.http import HttpRequest, HttpResponse
from django.template import engines
from django.urls import URLPattern, URLResolver, include, path

from tiendo.reporting.models import Figure, Report

TEMPLATE = """<!doctype html><title>{{ rows|length }}</title><table><tbody>
{% for row in rows %}<tr>{% for label, printed in row %}<td title="{{ label }}">{{ printed }}</td>
{% endfor %}</tr>{% endfor %}</tbody></table>{% for line in lines %}<p>{{ line }}</p>{% endfor %}"""
_template = engines["django"].from_string(TEMPLATE)
COLUMNS = 5


def show_floor(request: HttpRequest) -> HttpResponse:
    """The figures of a compiled report in rows, and the words it gathers."""
    newest = Report.objects.filter(pk=int(request.GET["body"])).values("pk")
    cells = list(
        Figure.objects.filter(report__in=newest).order_by("order").values_list("label", "printed")
    )
    rows = [cells[at : at + COLUMNS] for at in range(0, len(cells), COLUMNS)]
    told = Report.objects.filter(gathered_into__report__in=newest)
    words = told.values_list("narrative__assessment", flat=True)
    lines = [line for each in words for line in each.splitlines()]
    return HttpResponse(_template.render({"rows": rows, "lines": lines}, request=None))


urlpatterns: list[URLPattern | URLResolver] = [
    path("floor/compile/", show_floor),
    path("", include("tiendo.config.urls")),
]
