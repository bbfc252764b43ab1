"""Documents that a regime of packages may ask to be sent: found by its rule, a person decides."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet

from tiendo.accounts.actor import Actor
from tiendo.audit.trail import record
from tiendo.documents.models import Document
from tiendo.domain import clock
from tiendo.domain.parameters import parameter_on
from tiendo.domain.periods import ONE_DAY
from tiendo.domain.regime_rules import read_rule
from tiendo.outbox.actions import emit
from tiendo.regimes.actions import begin_event_cycle
from tiendo.regimes.models import Cycle, PackageOffer, RegimeKind, RegimeVersion
from tiendo.regimes.packages.errors import PackageError

LOOK_BACK = "package_look_back_days"
FOUND = "package.found"


def fitting_documents(version: RegimeVersion, on: dt.date) -> Iterator[Document]:
    """The documents issued lately that the rule of a version names, no cycle begun by them.

    Missing: none where the rule names no documents. Cost: one query.
    """
    match = read_rule(version.rule).documents
    if match.is_empty:
        return
    since = max(version.effective.lower, on - parameter_on(LOOK_BACK, on) * ONE_DAY)
    until = min(on, version.effective.upper - ONE_DAY) if version.effective.upper else on
    regime = version.regime_id
    begun = Cycle.objects.filter(version__regime=regime, trigger__isnull=False)
    issued = Document.objects.filter(issued_on__range=(since, until)).exclude(number_raw="")
    waiting = issued.exclude(pk__in=begun.values("trigger")).select_related("issuer")
    for document in waiting.order_by("-issued_on", "pk"):
        issuer = document.issuer.name if document.issuer else document.issuer_text
        if match.fits(document.type_name, issuer, document.title):
            yield document


def offer_packages() -> int:
    """Offer the documents found to be sent, each once, and tell who coordinates; how many.

    Running it twice offers nothing more.
    """
    versions = RegimeVersion.objects.filter(
        regime__kind=RegimeKind.PACKAGE, regime__is_ended=False
    ).select_related("regime__programme")
    return sum(_offer(version) for version in versions.order_by("pk"))


def open_offers() -> QuerySet[PackageOffer]:
    """The offers nobody decided and whose document began no cycle since, the oldest first."""
    begun = Cycle.objects.filter(version__regime=OuterRef("regime"), trigger=OuterRef("document"))
    waiting = PackageOffer.objects.filter(~Exists(begun), decided_at=None)
    return waiting.select_related("document__issuer", "regime__programme")


@transaction.atomic
def confirm_offer(*, by: Actor, offer: PackageOffer) -> Cycle:
    """Begin the cycle of an offered document.

    Errors: PermissionRefused; PackageError offer_decided; RegimeError of beginning.
    """
    by.require("regime.manage")
    current = _undecided(offer)
    cycle = begin_event_cycle(by=by, regime=current.regime, trigger=current.document)
    _decide(current, by, cycle=cycle)
    return cycle


@transaction.atomic
def set_offer_aside(*, by: Actor, offer: PackageOffer, reason: str) -> PackageOffer:
    """Say that an offered document need not be sent, with the reason.

    Errors: PermissionRefused; PackageError offer_decided, offer_reason_missing.
    """
    author = by.require("regime.manage")
    if not reason.strip():
        raise PackageError("offer_reason_missing")
    current = _undecided(offer)
    _decide(current, by, reason=reason.strip())
    after = {"document": current.document_id}
    record(by=author, action="package.set_aside", target=current.regime, after=after,
           reason=current.reason)  # fmt: skip
    return current


@transaction.atomic
def _offer(version: RegimeVersion) -> int:
    """Offer what one version names and was not offered yet."""
    known = set(version.regime.offers.values_list("document", flat=True))
    fresh = [each for each in fitting_documents(version, clock.today()) if each.pk not in known]
    for document in fresh:
        offer, is_new = PackageOffer.objects.get_or_create(
            regime=version.regime, document=document, defaults={"found_at": clock.now()}
        )
        if is_new:
            title = f"{document}: {version.regime.title}"
            bodies = [version.regime.programme.coordinator_id]
            emit(FOUND, target=offer, bodies=bodies, payload={"title": title})
    return len(fresh)


def _undecided(offer: PackageOffer) -> PackageOffer:
    rows = PackageOffer.objects.select_for_update(of=("self",)).select_related("regime", "document")
    current = rows.get(pk=offer.pk)
    if current.decided_at is not None:
        raise PackageError("offer_decided")
    return current


def _decide(
    offer: PackageOffer, by: Actor, *, cycle: Cycle | None = None, reason: str = ""
) -> None:
    offer.cycle, offer.reason = cycle, reason
    offer.decided_by_id, offer.decided_at = by.user_id, clock.now()
    offer.save(update_fields=["cycle", "reason", "decided_by", "decided_at"])
