"""The addresses of the product and, beside them, the floor of the timeline."""

from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.template import engines
from django.urls import URLPattern, URLResolver, include, path

from tiendo.domain import clock

# The first 3,000 tasks in the order of the plan with what a bar shows of them, the deadline first
# given included; of one body where it is given.
SQL = """
    SELECT task.code, task.title, task.live_on, task.last_day, task.done_on, span.status,
           lead_body.name, section.path, section.title,
           (SELECT change.last_day FROM tasks_deadlinechange AS change
            WHERE change.task_id = task.id AND change.occurrence_id IS NULL
            ORDER BY change.recorded_at, change.id LIMIT 1)
    FROM tasks_task AS task
    JOIN tasks_statusspan AS span ON span.task_id = task.id
         AND span.validity @> %(day)s::date AND upper_inf(span.known)
    LEFT JOIN tasks_assignment AS lead ON lead.task_id = task.id
         AND lead.part = 'lead' AND lead.validity @> %(day)s::date
    LEFT JOIN organisations_organisation AS lead_body ON lead_body.id = lead.organisation_id
    LEFT JOIN programmes_plansection AS section ON section.id = task.section_id
    WHERE %(slug)s = '' OR EXISTS (
        SELECT FROM tasks_assignment AS held
        JOIN organisations_organisation AS body ON body.id = held.organisation_id
        WHERE held.task_id = task.id AND held.validity @> %(day)s::date AND body.slug = %(slug)s)
    ORDER BY task.programme_id, section."order", task."order", task.id LIMIT 3000
"""
TEMPLATE = """<!doctype html><title>{{ rows|length }}</title><table><tbody>
{% for row in rows %}<tr>{% for value in row %}<td>{{ value }}</td>{% endfor %}</tr>
{% endfor %}</tbody></table>"""
_template = engines["django"].from_string(TEMPLATE)


def show_floor(request: HttpRequest) -> HttpResponse:
    """The same rows with one query and a plain template."""
    with connection.cursor() as cursor:
        cursor.execute(SQL, {"day": clock.today(), "slug": request.GET.get("body", "")})
        rows = cursor.fetchall()
    return HttpResponse(_template.render({"rows": rows}, request=None))


urlpatterns: list[URLPattern | URLResolver] = [
    path("floor/timeline/", show_floor),
    path("", include("tiendo.config.urls")),
]
