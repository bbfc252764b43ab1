"""The memory that reading and parsing a text takes above the import, in a process of its own.

Run as a program it reads the text from its standard input and prints bytes.
"""

import subprocess
import sys
from pathlib import Path

from tiendo.config.environment import ROOT


def measure_memory(content: str) -> int:
    """Bytes at the peak of reading and parsing, less those of the imported package."""
    command = [sys.executable, "-m", "benchmarks._parse_memory"]
    done = subprocess.run(  # noqa: S603 - our own program
        command, input=content.encode(), stdout=subprocess.PIPE, cwd=ROOT, check=True
    )
    return int(done.stdout)


def _memory(kind: str) -> int:
    """Bytes in memory now (VmRSS) or at most so far (VmHWM).

    Not from getrusage, which counts the program that started this one as well.
    """
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return int(status.split(f"{kind}:")[1].split()[0]) * 1024


def _main() -> None:
    import vanban

    imported = _memory("VmRSS")
    parsed = vanban.parse(vanban.read(sys.stdin.buffer.read(), "plan.txt"))
    print(_memory("VmHWM") - imported if parsed.text else 0)


if __name__ == "__main__":
    _main()
