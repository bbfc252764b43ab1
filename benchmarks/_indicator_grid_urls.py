"""The addresses of the product and, beside them, the floor of the table of figures."""

from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.template import engines
from django.urls import URLPattern, URLResolver, include, path

# The figures in force of a body in the latest sixteen months, with what the table shows of each.
SQL = """
    SELECT indicator.code, version.name, version.unit, seen.period_start, seen.value,
           seen.qualifier, seen.state, seen.revision, seen.is_late
    FROM indicators_observation AS seen
    JOIN indicators_indicator AS indicator ON indicator.id = seen.indicator_id
    JOIN indicators_indicatorversion AS version ON version.indicator_id = indicator.id
         AND version.validity @> seen.period_end
    JOIN organisations_organisation AS body ON body.id = seen.organisation_id
    WHERE seen.is_current AND seen.breakdown = '' AND body.slug = %(slug)s
    ORDER BY indicator.code, seen.period_start LIMIT 2000
"""
TEMPLATE = """<!doctype html><title>{{ rows|length }}</title><table><tbody>
{% for row in rows %}<tr>{% for value in row %}<td>{{ value }}</td>{% endfor %}</tr>
{% endfor %}</tbody></table>"""
_template = engines["django"].from_string(TEMPLATE)


def show_floor(request: HttpRequest) -> HttpResponse:
    """The same figures with one query and a plain template."""
    with connection.cursor() as cursor:
        cursor.execute(SQL, {"slug": request.GET.get("body", "")})
        rows = cursor.fetchall()
    return HttpResponse(_template.render({"rows": rows}, request=None))


urlpatterns: list[URLPattern | URLResolver] = [
    path("floor/indicator-grid/", show_floor),
    path("", include("tiendo.config.urls")),
]
