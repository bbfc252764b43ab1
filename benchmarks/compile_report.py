"""`bench compile-report`: the reports of 122 bodies compiled into one, and the page of that report.

Each source has 300 figures, 5 kB of words and 200 kB of composed content, which compiling must not
load: the most the process holds is told for 12 and for 122 sources, with the queries of each. The
ratio is that of the compiled report's page beside its floor (`_compile_urls.py`); the other pages
and files of both reports are told beside it.
"""

import datetime as dt
import time
from typing import Any

from benchmarks._memory import peak_mib, reset_peak
from benchmarks._pages import (
    Application,
    count_queries,
    measure_as,
    open_application,
    request,
    sign_in,
    time_call,
    worst_of,
)

NEEDS_DATABASE = True
NAME = "compile"
SOURCES = 122
FIGURES = 300
CONTENT_KB = 200
ACCOUNT = "dieuphoi"
WORDS = (
    "Trong kỳ đã ban hành Quyết định số {number}/QĐ-UBND ngày 05/10/2025 và tổ chức thực hiện các "
    "nhiệm vụ được giao theo kế hoạch.\n"
) * 35
OTHERS = (
    "/bao-cao/{pk}/kiem-tra/",
    "/tong-hop/{pk}/loi-van/assessment/",
    "/tong-hop/{pk}/khac-nhau/",
    "/bao-cao/{pk}/so-lieu/",
    "/bao-cao/{pk}/so-lieu/tasks.total/",
    "/bao-cao/{pk}/nguon-goc.json",
    "/bao-cao/{pk}/nguon-goc.xlsx",
)
KEYS = ("tasks.total", "tasks.done_on_time", "tasks.done_late", "tasks.overdue")


def main() -> dict[str, object]:
    """The seconds of the page, its floor and the ratio; what compiling takes is printed."""
    application = open_application("benchmarks._compile_urls")
    sources = make_sources()
    made: list[Any] = []
    try:
        made += [tell_compiling(sources[: SOURCES // 10]), tell_compiling(sources)]
        print(f"figures of the compiled report: {made[-1].figures.count()}")
        pages = [
            measure_as(
                application, NAME, f"/bao-cao/{each.pk}/", ("coordinator", (ACCOUNT, str(each.pk)))
            )
            for each in made
        ]
        for path in OTHERS:
            tell_other(application, path, made)
    finally:
        clear([*made, *sources])
    return worst_of(NAME, pages[1:])


def tell_other(application: Application, path: str, reports: list[Any]) -> None:
    """Seconds, queries and memory of another page, asked for a second time, of each report."""
    cookie = sign_in(ACCOUNT)
    for report in reports:
        address = path.format(pk=report.pk)

        def ask(address: str = address) -> bytes:
            return request(application, address, cookie)

        queries = count_queries(ask)
        reset_peak()
        before, seconds = peak_mib(), time_call(ask)
        print(f"{address}: {seconds:.2f} s, {queries} queries, {peak_mib() - before:.0f} MiB more")


def clear(reports: list[Any]) -> None:
    """Take the drafts away again; those compiled go first."""
    from tiendo.reporting.models import Figure, Report

    ids = [report.pk for report in reports]
    Figure.objects.filter(report__in=ids).delete()
    for report in Report.objects.filter(pk__in=ids, sources__isnull=False).distinct():
        report.delete()
    Report.objects.filter(pk__in=ids).delete()


def tell_compiling(sources: list[Any]) -> Any:
    """Compile some sources; seconds, queries and memory are printed."""
    from tiendo.reporting.gathering.readings import keep_reading

    made: list[Any] = []

    def compile_once() -> bytes:
        made.append(compile_from(sources))
        return b""

    reset_peak()
    before = peak_mib()
    start = time.perf_counter()
    for source in sources:
        keep_reading(source.pk)
    read = time.perf_counter() - start
    queries = count_queries(compile_once)
    seconds = time.perf_counter() - start
    print(
        f"{len(sources)} sources: {seconds:.1f} s ({read:.1f} of it to read them), "
        f"{queries} queries to compose, "
        f"{peak_mib():.0f} MiB at most, {before:.0f} before"
    )
    return made[-1]


def compile_from(sources: list[Any]) -> Any:
    """The compiled report by the outline that comes with the product."""
    from tiendo.accounts.models import User
    from tiendo.accounts.queries import load_actor
    from tiendo.domain import clock
    from tiendo.reporting.actions import compile_report
    from tiendo.reporting.outlines.starters import COMPILED, install_starter

    by = load_actor(User.objects.get(username=ACCOUNT), clock.today())
    return compile_report(
        by=by,
        programme=sources[0].programme,
        period_start=sources[0].period_start,
        period_end=sources[0].period_end,
        as_of=sources[0].as_of,
        outline=install_starter(COMPILED),
        sources=sources,
    )


def make_sources() -> list[Any]:
    """The reports of bodies as rows: their words, their figures, their content."""
    from tiendo.accounts.models import User
    from tiendo.domain import clock
    from tiendo.organisations.models import Organisation
    from tiendo.programmes.models import Programme
    from tiendo.reporting.models import Figure, Report

    programme = Programme.objects.order_by("pk")[0]
    user, day = User.objects.get(username=ACCOUNT), clock.today()
    bodies = Organisation.objects.filter(validity__contains=day).order_by("pk")[:SOURCES]
    content = {"blocks": ["x" * 1000] * CONTENT_KB}
    made = Report.objects.bulk_create(
        [
            Report(
                programme=programme,
                issuer=body,
                body=body,
                title=f"Báo cáo của {body.name}",
                period_start=day - dt.timedelta(days=180),
                period_end=day,
                as_of=day,
                known_at=clock.now(),
                narrative={"assessment": WORDS.replace("{number}", str(at))},
                content=content,
                product_version="bench",
                created_by=user,
                created_at=clock.now(),
            )
            for at, body in enumerate(bodies, start=1)
        ],
        batch_size=20,
    )
    for report in made:
        Figure.objects.bulk_create(figures_of(report))
    rows = Report.objects.filter(pk__in=[report.pk for report in made])
    return list(rows.defer("content", "narrative").select_related("programme").order_by("pk"))


def figures_of(report: Any) -> list[Any]:
    """Figures as a body's report has them: those of the table, and as many others."""
    from tiendo.reporting.models import Figure

    keys = [*KEYS, *(f"other.n{at}" for at in range(FIGURES - len(KEYS)))]
    return [
        Figure(
            report=report,
            key=key,
            label=f"Số liệu {at}",
            order=at,
            value=at,
            value_state="value",
            unit="nhiệm vụ",
            printed=str(at),
            as_of=report.as_of,
            formula="tasks.total",
            record_type="tasks.task",
            record_ids=list(range(20)),
        )
        for at, key in enumerate(keys)
    ]
