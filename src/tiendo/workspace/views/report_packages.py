"""Screens of packages: what is to be sent with its checklist, the ZIP, that it was sent."""

from __future__ import annotations

import tempfile
from functools import partial
from itertools import islice

from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _

from tiendo.documents.models import Document
from tiendo.documents.queries import DocumentFilter, list_documents
from tiendo.domain import clock
from tiendo.regimes.actions import begin_event_cycle
from tiendo.regimes.models import PackageOffer, Regime, RegimeKind, ReportDuty
from tiendo.regimes.packages.actions import (
    Package,
    compose_letter,
    mark_package_sent,
    package_of,
    write_package,
)
from tiendo.regimes.packages.offers import (
    confirm_offer,
    fitting_documents,
    open_offers,
    set_offer_aside,
)
from tiendo.reporting.citing import cited
from tiendo.reporting.models import ReportState
from tiendo.workspace.access import READ_WRITE, WRITE, PageRequest, page
from tiendo.workspace.answers import answer_form, press_button, say_done
from tiendo.workspace.forms.report_packages import (
    DocumentSearchForm,
    PackageBeginForm,
    PackageSentForm,
    SetAsideForm,
)
from tiendo.workspace.views.documents import sandboxed

PER_PAGE, SEARCHED = 30, 20
_WITH = (
    "body",
    "addressee",
    "cycle__trigger__issuer",
    "cycle__version__regime__programme",
)


@page("submission.view_all")
def show(request: PageRequest, pk: int) -> HttpResponse:
    """What is sent, what is done and what is missing, and the next step."""
    return _show(request, _duty(pk), PackageSentForm(initial={"sent_on": clock.today()}))


@page("regime.manage")
def show_offers(request: PageRequest) -> HttpResponse:
    """The documents found that may have to be sent, to be confirmed or set aside."""
    shown = Paginator(open_offers(), PER_PAGE).get_page(request.GET.get("page"))
    rows = [(offer, cited(offer.document)) for offer in shown.object_list]
    return render(request, "report_packages/offers.html", {"page": shown, "rows": rows})


@page("regime.manage", methods=WRITE)
def confirm(request: PageRequest, pk: int) -> HttpResponse:
    """Begin the cycle of an offered document."""
    offer = get_object_or_404(PackageOffer, pk=pk)

    def act() -> str:
        confirm_offer(by=request.actor, offer=offer)
        return _("Đã mở kỳ cho văn bản này.")

    return press_button(request, act, "package-offers")


@page("regime.manage", methods=READ_WRITE)
def set_aside(request: PageRequest, pk: int) -> HttpResponse:
    """Say that an offered document need not be sent."""
    offer = get_object_or_404(open_offers(), pk=pk)
    form = SetAsideForm(request.POST or None)

    def act() -> HttpResponse:
        reason = form.cleaned_data["reason"]
        set_offer_aside(by=request.actor, offer=offer, reason=reason)
        return say_done(request, _("Đã ghi văn bản không phải gửi."), "package-offers")

    context = {"offer": offer, "document": cited(offer.document), "form": form}
    show_form = partial(render, request, "report_packages/set_aside.html", context)
    return answer_form(request, form, act, show_form, {"offer_reason_missing": "reason"})


@page("regime.manage", methods=READ_WRITE)
def begin(request: PageRequest, pk: int) -> HttpResponse:
    """Begin the cycle of a document that was issued, picked from those that fit or searched."""
    regime = get_object_or_404(Regime, pk=pk, kind=RegimeKind.PACKAGE)
    form = PackageBeginForm(request.POST or None)

    def act() -> HttpResponse:
        trigger = form.cleaned_data["document"]
        cycle = begin_event_cycle(by=request.actor, regime=regime, trigger=trigger)
        return say_done(request, _("Đã mở kỳ cho văn bản này."), "report-cycle", cycle.pk)

    search = DocumentSearchForm(request.GET)
    words = search.cleaned_data["q"].strip() if search.is_valid() else ""
    found = _searched(request, words) if words else _fitting(regime)
    context = {
        "regime": regime,
        "form": form,
        "search": search,
        "words": words,
        "rows": [(document, cited(document)) for document in found],
    }
    show_form = partial(render, request, "report_packages/begin.html", context)
    return answer_form(request, form, act, show_form)


@page("report.compile", methods=WRITE)
def compose(request: PageRequest, pk: int) -> HttpResponse:
    """Compose the covering letter."""
    duty = _duty(pk)

    def act() -> str:
        compose_letter(by=request.actor, duty=duty)
        return _("Đã lập công văn. Xem lại danh mục gửi kèm rồi trình duyệt.")

    return press_button(request, act, "duty-package", pk)


@page("report.compile", methods=READ_WRITE)
def send(request: PageRequest, pk: int) -> HttpResponse:
    """Mark the package as sent."""
    duty = _duty(pk)
    form = PackageSentForm(request.POST or None, initial={"sent_on": clock.today()})

    def act() -> HttpResponse:
        given = form.cleaned_data
        mark_package_sent(
            by=request.actor, duty=duty, number=given["number"], sent_on=given["sent_on"]
        )
        return say_done(request, _("Đã ghi hồ sơ là đã gửi."), "duty-package", pk)

    def show_again(*, status: int) -> HttpResponse:
        return _show(request, duty, form, status)

    fields = {
        "number_missing": "number",
        "number_differs": "number",
        "sent_in_future": "sent_on",
        "sent_before_issue": "sent_on",
    }
    return answer_form(request, form, act, show_again, fields)


@page("submission.view_all")
def download(request: PageRequest, pk: int) -> HttpResponseBase:
    """The letter and the files of the document in one ZIP."""
    package = package_of(_duty(pk))
    if not package.files and package.letter is None:
        raise Http404
    target = tempfile.TemporaryFile()  # noqa: SIM115 - the response closes it
    write_package(package, target)
    target.seek(0)
    response = FileResponse(target, content_type="application/zip")
    return sandboxed(response, f"ho-so-gui-{package.duty.cycle.label}.zip")


def _searched(request: PageRequest, words: str) -> list[Document]:
    """The issued documents that the words name, the latest first."""
    found = list_documents(request.actor, DocumentFilter(text=words))
    issued = found.filter(issued_on__isnull=False).exclude(number_raw="")
    return list(issued.order_by("-issued_on", "-pk")[:SEARCHED])


def _fitting(regime: Regime) -> list[Document]:
    """The documents lately issued that the rule of the regime names."""
    version = regime.versions.order_by("-number")[0]
    return list(islice(fitting_documents(version, clock.today()), SEARCHED))


def _duty(pk: int) -> ReportDuty:
    """A duty to send a package. Errors: Http404."""
    duties = ReportDuty.objects.select_related(*_WITH)
    return get_object_or_404(duties, pk=pk, cycle__version__regime__kind=RegimeKind.PACKAGE)


def _show(
    request: PageRequest, duty: ReportDuty, form: PackageSentForm, status: int = 200
) -> HttpResponse:
    package = package_of(duty)
    submission = package.submission
    sent_at = submission.sent_at if submission else None
    may_compile = request.actor.may("report.compile") and duty.released_at is None
    context = {
        "duty": duty,
        "regime": duty.cycle.version.regime,
        "package": package,
        "document": cited(package.document) if package.document else "",
        "steps": _steps(package),
        "sent_at": sent_at,
        "today": clock.today(),
        "form": form,
        "may_compose": may_compile and submission is None,
        "may_send": may_compile and submission is not None and sent_at is None,
        "programme_in_view": duty.cycle.version.regime.programme,
    }
    return render(request, "report_packages/package.html", context, status=status)


def _steps(package: Package) -> list[tuple[bool, str]]:
    """The checklist: whether each step is done, and its words."""
    document, letter, submission = package.document, package.letter, package.submission
    is_approved = letter is not None and letter.state != ReportState.DRAFT
    return [
        (bool(document and document.number_raw), _("Văn bản có số, ngày ban hành trong kho")),
        (package.has_body, _("Có tệp của văn bản và các phụ lục")),
        (letter is not None, _("Lập công văn")),
        (is_approved, _("Duyệt công văn")),
        (bool(package.letter_number), _("Công văn có số")),
        (bool(submission and submission.sent_at), _("Gửi hồ sơ")),
    ]
