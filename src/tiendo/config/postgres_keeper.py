"""The parent of the embedded server: stops it when its last user is gone, however it went.

Run as `python -m tiendo.config.postgres_keeper FOLDER COMMAND…`.
"""

import fcntl
import os
import signal
import subprocess
import sys
import threading
from pathlib import Path

from tiendo.config.postgres_postmaster import stop_postmaster


def main() -> None:
    """Starts the server, waits for the exclusive lock on its users, stops the server."""
    folder, command = Path(sys.argv[1]), sys.argv[2:]
    server = subprocess.Popen(command, stdin=subprocess.DEVNULL)  # noqa: S603
    signal.signal(signal.SIGTERM, lambda *_: stop_postmaster(folder / "cluster"))
    threading.Thread(target=_end_with, args=(server,), daemon=True).start()
    with (folder / "users.lock").open("a", encoding="utf-8") as users:
        fcntl.flock(users, fcntl.LOCK_EX)
        stop_postmaster(folder / "cluster")
        server.wait(timeout=5)


def _end_with(server: "subprocess.Popen[bytes]") -> None:
    """Ends the keeper when the server ends by itself."""
    os._exit(server.wait())


if __name__ == "__main__":
    main()
