"""What a form of a page sends."""

from urllib.parse import parse_qsl

from starlette.requests import Request

Pairs = list[tuple[str, str]]


async def sent_pairs(request: Request, most: int) -> Pairs | None:
    """Names and what was typed, in the order of the page; None where it is more than `most` bytes."""
    sent = b""
    async for piece in request.stream():
        sent += piece
        if len(sent) > most:
            return None
    return parse_qsl(sent.decode(errors="replace"), keep_blank_values=True)
