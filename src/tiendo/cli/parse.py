"""`tiendo parse FILE…`: one JSON object per file on stdout; needs no database."""

import argparse
import json
import sys
from pathlib import Path

import vanban
from tiendo.cli.unreadable import describe_unreadable
from tiendo.cli.words import _
from vanban.errors import UnreadableFile


def main(arguments: list[str]) -> int:
    """Prints what was understood; odd text is part of that, an unreadable file exits with 2."""
    options = build_parser().parse_args(arguments)
    unreadable = 0
    for name in options.files:
        try:
            line = parse_file(Path(name))
        except (UnreadableFile, OSError) as error:
            unreadable += 1
            print(f"tiendo: {name}: {describe_unreadable(error)}", file=sys.stderr)
        else:
            print(line, flush=True)
    return 2 if unreadable else 0


def build_parser() -> argparse.ArgumentParser:
    """The arguments of the verb."""
    parser = argparse.ArgumentParser(
        prog="tiendo parse", description=_("Đọc hiểu văn bản hành chính và in kết quả dạng JSON")
    )
    parser.add_argument("files", nargs="+", metavar="FILE", help=_("tệp .txt hoặc .docx"))
    parser.add_argument("--json", action="store_true", help=_("in JSON (mặc định)"))
    return parser


def parse_file(path: Path) -> str:
    """The JSON object of one file, on one line."""
    parsed = vanban.parse(vanban.read(path))
    return json.dumps(vanban.to_json(parsed), ensure_ascii=False)
