"""`vanban FILE…`: what a document says, as a table to read or as JSON, XML, Markdown or text."""

from __future__ import annotations

import argparse
import datetime as dt
import json
import os
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import partial
from gettext import gettext as _
from pathlib import Path

from vanban.akoma import to_akoma_ntoso
from vanban.errors import UnreadableFile
from vanban.markdown import to_markdown
from vanban.models import KnownDocument, ParsedDocument
from vanban.parse import parse
from vanban.readers import read
from vanban.serialise import to_json
from vanban.summary import summarise
from vanban.unreadable import describe_unreadable

STANDARD_INPUT = "-"


def _json_line(parsed: ParsedDocument) -> str:
    return json.dumps(to_json(parsed), ensure_ascii=False) + "\n"


def _text(parsed: ParsedDocument) -> str:
    return parsed.text.content + "\n"


# How a document is written, by the name of its option, with the ending of its file.
FORMS: Mapping[str, tuple[Callable[[ParsedDocument], str], str]] = {
    "table": (summarise, ".txt"),
    "json": (_json_line, ".json"),
    "akn": (to_akoma_ntoso, ".xml"),
    "markdown": (to_markdown, ".md"),
    "text": (_text, ".txt"),
}


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one file: the words to print, or why there are none."""

    name: str
    written: str | None
    problem: str | None = None


def main(arguments: Sequence[str] | None = None) -> int:
    """Prints what was understood; 2 where a file could not be read, the others are printed."""
    options = _build_parser().parse_args(arguments)
    try:
        register = load_register(options.register) if options.register else ()
    except (OSError, ValueError, KeyError, TypeError) as error:
        words = _("sổ văn bản không đọc được")
        sys.stderr.write(f"vanban: {options.register}: {words}: {error}\n")
        return 2
    return run(options.files, options.form, "vanban", options.jobs, register, options.out)


def run(
    files: Sequence[str],
    form: str,
    program: str,
    jobs: int | None = None,
    register: Sequence[KnownDocument] = (),
    folder: Path | None = None,
) -> int:
    """Reads the files, on all cores where there are several, and writes them in their order."""
    unreadable = 0
    for outcome in outcomes(files, form, jobs, register):
        if outcome.written is None:
            unreadable += 1
            sys.stderr.write(f"{program}: {outcome.name}: {outcome.problem}\n")
        elif folder is None:
            sys.stdout.write(outcome.written)
            sys.stdout.flush()
        else:
            _write(folder, outcome, FORMS[form][1])
    return 2 if unreadable else 0


def outcomes(
    files: Sequence[str],
    form: str,
    jobs: int | None = None,
    register: Sequence[KnownDocument] = (),
) -> Iterator[Outcome]:
    """What became of each file, in their order; ``jobs`` is the number of processes."""
    work = partial(read_one, form=form, register=tuple(register))
    count = min(jobs or os.cpu_count() or 1, len(files))
    if count <= 1 or STANDARD_INPUT in files:
        yield from map(work, files)
        return
    with ProcessPoolExecutor(count) as pool:
        yield from pool.map(work, files)


def read_one(name: str, form: str, register: Sequence[KnownDocument] = ()) -> Outcome:
    """One file read, understood and written."""
    try:
        text = read(sys.stdin.buffer.read() if name == STANDARD_INPUT else Path(name))
    except (UnreadableFile, OSError) as error:
        return Outcome(name, None, describe_unreadable(error))
    return Outcome(name, FORMS[form][0](parse(text, register)))


def load_register(path: Path) -> tuple[KnownDocument, ...]:
    """The known documents of a JSON file: a list of objects with key, number, date, issuer, title.

    Missing: only the number is needed; the key is the number where it is left out.
    Errors: OSError; ValueError, KeyError or TypeError for another content.
    """
    rows = json.loads(path.read_text(encoding="utf-8"))
    return tuple(_known(row) for row in rows)


def _known(row: Mapping[str, str | None]) -> KnownDocument:
    number, day = row["number"] or "", row.get("date")
    date = dt.date.fromisoformat(day) if day else None
    key = row.get("key") or number
    return KnownDocument(key, number, date, row.get("issuer"), row.get("title"))


def _write(folder: Path, outcome: Outcome, ending: str) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    stem = "stdin" if outcome.name == STANDARD_INPUT else Path(outcome.name).name
    (folder / (stem + ending)).write_text(outcome.written or "", encoding="utf-8")


def _build_parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="vanban",
        description=_("Đọc hiểu văn bản hành chính: .docx, .pdf, bản quét, .xlsx, .txt, .html"),
    )
    parser.add_argument("files", nargs="+", metavar="FILE", help=_("tệp; “-” là đầu vào chuẩn"))
    forms = parser.add_mutually_exclusive_group()
    words = {
        "json": _("JSON theo lược đồ kèm theo, mỗi tệp một dòng"),
        "akn": _("XML Akoma Ntoso 3.0"),
        "markdown": _("Markdown"),
        "text": _("chỉ phần chữ đã đọc"),
    }
    for form, help_ in words.items():
        forms.add_argument(f"--{form}", dest="form", action="store_const", const=form, help=help_)
    parser.set_defaults(form="table")
    parser.add_argument(
        "--register", type=Path, metavar="FILE", help=_("sổ văn bản đã biết (JSON) để đối chiếu")
    )
    parser.add_argument("--out", type=Path, metavar="DIR", help=_("ghi mỗi tệp vào thư mục này"))
    parser.add_argument(
        "--jobs", type=int, metavar="N", help=_("số tiến trình (mặc định: mọi lõi)")
    )
    return parser
