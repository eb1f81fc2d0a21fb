"""/control/teams/…: everything that a person can do in Teams, and everything that can be seen, as JSON."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from playground.teams import acts, dialogs, presses
from playground.teams.acts import Actor, Outcome
from playground.teams.cards import parts
from playground.teams.errors import NotPossibleError
from playground.teams.outgoing import send, trouble
from playground.teams.payloads import activity, merged
from playground.teams.server import Teams, teams_of
from playground.teams.shown import about, state_of
from playground.teams.tenant import Person

Body = Mapping[str, Any]
Act = Callable[[Actor, Body], Awaitable[Outcome]]


class Asked(dict[str, Any]):
    """The body of an act. What is missing in it is named."""

    def __missing__(self, name: str) -> Any:
        raise NotPossibleError(f"`{name}` is missing.")


async def _submit(actor: Actor, body: Body) -> Outcome:
    """Press the dialog's own button: the one named, or the first that submits."""
    dialog = actor.tenant.dialogs.get(actor.person.id)
    if dialog is None or dialog.card is None:
        raise NotPossibleError(f"{actor.person.key} has no dialog open.")
    wanted = {name: body[name] for name in ("title", "action") if name in body} or {"action": _first(dialog.card)}
    return await presses.press(actor, {"inputs": body.get("values") or {}} | wanted)


def _first(card: dict[str, Any]) -> str:
    found = [part.path for part in parts(card) if part.kind == "Action.Submit"]
    if not found:
        raise NotPossibleError("The dialog has nothing that submits it.")
    return found[0]


async def _activity(actor: Actor, body: Body) -> Outcome:
    """Send any activity: what is given stands on top of what stands in every one."""
    conversation = actor.conversation(body.get("channel"))
    given = body["activity"]
    made = merged(activity(actor.teams, given.get("type", "message"), conversation, actor.person), given)
    answer = await send(actor.teams, made)
    return actor.outcome(trouble(actor.teams, answer), status=answer.status, body=answer.body)


async def _again(actor: Actor, body: Body) -> Outcome:
    """Send once more what was sent, the same: call number `n`, without it the last."""
    sent = [one for one in actor.teams.calls.since(0) if one["direction"] == "to bot" and "type" in one["request"]]
    found = [one for one in sent if body.get("n") in (None, one["n"])]
    if not found:
        raise NotPossibleError("Nothing was sent that could be sent again.")
    answer = await send(actor.teams, found[-1]["request"])
    return actor.outcome(trouble(actor.teams, answer), status=answer.status, body=answer.body)


#: What a person can do: the last part of the path, and the act.
ACTS: Mapping[str, Act] = {
    "say": lambda a, b: acts.say(a, b["text"], b.get("channel"), b.get("reply_to", ""), b.get("files") or ()),
    "press": presses.press,
    "submit": _submit,
    "close": lambda a, _: dialogs.close(a),
    "suggest": presses.suggest,
    "extension": lambda a, b: dialogs.extension(a, b["command"], b["message"]),
    "react": lambda a, b: acts.react(a, b["message"], b.get("reaction", "like"), removed=bool(b.get("removed"))),
    "install": lambda a, b: acts.install(a, b.get("action", "add")),
    "block": lambda a, b: acts.block(a, blocked=bool(b.get("blocked", True))),
    "team": lambda a, b: acts.team(a, b.get("action", "add")),
    "member": lambda a, b: acts.member(a, b["member"], removed=bool(b.get("removed"))),
    "channel": lambda a, b: acts.channel(a, b["channel"], name=b.get("name", ""), deleted=bool(b.get("deleted"))),
    "activity": _activity,
    "again": _again,
}


async def act(request: Request) -> Response:
    """Do what a person does, and answer what they see."""
    teams = teams_of(request)
    wanted = ACTS.get(request.path_params["act"])
    if wanted is None:
        return _no(f"Nobody can {request.path_params['act']!r} here.", 404)
    body = Asked(await request.json())
    try:
        actor = Actor(teams, _person(teams, body["user"]))
        outcome = await wanted(actor, body)
    except NotPossibleError as impossible:
        return _no(str(impossible))
    if body.get("settle"):
        await teams.settle(float(body["settle"]))
        outcome |= {"dialog": actor.outcome()["dialog"]}
    teams.changed()
    return JSONResponse(outcome)


def _person(teams: Teams, called: str) -> Person:
    found = teams.tenant.person(called)
    if found is None:
        raise NotPossibleError(f"Nobody is called {called}.")
    return found


def _no(words: str, status: int = 400) -> Response:
    return JSONResponse({"ok": False, "error": words}, status)


async def faults(request: Request) -> Response:
    """Change faults and times; those not named stay."""
    teams = teams_of(request)
    if request.method == "POST":
        teams.faults.change(await request.json())
        teams.changed()
    return JSONResponse({"ok": True, **{name: getattr(teams.faults, name) for name in teams.faults.__slots__}})


async def change(request: Request) -> Response:
    """Change a person: rename, make a guest, close the account. Teams tells the app nothing of it."""
    teams, body = teams_of(request), await request.json()
    person = teams.tenant.person(body["id"])
    if person is None:
        return _no(f"There is no person {body['id']}.", 404)
    for name in body["set"].keys() & set(person.__slots__):
        setattr(person, name, body["set"][name])
    teams.changed()
    return JSONResponse({"ok": True})


async def state(request: Request) -> Response:
    teams, query = teams_of(request), request.query_params
    person = teams.tenant.person(query.get("user", ""))
    if person is None:
        return _no(f"Nobody is called {query.get('user', '')!r}.", 404)
    most = query.get("most")
    return JSONResponse(state_of(teams.tenant, person, int(most) if most else None))


async def tenant(request: Request) -> Response:
    return JSONResponse(about(teams_of(request).tenant))


async def calls(request: Request) -> Response:
    log, query = teams_of(request).calls, request.query_params
    most = query.get("most")
    found = log.since(int(query.get("since", 0)), int(most) if most else None)
    return JSONResponse({"ok": True, "last": log.count, "calls": found})


async def reset(request: Request) -> Response:
    """Make Teams as new, and leave Slack as it is."""
    teams = teams_of(request)
    teams.reset()
    teams.changed()
    return JSONResponse({"ok": True})


ROUTES = [
    Route("/control/teams/faults", faults, methods=["GET", "POST"]),
    Route("/control/teams/change", change, methods=["POST"]),
    Route("/control/teams/reset", reset, methods=["POST"]),
    Route("/control/teams/state", state, methods=["GET"]),
    Route("/control/teams/tenant", tenant, methods=["GET"]),
    Route("/control/teams/calls", calls, methods=["GET"]),
    Route("/control/teams/{act}", act, methods=["POST"]),
]
