"""The addresses of the product and, beside them, the floor of the dashboards."""

from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.template import engines
from django.urls import URLPattern, URLResolver, include, path

from tiendo.domain import clock

# How many tasks each lead body has in each status on a day; of one body where it is given.
SQL = """
    SELECT lead_body.name, span.status, count(*)
    FROM tasks_task AS task
    JOIN tasks_statusspan AS span ON span.task_id = task.id
         AND span.validity @> %(day)s::date AND upper_inf(span.known)
    LEFT JOIN tasks_assignment AS lead ON lead.task_id = task.id
         AND lead.part = 'lead' AND lead.validity @> %(day)s::date
    LEFT JOIN organisations_organisation AS lead_body ON lead_body.id = lead.organisation_id
    WHERE %(slug)s = '' OR EXISTS (
        SELECT FROM tasks_assignment AS held
        JOIN organisations_organisation AS body ON body.id = held.organisation_id
        WHERE held.task_id = task.id AND held.validity @> %(day)s::date AND body.slug = %(slug)s)
    GROUP BY lead_body.name, span.status ORDER BY lead_body.name, span.status
"""
TEMPLATE = """<!doctype html><title>{{ rows|length }}</title><table><tbody>
{% for row in rows %}<tr>{% for value in row %}<td>{{ value }}</td>{% endfor %}</tr>
{% endfor %}</tbody></table>"""
_template = engines["django"].from_string(TEMPLATE)


def show_floor(request: HttpRequest) -> HttpResponse:
    """The counts with one query and a plain template."""
    with connection.cursor() as cursor:
        cursor.execute(SQL, {"day": clock.today(), "slug": request.GET.get("body", "")})
        rows = cursor.fetchall()
    return HttpResponse(_template.render({"rows": rows}, request=None))


urlpatterns: list[URLPattern | URLResolver] = [
    path("floor/dashboard/", show_floor),
    path("", include("tiendo.config.urls")),
]
