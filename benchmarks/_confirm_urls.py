"""The addresses of the product and, beside them, the floor of the queue of confirmations."""

from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.template import engines
from django.urls import URLPattern, URLResolver, include, path

from tiendo.domain import clock
from tiendo.workspace.views.confirm_queue import PER_PAGE

# The claims of the first page: what the page shows of them in one query.
SQL = """
    SELECT task.code, task.title, task.product, task.last_day, claim.done_on, claim.reason,
           claimer.full_name, approver.full_name, approval.day, lead_body.name, body.name,
           (SELECT string_agg(proof.document_number || proof.original_name, '; ')
            FROM tasks_evidence AS proof
            WHERE proof.task_id = task.id AND proof.withdrawn_at IS NULL) AS proofs,
           (SELECT passage.quote FROM tasks_tasksource AS source
            JOIN documents_passage AS passage ON passage.id = source.passage_id
            WHERE source.task_id = task.id ORDER BY source."order" LIMIT 1) AS quote
    FROM tasks_task AS task
    JOIN tasks_assignment AS confirming ON confirming.task_id = task.id
         AND confirming.part = 'confirm' AND confirming.validity @> %(day)s::date
    JOIN organisations_organisation AS body ON body.id = confirming.organisation_id
    LEFT JOIN tasks_assignment AS lead ON lead.task_id = task.id
         AND lead.part = 'lead' AND lead.validity @> %(day)s::date
    LEFT JOIN organisations_organisation AS lead_body ON lead_body.id = lead.organisation_id
    LEFT JOIN LATERAL (
        SELECT * FROM tasks_lifecycleevent AS event
        WHERE event.task_id = task.id AND event.action = 'claim' ORDER BY event.id DESC LIMIT 1
    ) AS claim ON true
    LEFT JOIN LATERAL (
        SELECT * FROM tasks_lifecycleevent AS event
        WHERE event.task_id = task.id AND event.action = 'approve' ORDER BY event.id DESC LIMIT 1
    ) AS approval ON true
    LEFT JOIN accounts_user AS claimer ON claimer.id = claim.by_id
    LEFT JOIN accounts_user AS approver ON approver.id = approval.by_id
    WHERE task.lifecycle = 'unit_approved' AND body.slug = %(slug)s
    ORDER BY task.last_day, task.programme_id, task."order", task.id LIMIT %(most)s
"""
TEMPLATE = """<!doctype html><title>{{ rows|length }}</title><table><tbody>
{% for row in rows %}<tr>{% for value in row %}<td>{{ value }}</td>{% endfor %}</tr>
{% endfor %}</tbody></table>"""
_template = engines["django"].from_string(TEMPLATE)


def show_floor(request: HttpRequest) -> HttpResponse:
    """The same claims with one query and a plain template."""
    given = {"day": clock.today(), "slug": request.GET.get("body", ""), "most": PER_PAGE}
    with connection.cursor() as cursor:
        cursor.execute(SQL, given)
        rows = cursor.fetchall()
    return HttpResponse(_template.render({"rows": rows}, request=None))


urlpatterns: list[URLPattern | URLResolver] = [
    path("floor/confirm-queue/", show_floor),
    path("", include("tiendo.config.urls")),
]
