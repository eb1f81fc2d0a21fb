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


def group_members(_call: Call) -> Json:
    """Answer that there is no such group: this workspace has none yet."""
    raise Refused("no_such_subteam")


METHODS: Mapping[str, Method] = {
    "users.info": info,
    "users.list": list_all,
    "users.lookupByEmail": lookup_by_email,
    "usergroups.users.list": group_members,
    "usergroups.list": lambda _call: {"usergroups": []},
}
