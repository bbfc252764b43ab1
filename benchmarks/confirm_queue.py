"""`bench confirm-queue`: the first page of claims to confirm, at the size of a province.

As the coordinator and as the People's Committee's office. The ratio is that of the worst role
with anything to confirm, against the floor of `_confirm_urls.py`.
"""

from benchmarks._pages import measure_as, open_application, request, sign_in, worst_of

NEEDS_DATABASE = True
NAME = "confirm-queue"
PATH = "/nhiem-vu/cho-xac-nhan/"
# role → account, the body it confirms for
ROLES = {
    "coordinator": ("dieuphoi", "so-khoa-hoc-va-cong-nghe"),
    "office": ("vanphong", "van-phong-ubnd-tinh"),
}


def main() -> dict[str, object]:
    """The seconds of the worst role, its floor and the ratio."""
    application = open_application("benchmarks._confirm_urls")
    claim_more()
    waiting = [
        (role, whose)
        for role, whose in ROLES.items()
        if count_claims(request(application, PATH, sign_in(whose[0])))
    ]
    return worst_of(
        NAME, [measure_as(application, NAME, PATH, each, count_claims) for each in waiting]
    )


def count_claims(body: bytes) -> int:
    """How many claims a page offers."""
    return body.count(b'name="pick"')


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
