"""Draws what can be pressed in Teams, and what comes back with a press.

In a message an act is an Action.Execute, which needs a verb as well as data, or Teams never sends it. What opens a
window is an Action.Submit that asks for one. In a window there is nothing but Action.Submit.
"""

from collections.abc import Container, Mapping, Sequence
from dataclasses import field
from typing import Any

from domain.frozen import dataclass
from views.addresses import address
from views.elements import Button, Form
from views.teams_text import BUTTON, Element, cut, line

Memo = Mapping[str, str]  # comes back as it was given with every press of a form or window

OUR = "kaizen"  # the one key under which our own data stand in those of an action
SHOWN, MOST = 5, 25  # acts of a set, without those behind "…"; and of one part of a card
ABOUT, QUESTION, ADDRESS = 2000, 300, 2500  # characters
WINDOW: Mapping[str, str] = {"type": "task/fetch"}  # how Teams is told to ask us for a window


@dataclass(frozen=True, kw_only=True, slots=True)
class Where:
    """Where acts stand: in a message or a window, which of them open one, and what comes back with each."""

    window: bool = False
    opens: Container[str] = ()
    along: Mapping[str, Any] = field(default_factory=dict)


def acts(buttons: Sequence[Button], where: Where, more: Sequence[Button] = ()) -> list[Element]:
    """Sets of acts, five in each; `more` are the rare ones, which Teams keeps behind "…"."""
    drawn = [_act(button, where) for button in buttons[:MOST]]
    sets = [drawn[n : n + SHOWN] for n in range(0, len(drawn), SHOWN)] or ([[]] if more else [])
    if more:
        sets[-1] = [*sets[-1], *(_act(button, where) | {"mode": "secondary"} for button in more)]
    return [{"type": "ActionSet", "actions": one} for one in sets]


def _act(button: Button, where: Where) -> Element:
    ours: Element = {"does": button.does, "about": cut(button.about, ABOUT), **where.along}
    style = "destructive" if button.confirm else "positive" if button.primary else ""
    looks = {"style": style} if style else {}
    if button.confirm:
        ours |= {"confirm": cut(button.confirm, QUESTION), "label": cut(button.label, BUTTON)}
    window = bool(button.confirm) or button.does in where.opens
    return _press(button.label, button.does, ours, where, window=window) | looks


def _press(label: str, verb: str, ours: Element, where: Where, *, window: bool = False) -> Element:
    title = line(label, BUTTON)
    if window and not where.window:
        return {"type": "Action.Submit", "title": title, "data": {"msteams": dict(WINDOW), OUR: ours}}
    if where.window:
        return {"type": "Action.Submit", "title": title, "data": {OUR: ours}}
    return {"type": "Action.Execute", "title": title, "verb": verb, "data": {OUR: ours}}


def submit(form: Form, where: Where) -> list[Element]:
    """What sends a form."""
    ours = {"form": form.does, "about": cut(form.about, ABOUT), **where.along}
    drawn = _press(form.submit, form.does, ours, where) | {"style": "positive"}
    return [{"type": "ActionSet", "actions": [drawn]}]


def link(label: str, url: str) -> list[Element]:
    """What opens a page; nothing where the address leads to none, or is too long to be a whole one."""
    leads = address(url)
    if not leads or len(leads) > ADDRESS:
        return []
    drawn = {"type": "Action.OpenUrl", "title": line(label.strip() or url, BUTTON), "url": leads}
    return [{"type": "ActionSet", "actions": [drawn]}]
