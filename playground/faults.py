"""Faults and times that a test or a person can switch: latency, errors, short triggers, quick retries."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields
from typing import Any

from playground import limits


@dataclass(slots=True, kw_only=True)
class Faults:
    latency_ms: float = 0.0  # before the Web API answers
    method: dict[str, dict[str, Any]] = field(default_factory=dict)  # "chat.postMessage" or "*" -> what it answers
    trigger_seconds: float = limits.TRIGGER
    response_url_seconds: float = limits.RESPONSE_URL
    ack_seconds: float = limits.ACK
    retry_delays: Sequence[float] = limits.RETRY_DELAYS
    honour_keys: bool = False  # a second message with the same key in the same channel is not shown

    def change(self, wanted: Mapping[str, Any]) -> None:
        for name in {one.name for one in fields(self)} & wanted.keys():
            setattr(self, name, wanted[name])

    def strike(self, method: str) -> Mapping[str, Any] | None:
        """Say which fault this call meets, and count it."""
        fault = self.method.get(method) or self.method.get("*")
        if fault is None or fault.get("times", 1) <= 0:
            return None
        if "times" in fault:
            fault["times"] -= 1
        return fault
