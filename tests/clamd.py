"""A small clamd on loopback that speaks the real protocol: VERSION and INSTREAM, NUL-terminated.

Source: clamd(8). It knows one threat, the EICAR test string, which is no virus.
"""

from __future__ import annotations

import socketserver
import struct
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$" + rb"EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
VERSION = b"ClamAV 1.0.7/27450/Mon Nov 10 09:30:00 2025"


class _Clamd(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True
    limit = 100 * 1024 * 1024
    answer: bytes | None = None
    scanned = 0


class _Conversation(socketserver.BaseRequestHandler):
    server: _Clamd

    def handle(self) -> None:
        command = self._command()
        if command == b"VERSION":
            self.request.sendall(VERSION + b"\0")
        elif command == b"INSTREAM":
            self.request.sendall(self._scan() + b"\0")
        else:
            self.request.sendall(b"UNKNOWN COMMAND\0")

    def _command(self) -> bytes:
        if self.request.recv(1) != b"z":
            return b""
        found = b""
        while not found.endswith(b"\0"):
            found += self.request.recv(1)
        return found[:-1]

    def _scan(self) -> bytes:
        content = b""
        while size := struct.unpack(">I", self._exactly(4))[0]:
            if len(content) + size > self.server.limit:
                return b"INSTREAM size limit exceeded. ERROR"
            content += self._exactly(size)
        self.server.scanned += 1
        if self.server.answer is not None:
            return self.server.answer
        return b"stream: Eicar-Signature FOUND" if EICAR in content else b"stream: OK"

    def _exactly(self, size: int) -> bytes:
        found = b""
        while len(found) < size:
            piece = self.request.recv(size - len(found))
            if not piece:
                raise ConnectionError("the client went away in the middle of a piece")
            found += piece
        return found


@contextmanager
def fake_clamd() -> Iterator[Any]:
    """A running server; ``address`` is what TIENDO_VIRUS_SCAN would say."""
    with _Clamd(("127.0.0.1", 0), _Conversation) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        server.address = f"tcp://127.0.0.1:{server.server_address[1]}"  # type: ignore[attr-defined]
        try:
            yield server
        finally:
            server.shutdown()
