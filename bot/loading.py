"""Loads the program in two parts: what the doors open with, and the rest once they are open.

The collector waits until a part is there, and never looks through it afterwards.
"""

import asyncio
import gc
import os
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from threading import Lock

# No plugins of pydantic: it would look through all that is installed for some, which takes a hundredth of a start.
os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")

OPENED = 0.05  # seconds after which the doors are open, and the rest is loaded

_one_by_one = Lock()
_loaded: set[str] = set()  # not those of `sys.modules`, which has them when they are begun


@contextmanager
def loading() -> Iterator[None]:
    """What is loaded in the `with` block stays; looking through it again and again took a fifth of a start."""
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.enable()


async def load(*modules: str) -> None:
    """Load what the doors open without, in a thread: meanwhile who asks is answered."""
    if not _loaded.issuperset(modules):
        await asyncio.to_thread(_load, modules)


def _load(modules: tuple[str, ...]) -> None:
    for module in modules:
        with _one_by_one:  # two threads that import what imports each other's could meet it half done
            import_module(module)
            _loaded.add(module)
    gc.freeze()
