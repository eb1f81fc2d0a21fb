"""users.* and usergroups.*: who works here."""

import time
from collections.abc import Mapping

from playground.errors import Refused
from playground.payloads import user_object
from playground.webapi.call import Call, Json, Method


def info(call: Call) -> Json:
    return {"user": user_object(call.workspace, call.person())}


def list_all(call: Call) -> Json:
    page, more = call.page_of(list(call.workspace.people.values()))
    return {"members": [user_object(call.workspace, one) for one in page], "cache_ts": int(time.time()), **more}


def lookup_by_email(call: Call) -> Json:
    email = str(call.need("email", "users_not_found")).lower()
    for person in call.workspace.people.values():
        if person.email.lower() == email and not person.deleted and not person.is_bot:
            return {"user": user_object(call.workspace, person)}
    raise Refused("users_not_found")


def group_members(call: Call) -> Json:
    group = call.workspace.groups.get(call.need("usergroup", "no_such_subteam"))
    if group is None:
        raise Refused("no_such_subteam")
    return {"users": list(group.users)}


def groups(call: Call) -> Json:
    team = call.workspace.id
    found = call.workspace.groups.values()
    return {
        "usergroups": [
            {"id": one.id, "team_id": team, "handle": one.handle, "name": one.name, "user_count": len(one.users)}
            for one in found
        ]
    }


METHODS: Mapping[str, Method] = {
    "users.info": info,
    "users.list": list_all,
    "users.lookupByEmail": lookup_by_email,
    "usergroups.users.list": group_members,
    "usergroups.list": groups,
}
