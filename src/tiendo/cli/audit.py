"""`tiendo audit verify`: finds any change, gap or reorder in the trail."""

from tiendo.cli.database import open_database, require_schema, set_up_django
from tiendo.cli.errors import CommandError
from tiendo.cli.words import _

NOT_INTACT = 1


def main(arguments: list[str]) -> int:
    """Prints what was verified and what does not hold; exit code 1 when anything does not."""
    if arguments != ["verify"]:
        raise CommandError(_("cách dùng: ./tiendo audit verify"))
    with open_database():
        set_up_django()
        require_schema()
        return verify()


def verify() -> int:
    """The check itself, against the database that is open."""
    from tiendo.audit.messages import message
    from tiendo.audit.verify import verify_trail

    report = verify_trail()
    print(
        _("Đã kiểm tra %(events)d sự kiện trong %(batches)d lô; %(pending)d chờ niêm phong.")
        % {"events": report.events, "batches": report.batches, "pending": report.pending}
    )
    for problem in report.problems:
        print(f"- [{problem.code}] {message(problem)}")
    print(_("Nhật ký nguyên vẹn.") if report.is_intact else _("Nhật ký KHÔNG nguyên vẹn."))
    return 0 if report.is_intact else NOT_INTACT
