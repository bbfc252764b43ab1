"""`tiendo audit verify` finds any change, gap or reorder in the trail; `pack` checks a pack."""

from pathlib import Path

from tiendo.cli.database import open_database, require_schema, set_up_django
from tiendo.cli.errors import CommandError
from tiendo.cli.words import _

NOT_INTACT = 1


def main(arguments: list[str]) -> int:
    """Prints what was verified and what does not hold; exit code 1 when anything does not."""
    if arguments[:1] == ["pack"] and len(arguments) == 2:
        return check(Path(arguments[1]))
    if arguments != ["verify"]:
        raise CommandError(_("cách dùng: ./tiendo audit verify, hoặc ./tiendo audit pack TỆP.zip"))
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


def check(path: Path) -> int:
    """Check an evidence pack against itself and against the roots exported here; no database."""
    set_up_django()
    from tiendo.audit.chain import read_exported
    from tiendo.inspections.pack_check import check_pack
    from tiendo.inspections.pack_words import problem_words

    if not path.is_file():
        raise CommandError(_("không có tệp %(path)s") % {"path": path})
    roots = {line.number: line.root for line in read_exported()}
    try:
        report = check_pack(path, roots)
    except ValueError as error:
        raise CommandError(
            _("%(path)s không phải hồ sơ minh chứng: %(why)s") % {"path": path, "why": error}
        ) from error
    print(f"SHA-256 {report.sha256}")
    print(
        _(
            "Đã kiểm tra %(entries)d tệp, %(events)d sự kiện (%(unsealed)d chờ niêm phong khi "
            "lập), %(batches)d lô; %(compared)d gốc niêm phong đối chiếu được."
        )
        % {
            "entries": report.entries,
            "events": report.events,
            "unsealed": report.unsealed,
            "batches": report.batches,
            "compared": report.roots_compared,
        }
    )
    for problem in report.problems:
        print(f"- [{problem.code}] {problem_words(problem)}")
    print(_("Hồ sơ nguyên vẹn.") if report.is_intact else _("Hồ sơ KHÔNG nguyên vẹn."))
    return 0 if report.is_intact else NOT_INTACT
