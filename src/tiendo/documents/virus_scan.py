"""Asking a virus scanner about a file: clamd by its INSTREAM protocol, or a program.

The scanner is another process of the installation's own choice (TIENDO_VIRUS_SCAN). One that does
not answer, or answers what nobody understands, has not cleared the file.
Source: clamd(8), commands INSTREAM and VERSION; exit codes of clamscan(1).
"""

from __future__ import annotations

import contextlib
import shlex
import socket
import struct
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import PurePath
from typing import IO
from urllib.parse import urlsplit

CHUNK = 64 * 1024
SECONDS = 60
# What a scanner may say of itself or of a threat; more is cut.
_LONGEST_REPLY = 4096


class NoAnswer(Exception):
    """The scanner did not say whether the file is clean; the text is for the operator's log."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a scanner says of a file. ``threat`` is empty for a clean one.

    Missing: ``signatures`` is empty where the scanner does not tell its version of them.
    """

    threat: str
    scanner: str
    signatures: str = ""


def scan(file: IO[bytes], address: str) -> Verdict:
    """What the scanner at an address ("tcp://…", "unix:…", "command:…") says of a file.

    The file is sent in pieces, never held whole. Errors: NoAnswer.
    """
    scheme, _colon, rest = address.partition(":")
    file.seek(0)
    try:
        if scheme == "command":
            return _ask_program(file, shlex.split(rest))
        return _ask_clamd(file, address)
    except (OSError, subprocess.SubprocessError) as error:
        raise NoAnswer(str(error)) from error


def version_at(address: str) -> str:
    """What the scanner says of itself, for whoever looks after the machine. Errors: NoAnswer."""
    scheme, _colon, rest = address.partition(":")
    try:
        if scheme == "command":
            return _program_name(shlex.split(rest))
        return " ".join(_version(address)).strip()
    except (OSError, subprocess.SubprocessError) as error:
        raise NoAnswer(str(error)) from error


def _ask_clamd(file: IO[bytes], address: str) -> Verdict:
    scanner, signatures = _version(address)
    with _connected(address) as link:
        link.sendall(b"zINSTREAM\0")
        # Over its limit clamd answers and closes while more is still being sent.
        with contextlib.suppress(BrokenPipeError, ConnectionResetError):
            while piece := file.read(CHUNK):
                link.sendall(struct.pack(">I", len(piece)) + piece)
            link.sendall(struct.pack(">I", 0))
        answer = _reply(link)
    words = answer.removeprefix("stream:").strip()
    if words == "OK":
        return Verdict("", scanner, signatures)
    if words.endswith(" FOUND"):
        return Verdict(words.removesuffix(" FOUND").strip() or "?", scanner, signatures)
    raise NoAnswer(answer or "no answer")


def _version(address: str) -> tuple[str, str]:
    """ "ClamAV 1.0.7/27450/Mon Nov 11 …" as the scanner and its signatures."""
    with _connected(address) as link:
        link.sendall(b"zVERSION\0")
        scanner, _slash, signatures = _reply(link).partition("/")
    if not scanner:
        raise NoAnswer("no version")
    return scanner[:100], signatures[:100]


@contextlib.contextmanager
def _connected(address: str) -> Iterator[socket.socket]:
    parts = urlsplit(address)
    if parts.scheme == "tcp":
        link = socket.create_connection((parts.hostname or "", parts.port or 3310), SECONDS)
    else:
        link = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        link.settimeout(SECONDS)
    with link:
        if parts.scheme != "tcp":
            link.connect(parts.path)
        yield link


def _reply(link: socket.socket) -> str:
    found = b""
    while b"\0" not in found and len(found) < _LONGEST_REPLY:
        piece = link.recv(1024)
        if not piece:
            break
        found += piece
    return found.partition(b"\0")[0].decode("utf-8", "replace").strip()


def _ask_program(file: IO[bytes], command: list[str]) -> Verdict:
    """A program that reads the file from its input: 0 is clean, 1 a threat, others no answer."""
    done = subprocess.run(  # noqa: S603 - the operator's own command, no shell
        command, stdin=file, capture_output=True, timeout=SECONDS, check=False
    )
    words = done.stdout[:_LONGEST_REPLY].decode("utf-8", "replace").strip()
    if done.returncode == 0:
        return Verdict("", _program_name(command))
    if done.returncode == 1:
        threat = words.splitlines()[0] if words else ""
        return Verdict(_threat_in(threat), _program_name(command))
    raise NoAnswer(f"exit code {done.returncode}")


def _threat_in(line: str) -> str:
    """ "stream: Eicar-Signature FOUND" as the name alone."""
    return line.partition(":")[2].strip().removesuffix(" FOUND").strip() or line or "?"


def _program_name(command: list[str]) -> str:
    if not command:
        raise NoAnswer("no command")
    return PurePath(command[0]).name[:100]
