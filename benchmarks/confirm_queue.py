"""`bench confirm-queue`: the first page of claims to confirm, at the size of a province.

As the coordinator and as the People's Committee's office. The ratio is that of the worst role
with anything to confirm, against the floor of `_confirm_urls.py`.
"""

from typing import Any

from benchmarks._pages import Application, compare, count_queries, request, sign_in
from benchmarks._province import fill

NEEDS_DATABASE = True
PATH = "/nhiem-vu/cho-xac-nhan/"
# role → account, the body it confirms for
ROLES = {
    "coordinator": ("dieuphoi", "so-khoa-hoc-va-cong-nghe"),
    "office": ("vanphong", "van-phong-ubnd-tinh"),
}


def main() -> dict[str, object]:
    """The seconds of the worst role, its floor and the ratio."""
    from django.conf import settings
    from django.core.wsgi import get_wsgi_application

    from tiendo.cli.frontend import collect_static, ensure_frontend

    ensure_frontend()
    collect_static()
    fill()
    claim_more()
    settings.ROOT_URLCONF = "benchmarks._confirm_urls"
    application: Any = get_wsgi_application()
    measured = [seconds for role in ROLES if (seconds := measure(application, role))]
    page, floor = max(measured, key=lambda pair: pair[0] / pair[1])
    return {
        "name": "confirm-queue",
        "value": round(page, 5),
        "floor": round(floor, 5),
        "ratio": round(page / floor, 2),
        "unit": "s",
    }


def claim_more() -> None:
    """Claims approved by their heads until a whole page waits for the coordinator."""
    from tiendo.accounts.models import Membership, RoleCode, User
    from tiendo.accounts.queries import load_actor
    from tiendo.domain import clock
    from tiendo.tasks.actions import NewEvidence, approve, claim
    from tiendo.tasks.models import Task
    from tiendo.tasks.queries import with_lead
    from tiendo.tasks.queries.confirming import waiting_for_confirmation
    from tiendo.workspace.views.confirm_queue import PER_PAGE

    today = clock.today()
    coordinator = load_actor(User.objects.get(username=ROLES["coordinator"][0]), today)
    missing = PER_PAGE - waiting_for_confirmation(coordinator, today).count()
    posts = Membership.objects.filter(role=RoleCode.UNIT_HEAD, validity__contains=today)
    heads = {post.organisation_id: post.user for post in posts.select_related("user")}
    confirmed_there = Task.objects.filter(
        lifecycle="live",
        recurrence="",
        assignments__part="confirm",
        assignments__organisation__slug=ROLES["coordinator"][1],
    )
    for task in with_lead(confirmed_there, today).order_by("pk")[: 4 * PER_PAGE]:
        head = heads.get(getattr(task, "lead_id", None) or 0)
        if missing <= 0 or head is None:
            continue
        by = load_actor(head, today)
        proof = [NewEvidence(document_number=f"{task.pk}/QĐ-UBND", document_date=today)]
        approve(task=claim(task=task, done_on=today, evidence=proof, by=by), by=by)
        missing -= 1


def measure(application: Application, role: str) -> tuple[float, float] | None:
    """Median seconds of the page and of its floor for one role; None where nothing waits."""
    account, body = ROLES[role]
    cookie = sign_in(account)

    def page() -> bytes:
        return request(application, PATH, cookie)

    def floor() -> bytes:
        return request(application, f"/floor/confirm-queue/?body={body}", cookie)

    rows = page().count(b'name="pick"'), floor().count(b"<tr>")
    if not rows[0]:
        print(f"{role}: nothing waits")
        return None
    seconds = compare(page, floor)
    print(
        f"{role}: {seconds[0] * 1000:.1f} ms, floor {seconds[1] * 1000:.1f} ms, "
        f"ratio {seconds[0] / seconds[1]:.2f}, rows {rows[0]} and {rows[1]}, "
        f"queries {count_queries(page)} and {count_queries(floor)}, {len(page()) // 1024} KiB"
    )
    return seconds
