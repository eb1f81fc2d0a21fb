"""Work in a process of its own that ends with it: given what it reads, told no setting, and stopped when it is slow."""

import asyncio
import os
import sys
from asyncio.subprocess import PIPE

LEAST = {"PATH": os.defpath}  # of what this process was told, and no secret of it


class Apart:
    """Runs one module, so many at a time, each for so many seconds at most."""

    def __init__(self, module: str, *, seconds: float, at_once: int) -> None:
        self._module = module
        self._seconds = seconds
        self._room = asyncio.Semaphore(at_once)

    async def made(self, data: str) -> bytes:
        """What it writes. Raises TimeoutError where it is stopped, RuntimeError where it fails."""
        async with self._room:
            command = (sys.executable, "-I", "-m", self._module)
            process = await asyncio.create_subprocess_exec(*command, stdin=PIPE, stdout=PIPE, env=LEAST)
            try:
                async with asyncio.timeout(self._seconds):
                    drawn, _ = await process.communicate(data.encode())
            finally:
                if process.returncode is None:
                    process.kill()
                    await process.wait()
            if process.returncode:
                raise RuntimeError(f"{self._module} ended with {process.returncode}")
            return drawn
