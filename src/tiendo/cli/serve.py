"""`tiendo serve`: the web server, one blocking thread per worker process."""

import argparse
import logging
import os

from tiendo.cli.children import end_with_parent
from tiendo.cli.database import open_database, require_schema, set_up_django
from tiendo.cli.words import _

# A page waits for the database half of its time, and holds up those behind it: with two processes
# for each core the slowest twentieth of pages takes three quarters of the time (bench load).
WORKERS = min(4, 2 * (os.cpu_count() or 1))


def main(arguments: list[str]) -> int:
    """Serves until it is told to stop."""
    parser = argparse.ArgumentParser(prog="tiendo serve", description=_("Chạy máy chủ web"))
    parser.add_argument("--host", default="127.0.0.1", help=_("địa chỉ lắng nghe"))
    parser.add_argument("--port", type=int, default=8000, help=_("cổng (mặc định 8000)"))
    parser.add_argument("--workers", type=int, default=WORKERS)
    options = parser.parse_args(arguments)
    end_with_parent()
    with open_database():
        from tiendo.cli.frontend import collect_static, ensure_frontend

        ensure_frontend()
        set_up_django()
        require_schema()
        collect_static()
        run_server(options.host, options.port, options.workers)
    return 0


def run_server(host: str, port: int, workers: int) -> None:
    """Granian over WSGI; each worker answers one request at a time, as the ORM is synchronous."""
    from granian.constants import Interfaces
    from granian.log import LogLevels
    from granian.server import Server

    logging.getLogger("_granian").addFilter(_is_news)
    Server(
        "tiendo.config.wsgi:application",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=workers,
        blocking_threads=1,
        websockets=False,
        respawn_failed_workers=True,
        workers_kill_timeout=5,
        log_level=LogLevels.warning,
    ).serve()


def _is_news(entry: logging.LogRecord) -> bool:
    """That there are more workers than cores is meant so, and said at each start otherwise."""
    return "number of workers" not in str(entry.msg)
