"""`tiendo sealer`: hashes new events of the trail into the chain, one process per installation."""

import argparse
import signal
import threading

from tiendo.cli.children import end_with_parent
from tiendo.cli.database import open_database, require_schema, set_up_django
from tiendo.cli.words import _


def main(arguments: list[str]) -> int:
    """Seals every few seconds until it is told to stop, once more at the end; or just once."""
    parser = argparse.ArgumentParser(prog="tiendo sealer", description=_("Niêm phong nhật ký"))
    parser.add_argument("--every", type=float, default=5.0, help=_("số giây giữa hai lần"))
    parser.add_argument("--once", action="store_true", help=_("chạy một lần rồi thoát"))
    options = parser.parse_args(arguments)
    stopped = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_signal: stopped.set())
    end_with_parent()
    with open_database():
        set_up_django()
        require_schema()
        from tiendo.audit.sealer import seal_pending

        while not (options.once or stopped.wait(options.every)):
            seal_pending()
        seal_pending()
    return 0
