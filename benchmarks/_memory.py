"""How much memory processes hold, as Linux tells it."""

import os
from pathlib import Path

KIB_A_MIB = 1024


def reset_peak() -> None:
    """Begin anew to watch what this process holds at most."""
    Path("/proc/self/clear_refs").write_text("5", encoding="ascii")


def peak_mib() -> float:
    """The most this process held since the watch began."""
    return _field(Path("/proc/self/status"), "VmHWM") / KIB_A_MIB


def share_mib(pids: list[int]) -> float:
    """What processes hold together, pages they share counted once (PSS)."""
    return sum(_field(Path(f"/proc/{pid}/smaps_rollup"), "Pss") for pid in pids) / KIB_A_MIB


def family(pid: int) -> list[int]:
    """A process with all that descend from it."""
    parents: dict[int, list[int]] = {}
    for each in filter(str.isdigit, os.listdir("/proc")):
        try:
            stat = Path(f"/proc/{each}/stat").read_text(encoding="utf-8", errors="replace")
        except OSError:
            continue
        parents.setdefault(int(stat.rpartition(")")[2].split()[1]), []).append(int(each))
    found = [pid]
    for each in found:
        found.extend(parents.get(each, []))
    return found


def _field(path: Path, name: str) -> int:
    """A line of a table of the kernel, in KiB; 0 where the process has just ended."""
    try:
        lines = path.read_text(encoding="ascii").splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) for line in lines if line.startswith(f"{name}:")), 0)
