"""How the Web API says no."""

from collections.abc import Mapping, Sequence
from typing import Any


class Refused(Exception):  # noqa: N818 - it is an answer, not a failure
    """An error code of Slack's, with what stands beside it in the answer."""

    def __init__(self, error: str, *, messages: Sequence[str] = (), extra: Mapping[str, Any] | None = None) -> None:
        super().__init__(error)
        self.error = error
        self.messages = list(messages)
        self.extra = dict(extra or {})

    def answer(self) -> dict[str, Any]:
        body: dict[str, Any] = {"ok": False, "error": self.error, **self.extra}
        if self.messages:
            body["response_metadata"] = {"messages": [f"[ERROR] {message}" for message in self.messages]}
        return body
