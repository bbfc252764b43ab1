"""A thread of its own for what starts an event loop, as pyHanko does: none may run there."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

Made = TypeVar("Made")


def run_aside(work: Callable[[], Made]) -> Made:
    """What the work gives or raises, done in a thread of its own. It asks nothing of a database."""
    with ThreadPoolExecutor(max_workers=1) as thread:
        return thread.submit(work).result()
