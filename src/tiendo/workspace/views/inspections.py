"""Screens about inspections: the list, a new one, one with all that belongs to it."""

from __future__ import annotations

from functools import partial

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tiendo.documents.models import StoredFile
from tiendo.documents.storage import open_kept
from tiendo.domain.inspections import BY_ACTION, SEVERITIES, InspectionState
from tiendo.domain.lists import load_list
from tiendo.inspections import actions
from tiendo.inspections.actions import NewInspection, plan_inspection
from tiendo.inspections.decision_document import write_decision
from tiendo.inspections.documents import write_conclusion, write_visit
from tiendo.inspections.models import (
    Finding,
    Inspection,
    OutlineAnswer,
    TeamMember,
    Visit,
)
from tiendo.inspections.permissions import Sight, is_inspector, sight_of
from tiendo.inspections.queries import Dossier, dossier_of, list_inspections
from tiendo.organisations.models import Organisation
from tiendo.workspace.access import READ_WRITE, WRITE, PageRequest, page
from tiendo.workspace.answers import answer_form, give_file, press_button, say_done
from tiendo.workspace.forms.inspections import InspectionFilterForm, InspectionForm
from tiendo.workspace.views.documents import sandboxed

PER_PAGE = 30
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
# What changes an inspection at a click; the other moves have a form.
CLICKS = {
    "start_visits": (actions.start_visits, gettext_lazy("Bắt đầu kiểm tra")),
    "end_visits": (actions.end_visits, gettext_lazy("Kết thúc kiểm tra tại cơ sở")),
    "resume_visits": (actions.resume_visits, gettext_lazy("Kiểm tra tiếp")),
}


@page("task.view")
def show_list(request: PageRequest) -> HttpResponse:
    """The inspections of which the person sees anything."""
    form = InspectionFilterForm(request.GET)
    typed = form.cleaned_data if form.is_valid() else {}
    text = (typed.get("q") or "").replace("\x00", "")
    found = list_inspections(request.actor, state=typed.get("trang_thai") or "", text=text)
    context = {
        "form": form,
        "page": Paginator(found, PER_PAGE).get_page(request.GET.get("page")),
        "may_manage": request.actor.may("inspection.manage"),
    }
    return render(request, "inspections/list.html", context)


@page("inspection.manage", methods=READ_WRITE)
def plan(request: PageRequest) -> HttpResponse:
    """Plan an inspection."""
    form = InspectionForm(request.POST or None)

    def act() -> HttpResponse:
        typed = dict(form.cleaned_data)
        bodies = list(typed.pop("bodies"))
        made = plan_inspection(by=request.actor, data=NewInspection(**typed), bodies=bodies)
        words = _("Đã lập cuộc kiểm tra. Thêm đoàn và đề cương.")
        return say_done(request, words, "inspection", made.pk)

    show = partial(render, request, "inspections/new.html", {"form": form})
    return answer_form(request, form, act, show)


@page("task.view")
def show(request: PageRequest, pk: int) -> HttpResponse:
    """One inspection, as much of it as the person sees."""
    inspection = found_inspection(request, pk)
    dossier = dossier_of(request.actor, inspection)
    may_record = is_inspector(request.actor, inspection)
    may_manage = may_record and request.actor.may("inspection.manage")
    context = {
        "inspection": inspection,
        "dossier": dossier,
        "moves": _moves(inspection) if may_manage else (),
        "may_manage": may_manage,
        "may_record": may_record,
        "is_visiting": inspection.state in ("visiting", "concluding"),
        "is_open": inspection.state not in ("concluded", "cancelled"),
        "answers_for": _answering(request, dossier),
        "unsent": _unsent(dossier),
        "may_adopt": request.actor.may("task.go_live") and inspection.state == "concluded",
        "severities": {choice.code: choice.word for choice in load_list(SEVERITIES)},
        "sees_own_part": dossier.sight >= Sight.OWN_PART,
        "sees_all": dossier.sight is Sight.ALL,
    }
    return render(request, "inspections/inspection.html", context)


@page("inspection.manage", methods=WRITE)
def move(request: PageRequest, pk: int, action: str) -> HttpResponse:
    """Begin the visits, end them, go on with them."""
    if action not in CLICKS:
        raise Http404
    inspection = found_inspection(request, pk)
    run, words = CLICKS[action]

    def act() -> str:
        run(by=request.actor, inspection=inspection)
        return str(words)

    return press_button(request, act, "inspection", pk)


@page("inspection.manage", methods=WRITE)
def drop_member(request: PageRequest, pk: int) -> HttpResponse:
    """Take a person out of the team."""
    member = get_object_or_404(TeamMember.objects.select_related("inspection"), pk=pk)

    def act() -> str:
        actions.remove_member(by=request.actor, member=member)
        return _("Đã đưa người này ra khỏi đoàn.")

    return press_button(request, act, "inspection", member.inspection_id)


@page("task.view", methods=WRITE)
def send_findings(request: PageRequest, pk: int, body: int) -> HttpResponse:
    """Send a body what was found there, for explanation."""
    inspection = found_inspection(request, pk)
    organisation = get_object_or_404(Organisation, pk=body)

    def act() -> str:
        sent = actions.send_findings(
            by=request.actor, inspection=inspection, organisation=organisation
        )
        return _("Đã gửi %(count)d kết quả để giải trình.") % {"count": len(sent)}

    return press_button(request, act, "inspection", pk)


@page("task.view")
def visit_docx(request: PageRequest, pk: int) -> HttpResponse:
    """The record of a visit, ready to sign."""
    related = ("inspection__issuer__parent", "organisation")
    visit = get_object_or_404(Visit.objects.select_related(*related), pk=pk)
    _require_part(request, visit.inspection, visit.organisation_id)
    name = f"bien-ban-{visit.inspection.pk}-{visit.day}.docx"
    return give_file(
        request, lambda: _docx(write_visit(visit), name), "inspection", visit.inspection_id
    )


@page("task.view")
def decision_docx(request: PageRequest, pk: int) -> HttpResponse:
    """The decision with plan and outline, drafted from what was planned."""
    inspection = found_inspection(request, pk)
    if sight_of(request.actor, inspection) is not Sight.ALL:
        raise PermissionDenied
    name = f"quyet-dinh-kiem-tra-{inspection.pk}.docx"
    return give_file(request, lambda: _docx(write_decision(inspection), name), "inspection", pk)


@page("task.view")
def conclusion_docx(request: PageRequest, pk: int) -> HttpResponse:
    """The conclusion, drafted from findings and recommendations."""
    inspection = found_inspection(request, pk)
    if sight_of(request.actor, inspection) is not Sight.ALL:
        raise PermissionDenied
    findings = inspection.findings.select_related("organisation")
    wanted = inspection.recommendations.select_related("organisation")

    def write() -> HttpResponse:
        source = write_conclusion(inspection, list(findings), list(wanted))
        return _docx(source, f"ket-luan-{inspection.pk}.docx")

    return give_file(request, write, "inspection", pk)


@page("task.view")
def download(request: PageRequest, kind: str, pk: int) -> HttpResponseBase:
    """A file of an inspection: signed record, signed conclusion, of a finding, of an answer."""
    stored, name = _file_of(request, kind, pk)
    if stored is None:
        raise Http404
    return sandboxed(FileResponse(open_kept(stored), content_type=stored.media_type), name)


def found_inspection(request: PageRequest, pk: int) -> Inspection:
    """The inspection, for who sees anything of it. Errors: Http404; PermissionDenied."""
    related = ("programme", "issuer__parent", "plan_document", "conclusion_file")
    inspection = get_object_or_404(Inspection.objects.select_related(*related), pk=pk)
    if sight_of(request.actor, inspection) is Sight.NOTHING:
        raise PermissionDenied
    return inspection


def _moves(inspection: Inspection) -> list[tuple[str, str]]:
    """The clicks open now, with their words."""
    state = InspectionState(inspection.state)
    return [
        (action, str(words))
        for action, (_run, words) in CLICKS.items()
        if state in BY_ACTION[action].sources
    ]


def _answering(request: PageRequest, dossier: Dossier) -> tuple[Organisation, ...]:
    """The inspected bodies for which the person answers."""
    if dossier.inspection.state not in ("decided", "visiting", "concluding"):
        return ()
    return tuple(
        row.organisation
        for row in dossier.bodies
        if request.actor.may("inspection.answer", at=row.organisation_id)
    )


def _unsent(dossier: Dossier) -> list[Organisation]:
    """The bodies with findings not yet sent to them."""
    waiting = {row.organisation for row in dossier.findings if row.sent_at is None}
    return sorted(waiting, key=lambda body: bytes(body.sort_key))


def _require_part(request: PageRequest, inspection: Inspection, body: int) -> None:
    """Go on only for who sees the part of a body. Errors: PermissionDenied."""
    sight = sight_of(request.actor, inspection)
    own = any(body in post.reach_ids for post in request.actor.posts)
    if sight is not Sight.ALL and not (sight is Sight.OWN_PART and own):
        raise PermissionDenied


def _file_of(request: PageRequest, kind: str, pk: int) -> tuple[StoredFile | None, str]:
    if kind == "ket-luan":
        inspection = found_inspection(request, pk)
        return inspection.conclusion_file, inspection.conclusion_file_name
    if kind == "bien-ban":
        visit = get_object_or_404(Visit.objects.select_related("inspection", "signed_file"), pk=pk)
        _require_part(request, visit.inspection, visit.organisation_id)
        return visit.signed_file, visit.signed_file_name
    if kind == "ket-qua":
        rows = Finding.objects.select_related("inspection", "stored_file")
        finding = get_object_or_404(rows, pk=pk)
        _require_part(request, finding.inspection, finding.organisation_id)
        hidden = finding.sent_at is None
        if hidden and sight_of(request.actor, finding.inspection) is not Sight.ALL:
            raise PermissionDenied
        return finding.stored_file, finding.file_name
    if kind != "tra-loi":
        raise Http404
    answers = OutlineAnswer.objects.select_related("item__inspection", "stored_file")
    answer = get_object_or_404(answers, pk=pk)
    _require_part(request, answer.item.inspection, answer.organisation_id)
    return answer.stored_file, answer.file_name


def _docx(source: bytes, name: str) -> HttpResponse:
    response = HttpResponse(source, content_type=DOCX)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response
