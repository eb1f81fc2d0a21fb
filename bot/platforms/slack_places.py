"""Where somebody pressed or typed, so that the answer finds the way back."""

from collections.abc import Mapping
from dataclasses import field
from typing import Any

from bot.platforms.slack_payloads import Heard, Payload, user_of
from domain.frozen import dataclass


@dataclass(frozen=True, kw_only=True, slots=True)
class Place:
    """Where somebody pressed or typed."""

    user: str
    trigger: str = ""
    url: str = ""  # a response_url
    channel: str = ""
    message: str = ""  # of ours, not ephemeral: it can be updated
    thread: str = ""
    direct: str = ""  # their chat with the bot, where it was said there
    shared: bool = False  # pressed in a message that several people read: what one is answered stands beside it
    view: Mapping[str, Any] = field(default_factory=dict)  # the window, when it was in one
    home: bool = False

    @property
    def window(self) -> bool:
        return self.view.get("type") == "modal"


def place_of(heard: Heard) -> Place:
    """In a channel the answer is for whoever asked alone."""
    if heard.personal:
        return Place(user=heard.user, direct=heard.channel, thread=heard.thread)
    return Place(user=heard.user, channel=heard.channel, thread=heard.thread)


def place_of_press(body: Payload) -> Place:
    container = body.get("container") or {}
    view = body.get("view") or {}
    ephemeral, channel = container.get("is_ephemeral"), str(container.get("channel_id") or "")
    return Place(
        user=user_of(body)[0],
        trigger=body.get("trigger_id") or "",
        url=body.get("response_url") or "",
        channel=channel,
        message="" if ephemeral else container.get("message_ts") or "",
        shared=bool(channel) and not ephemeral and not channel.startswith("D"),
        thread=container.get("thread_ts") or "",
        view=view,
        home=view.get("type") == "home",
    )
