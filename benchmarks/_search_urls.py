"""The addresses of the product and, beside them, the floor of the search."""

from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.template import engines
from django.urls import URLPattern, URLResolver, include, path

# As many entries that hold the words as a page shows, as they come: neither ranked nor counted.
SQL = """
    SELECT kind, object_id, symbol, head, body, moment FROM search_searchentry
    WHERE words @@ plainto_tsquery('simple', %(words)s) LIMIT 20
"""
TEMPLATE = """<!doctype html><title>{{ rows|length }}</title><ol>
{% for row in rows %}<li>{% for value in row %}<p>{{ value }}</p>{% endfor %}</li>
{% endfor %}</ol>"""
_template = engines["django"].from_string(TEMPLATE)


def show_floor(request: HttpRequest) -> HttpResponse:
    """The words looked up with one query, in a plain template."""
    with connection.cursor() as cursor:
        cursor.execute(SQL, {"words": request.GET["q"]})
        rows = cursor.fetchall()
    return HttpResponse(_template.render({"rows": rows}, request=None))


urlpatterns: list[URLPattern | URLResolver] = [
    path("floor/search/", show_floor),
    path("", include("tiendo.config.urls")),
]
