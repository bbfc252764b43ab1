"""Exchange with the national system: its rows, its lists taken in, the file out, the forms."""

from __future__ import annotations

from functools import partial

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _

from tiendo.domain import clock
from tiendo.exchange import actions
from tiendo.exchange.matching import propose, sure_pairs, sure_percent
from tiendo.exchange.models import Delivery, FormVersion
from tiendo.exchange.registry import NQ57, form_on, shipped_text, text_on
from tiendo.exchange.renaming import earlier_rows
from tiendo.exchange.standing import (
    Standing,
    StandingRow,
    count_standings,
    last_delivery,
    rows_of,
    stand,
)
from tiendo.exchange.wording import PROBLEMS, STANDINGS
from tiendo.exchange.writing import write_changes
from tiendo.programmes.models import Programme
from tiendo.programmes.queries import list_programmes
from tiendo.tasks.models import Task
from tiendo.workspace.access import READ_WRITE, PageRequest, number_in, page
from tiendo.workspace.answers import answer_form, say_done
from tiendo.workspace.exchange_pages import card_of, list_address
from tiendo.workspace.forms.exchange import FormTextForm, ListForm

PER_PAGE = 30
RUN = "exchange.run"
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_FILE_CODES = (
    "too_big",
    "not_sheet",
    "old_format",
    "encrypted",
    "damaged",
    "unpacks_too_big",
    "encoding",
    "columns_missing",
    "rows_none",
    "rows_too_many",
    "same_file",
    "secret_mark",
)
MOST_BYTES = 10 * 1024 * 1024


@page(RUN)
def show_list(request: PageRequest) -> HttpResponse:
    """The rows of a programme, by where they stand."""
    programmes = list(list_programmes())
    programme = programme_in(request, programmes)
    if programme is None:
        return render(request, "exchange/list.html", {"programmes": [], "rows": []})
    last = last_delivery(programme, NQ57)
    form = form_on(NQ57, clock.today())
    rows = stand(rows_of(programme, NQ57), form, last)
    counts = count_standings(rows)
    chosen = _standing_in(request, rows)
    found = Paginator([row for row in rows if row.standing is chosen], PER_PAGE)
    listed = found.get_page(request.GET.get("page"))
    context = {
        "programmes": programmes,
        "programme": programme,
        "last": last,
        "form": form,
        "tabs": [
            (word, counts[each], list_address(programme.pk, each), each is chosen)
            for each, word in STANDINGS.items()
        ],
        "chosen": chosen,
        "word": STANDINGS[chosen],
        "page": listed,
        "today": clock.today(),
        "is_waiting": chosen is Standing.WAITING,
        "can_enter": chosen in (Standing.TO_ENTER, Standing.ENTERED, Standing.AGREES),
        "to_enter": counts[Standing.TO_ENTER],
    }
    return render(
        request, "exchange/list.html", context | _offers(request, programme, listed, rows, last)
    )


def _offers(
    request: PageRequest,
    programme: Programme,
    listed: object,
    rows: list[StandingRow],
    last: Delivery | None,
) -> dict[str, object]:
    """The cards of the page; those that wait with the tasks they may be."""
    shown = list(listed)  # type: ignore[call-overload]
    waiting = [each.row for each in rows if each.standing is Standing.WAITING]
    if not shown or shown[0].standing is not Standing.WAITING:
        return {"rows": [card_of(each) for each in shown], "sure_count": 0}
    found = propose(waiting, programme, request.actor, NQ57)
    ids = {offer.task_id for each in shown for offer in found.get(each.row.pk, ())}
    tasks = Task.objects.in_bulk(ids)
    earlier = earlier_rows((each.row for each in rows), last)
    cards = [
        card_of(each, found.get(each.row.pk, ()), tasks, earlier.get(each.row.pk, ()))
        for each in shown
    ]
    return {"rows": cards, "sure_count": len(sure_pairs(found, sure_percent()))}


@page(RUN, methods=READ_WRITE)
def take(request: PageRequest) -> HttpResponse:
    """Take a list in."""
    initial = {"programme": number_in(request.GET.get("chuong_trinh", ""))}
    form = ListForm(request.POST or None, request.FILES or None, initial=initial)

    def act() -> HttpResponse:
        file, programme = form.cleaned_data["file"], form.cleaned_data["programme"]
        taken = actions.take_list(
            by=request.actor,
            programme=programme,
            system=NQ57,
            raw=file.read(MOST_BYTES + 1),
            file_name=file.name,
        )
        words = _("Đã nhận %(rows)s dòng: %(new)s dòng mới, %(changed)s dòng ghi khác.")
        said = {
            "rows": taken.rows,
            "new": taken.new_rows,
            "changed": taken.changed_rows,
        }
        return say_done(request, words % said, "exchange-delivery", taken.pk)

    show = partial(
        render, request, "exchange/take.html", {"form": form, "known": form_on(NQ57, clock.today())}
    )
    return answer_form(request, form, act, show, dict.fromkeys(_FILE_CODES, "file"))


@page(RUN)
def delivery(request: PageRequest, pk: int) -> HttpResponse:
    """One list taken in: what it brought, and what could not be read."""
    related = ("programme", "received_by")
    found = get_object_or_404(Delivery.objects.select_related(*related), pk=pk)
    problems = [(cell, PROBLEMS[code], words) for cell, code, words in found.problems]
    context = {
        "renamed": len(earlier_rows(rows_of(found.programme, NQ57), _newest(found))),
        "delivery": found,
        "problems": problems,
        "address": list_address(found.programme_id, Standing.WAITING),
    }
    return render(request, "exchange/delivery.html", context)


def _newest(found: Delivery) -> Delivery | None:
    """The list, where none came after it."""
    later = Delivery.objects.filter(programme=found.programme, system=found.system)
    return None if later.filter(pk__gt=found.pk).exists() else found


@page(RUN)
def export(request: PageRequest) -> HttpResponse:
    """What is to be entered there, in its form."""
    programme = programme_in(request, list(list_programmes()))
    if programme is None:
        raise Http404
    form = form_on(NQ57, clock.today())
    rows = stand(rows_of(programme, NQ57), form, last_delivery(programme, NQ57))
    wanted = [row for row in rows if row.standing is Standing.TO_ENTER]
    response = HttpResponse(write_changes(wanted, form), content_type=_XLSX)
    name = f"can-nhap-{programme.pk}-{clock.today()}.xlsx"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response


@page(RUN)
def forms(request: PageRequest) -> HttpResponse:
    """The form in force, and those added."""
    added = FormVersion.objects.filter(system=NQ57).select_related("added_by")
    context = {
        "form": form_on(NQ57, clock.today()),
        "text": text_on(NQ57, clock.today()),
        "is_shipped": text_on(NQ57, clock.today()) == shipped_text(NQ57),
        "page": Paginator(added, PER_PAGE).get_page(request.GET.get("page")),
    }
    return render(request, "exchange/forms.html", context)


@page(RUN, methods=READ_WRITE)
def add_form(request: PageRequest) -> HttpResponse:
    """Add a form; it begins with the words of the one in force."""
    initial = {"text": text_on(NQ57, clock.today())}
    form = FormTextForm(request.POST or None, initial=initial)

    def act() -> HttpResponse:
        actions.add_form(by=request.actor, text=form.cleaned_data["text"])
        return say_done(request, _("Đã thêm biểu mẫu."), "exchange-forms")

    codes = ("not_yaml", "part_missing", "unknown_word", "day_form", "twice", "other_system")
    fields = {f"form_{code}": "text" for code in codes}
    show = partial(render, request, "exchange/form_new.html", {"form": form})
    return answer_form(request, form, act, show, fields)


def programme_in(request: PageRequest, programmes: list[Programme]) -> Programme | None:
    """The programme of the address, else that of the newest list, else the first."""
    wanted = number_in(request.GET.get("chuong_trinh", ""))
    if wanted is None:
        last = Delivery.objects.filter(system=NQ57).first()
        wanted = last.programme_id if last else None
    chosen = (each for each in programmes if each.pk == wanted)
    return next(chosen, programmes[0] if programmes else None)


def _standing_in(request: PageRequest, rows: list[StandingRow]) -> Standing:
    """The tab of the address; without one the first that asks for work."""
    given = request.GET.get("muc", "")
    if given in set(Standing):
        return Standing(given)
    there = {row.standing for row in rows}
    asking = (Standing.WAITING, Standing.TO_ENTER, Standing.ENTERED)
    return next((each for each in asking if each in there), Standing.AGREES)
