"""Papers as PDF, each typeset in a process of its own."""

from bot.apart import Apart
from views.paper import Paper
from views.pdf import typeset_data

SECONDS, AT_ONCE = 20.0, 2  # the longest log takes some seconds where nothing else runs


class Typesetter:
    def __init__(self, seconds: float = SECONDS) -> None:
        self._apart = Apart("bot.typeset", seconds=seconds, at_once=AT_ONCE)

    async def pdf(self, paper: Paper) -> bytes:
        """Raises TimeoutError or RuntimeError where none is made."""
        return await self._apart.made(typeset_data(paper))
