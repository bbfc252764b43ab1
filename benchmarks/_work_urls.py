"""The addresses of the product and, beside them, the floors of the work list and of the form."""

import json
import uuid

from django.contrib import messages
from django.db import connection, transaction
from django.http import HttpRequest, HttpResponse
from django.template import engines
from django.urls import URLPattern, URLResolver, include, path

from tiendo.domain import clock

# The first 100 tasks that a body works on or confirms, with what a work list shows of them.
LIST_SQL = """
    SELECT task.id, task.code, task.title, task.last_day, task.last_update_at, span.status,
           lead_body.name, confirming_body.name, task.lifecycle
    FROM tasks_task AS task
    JOIN tasks_assignment AS lead ON lead.task_id = task.id
         AND lead.part = 'lead' AND lead.validity @> %(day)s::date
    JOIN organisations_organisation AS lead_body ON lead_body.id = lead.organisation_id
    LEFT JOIN tasks_statusspan AS span ON span.task_id = task.id
         AND span.validity @> %(day)s::date AND upper_inf(span.known)
    LEFT JOIN tasks_assignment AS confirming ON confirming.task_id = task.id
         AND confirming.part = 'confirm' AND confirming.validity @> %(day)s::date
    LEFT JOIN organisations_organisation AS confirming_body
         ON confirming_body.id = confirming.organisation_id
    WHERE task.lifecycle IN ('live', 'claimed', 'unit_approved')
      AND (lead_body.slug = %(slug)s
           OR (confirming_body.slug = %(slug)s AND task.lifecycle = 'unit_approved'))
    ORDER BY task.last_day, task.sort_key, task.id LIMIT 100
"""
LIST = """<!doctype html><title>{{ rows|length }}</title><table><tbody>
{% for row in rows %}<tr>{% for value in row %}<td>{{ value }}</td>{% endfor %}</tr>
{% endfor %}</tbody></table>"""
# One task with its last update: what the form is about.
FORM_SQL = """
    SELECT task.code, task.title, task.product, task.last_day, span.status, lead_body.name,
           word.done, word.percent, word.as_of
    FROM tasks_task AS task
    LEFT JOIN tasks_statusspan AS span ON span.task_id = task.id
         AND span.validity @> %(day)s::date AND upper_inf(span.known)
    LEFT JOIN tasks_assignment AS lead ON lead.task_id = task.id
         AND lead.part = 'lead' AND lead.validity @> %(day)s::date
    LEFT JOIN organisations_organisation AS lead_body ON lead_body.id = lead.organisation_id
    LEFT JOIN LATERAL (SELECT done, percent, as_of FROM tasks_progressupdate
         WHERE task_id = task.id ORDER BY recorded_at DESC LIMIT 1) AS word ON true
    WHERE task.id = %(task)s
"""
FORM = """<!doctype html><title>{{ row.0 }}</title><dl>{% for value in row %}<dd>{{ value }}</dd>
{% endfor %}</dl><form method="post">{% csrf_token %}<textarea name="done"></textarea>
<input name="percent"><input name="document_number"><button>Gửi</button></form>"""
# The rows an update leaves: itself, the stamp on its task, its event in the trail; it is also told.
INSERT_SQL = """
    INSERT INTO tasks_progressupdate (task_id, organisation_id, done, percent, count_unit,
        difficulty, proposal, as_of, recorded_at, by_id)
    SELECT task_id, organisation_id, %(done)s, 50, '', '', '', %(day)s, now(), %(user)s
    FROM tasks_assignment WHERE task_id = %(task)s AND part = 'lead' LIMIT 1 RETURNING id
"""
STAMP_SQL = "UPDATE tasks_task SET last_update_at = now(), changed_at = now() WHERE id = %s"
EVENT_SQL = """
    INSERT INTO audit_auditevent (occurred_at, actor_id, action, object_type, object_id, after,
        reason, request_id, canonical)
    VALUES (now(), %s, 'task.update', 'tasks.task', %s, %s, '', %s, '')
"""
_list = engines["django"].from_string(LIST)
_form = engines["django"].from_string(FORM)


def show_list(request: HttpRequest) -> HttpResponse:
    """The same rows with one query and a plain template."""
    with connection.cursor() as cursor:
        cursor.execute(LIST_SQL, {"day": clock.today(), "slug": request.GET.get("body", "")})
        rows = cursor.fetchall()
    return HttpResponse(_list.render({"rows": rows}, request=None))


def show_form(request: HttpRequest, pk: int) -> HttpResponse:
    """The same form with one query and a plain template; sent, its rows in one transaction."""
    if request.method == "POST":
        return _record(request, pk)
    with connection.cursor() as cursor:
        cursor.execute(FORM_SQL, {"day": clock.today(), "task": pk})
        row = cursor.fetchone()
    return HttpResponse(_form.render({"row": row}, request=request))


def _record(request: HttpRequest, pk: int) -> HttpResponse:
    values = {"done": request.POST["done"], "day": clock.today(), "task": pk}
    values["user"] = request.user.pk
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT version FROM tasks_task WHERE id = %s FOR UPDATE", [pk])
        cursor.execute(INSERT_SQL, values)
        (update,) = cursor.fetchone()
        cursor.execute(STAMP_SQL, [pk])
        facts = json.dumps({"update": update, "percent": "50"})
        cursor.execute(EVENT_SQL, [request.user.pk, str(pk), facts, uuid.uuid4().hex])
    messages.success(request, "Đã gửi cập nhật tiến độ tới thủ trưởng.")
    return HttpResponse(status=302, headers={"Location": "/"})


urlpatterns: list[URLPattern | URLResolver] = [
    path("floor/my-work/", show_list),
    path("floor/update-form/<int:pk>/", show_form),
    path("", include("tiendo.config.urls")),
]
