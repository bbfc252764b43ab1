"""`tiendo analytics facts|check|spark`: writes facts, checks them, holds Spark against DuckDB."""

import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from tiendo.cli.database import open_database, require_schema, set_up_django
from tiendo.cli.errors import CommandError
from tiendo.cli.words import _
from tiendo.config.environment import ROOT

if TYPE_CHECKING:
    from tiendo.analytics import Facts

CLUSTER = ROOT / "src" / "tiendo" / "analytics" / "spark_cluster.py"
NOT_THE_SAME = 1
# A Spark that was just started may take its first call late.
STARTING_S = 120.0


def main(arguments: list[str]) -> int:
    """Exit code 1 where the two engines differ."""
    verbs = {"facts": write, "check": check, "spark": compare_spark}
    if len(arguments) != 1 or arguments[0] not in verbs:
        raise CommandError(_("cách dùng: ./tiendo analytics facts | check | spark"))
    return verbs[arguments[0]]()


def write() -> int:
    """Write all facts anew now, and compute what pages show of them."""
    with open_database():
        set_up_django()
        require_schema()
        from tiendo.analytics import AnalyticsError
        from tiendo.analytics.facts import write_facts
        from tiendo.analytics.models import StoredAnalysis
        from tiendo.analytics.stored import compute_stored

        try:
            run = write_facts()
        except AnalyticsError as error:
            raise CommandError(str(error)) from error
        print(
            _("Đã ghi %(rows)d dòng (%(bytes)d byte) vào %(folder)s.")
            % {"rows": run.rows_count, "bytes": run.bytes_count, "folder": run.folder}
        )
        if compute_stored():
            failed = StoredAnalysis.objects.exclude(problem="")
            raise CommandError("\n".join(f"{each.name}: {each.problem}" for each in failed))
    return 0


def check() -> int:
    """Compare every file of the last facts with their manifest."""
    facts = _last_facts()
    from tiendo.analytics import AnalyticsError

    try:
        for table in facts.manifest.tables:
            print(f"{table}: {facts.manifest.tables[table].rows} / {len(facts.files(table))}")
    except AnalyticsError as error:
        raise CommandError(str(error)) from error
    print(_("Dữ liệu phân tích nguyên vẹn: %(folder)s") % {"folder": facts.folder})
    return 0


def compare_spark() -> int:
    """Every analysis on a Spark of this machine and on DuckDB."""
    facts = _last_facts()
    from tiendo.analytics import AnalyticsError, SparkConnect
    from tiendo.analytics.comparing import compare

    differing = 0
    try:
        with spark() as url:
            engine = SparkConnect(url, within_s=STARTING_S)
            for one in compare(facts, engine, facts.manifest.made_at):
                differing += not one.is_same
                mark = "=" if one.is_same else "≠"
                seconds = f"DuckDB {one.duckdb_s:.2f} s, Spark {one.other_s:.2f} s"
                print(f"{mark} {one.name}: {one.rows}; {seconds}")
    except AnalyticsError as error:
        raise CommandError(str(error)) from error
    print(_("%(number)d phép phân tích cho kết quả khác nhau.") % {"number": differing})
    return NOT_THE_SAME if differing else 0


def _last_facts() -> "Facts":
    set_up_django()
    from django.conf import settings

    from tiendo.analytics import AnalyticsError, open_facts

    try:
        return open_facts(settings.FACTS_ROOT)
    except AnalyticsError as error:
        raise CommandError(str(error)) from error


@contextmanager
def spark() -> Iterator[str]:
    """The address of a Spark of one's own, while the block lasts."""
    uv, java = shutil.which("uv") or own_uv(), shutil.which("java")
    if uv is None or java is None:
        raise CommandError(
            _("cần uv và Java 17. Trên Debian/Ubuntu: apt-get install openjdk-17-jre-headless")
        )
    alone = ["run", "--quiet", "--isolated", "--frozen", "--only-group", "spark-server"]
    process = subprocess.Popen(  # noqa: S603 - our own program
        [uv, *alone, "python", str(CLUSTER)],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=sys.stderr,
        text=True,
    )
    assert process.stdout is not None and process.stdin is not None  # noqa: S101 - both are pipes
    try:
        url = process.stdout.readline().strip()
        if not url:
            raise CommandError(_("Spark không khởi động được; xem các dòng trên"))
        yield url
    finally:
        process.stdin.close()
        process.wait()
        process.stdout.close()


def own_uv() -> str | None:
    """The uv that `./tiendo` installed for itself."""
    path = Path(ROOT, ".uv", "bin", "uv")
    return str(path) if path.exists() else None
