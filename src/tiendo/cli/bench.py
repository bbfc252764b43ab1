"""`tiendo bench NAME`: runs one benchmark; the last line on stdout is its JSON result.

A benchmark is benchmarks/NAME.py with `main() -> dict` (name, value, floor, ratio, unit) and,
where it needs one, `NEEDS_DATABASE = True`: it then gets the database kept for measuring. With
`FILLS_DATABASE = True` besides it gets one made anew, for what it writes would slow the others.
With `TAKES_OPTIONS = True` its main takes the words after the name.
"""

import importlib.util
import json
import os
import shutil
import sys
from collections.abc import Callable
from contextlib import redirect_stdout
from functools import partial
from pathlib import Path
from types import ModuleType

from tiendo.cli.database import open_database, require_schema, set_up_django
from tiendo.cli.errors import CommandError
from tiendo.cli.words import _
from tiendo.config.environment import ROOT

FOLDER = ROOT / "benchmarks"
DATA = ROOT / "build" / "bench-data"
ANEW = ROOT / "build" / "bench-anew"


def main(arguments: list[str]) -> int:
    """Runs it; the exit code is 0 also where a bar is missed."""
    if not arguments:
        raise CommandError(_("cần tên một phép đo: %(names)s") % {"names": ", ".join(find_names())})
    name, *options = arguments
    module = load(name)
    takes_options = getattr(module, "TAKES_OPTIONS", False)
    if options and not takes_options:
        raise CommandError(_("phép đo “%(name)s” không nhận tùy chọn") % {"name": name})
    leave_installation(anew=getattr(module, "FILLS_DATABASE", False))
    measure = partial(module.main, options) if takes_options else module.main
    with redirect_stdout(sys.stderr):
        result = run(measure, getattr(module, "NEEDS_DATABASE", False))
    print(json.dumps(result, ensure_ascii=False))
    return 0


def find_names() -> list[str]:
    """The benchmarks there are."""
    return sorted(path.stem.replace("_", "-") for path in FOLDER.glob("[!_]*.py"))


def load(name: str) -> ModuleType:
    """The module of one benchmark."""
    if name not in find_names():
        raise CommandError(
            _("không có phép đo “%(name)s”. Các phép đo: %(names)s")
            % {"name": name, "names": ", ".join(find_names())}
        )
    return _load_file(FOLDER / f"{name.replace('-', '_')}.py")


def _load_file(path: Path) -> ModuleType:
    sys.path.insert(0, str(ROOT))
    spec = importlib.util.spec_from_file_location(f"benchmarks.{path.stem}", path)
    if spec is None or spec.loader is None:
        raise CommandError(_("không nạp được %(path)s") % {"path": path})
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def leave_installation(*, anew: bool = False) -> None:
    """A benchmark fills its database: never the operator's."""
    for name in ("TIENDO_DATA", "DATABASE_URL", "MIGRATION_DATABASE_URL"):
        os.environ.pop(name, None)
        os.environ.pop(f"{name}_FILE", None)
    if anew:
        shutil.rmtree(ANEW, ignore_errors=True)
    os.environ["TIENDO_DATA"] = str(ANEW if anew else DATA)


def run(measure: Callable[[], object], needs_database: bool) -> object:
    """Its result, with a database where it needs one."""
    if not needs_database:
        return measure()
    with open_database():
        set_up_django()
        require_schema()
        return measure()
