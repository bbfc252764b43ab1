"""`tiendo parse FILE…`: one JSON object per file on stdout; needs no database."""

import argparse

from tiendo.cli.words import _
from vanban.command import run


def main(arguments: list[str]) -> int:
    """Prints what was understood; odd text is part of that, an unreadable file exits with 2."""
    options = build_parser().parse_args(arguments)
    return run(options.files, "json", "tiendo", options.jobs)


def build_parser() -> argparse.ArgumentParser:
    """The arguments of the verb."""
    parser = argparse.ArgumentParser(
        prog="tiendo parse", description=_("Đọc hiểu văn bản hành chính và in kết quả dạng JSON")
    )
    files = _("tệp .docx, .pdf, .xlsx, .txt, .html, ảnh quét")
    parser.add_argument("files", nargs="+", metavar="FILE", help=files)
    parser.add_argument("--json", action="store_true", help=_("in JSON (mặc định)"))
    parser.add_argument(
        "--jobs", type=int, metavar="N", help=_("số tiến trình (mặc định: mọi lõi)")
    )
    return parser
