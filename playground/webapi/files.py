"""files.*: a file goes up in three steps: ask where, send the bytes, say where it belongs."""

import mimetypes
import time
from collections.abc import Mapping

from playground import limits
from playground.errors import Refused
from playground.payloads import file_object
from playground.webapi.call import Call, Json, Method
from playground.webapi.chat import channel_to_post_in, from_bot
from playground.workspace import File, Workspace


def get_upload_url(call: Call) -> Json:
    name = str(call.need("filename"))
    length = call.number("length", 0)
    if length <= 0:
        raise Refused("invalid_arguments", messages=["must be greater than 0: length"])
    file = new_file(call.workspace, name, call.workspace.app.bot_user)
    file.size = length
    return {"upload_url": f"{call.playground.base_url}/upload/{call.workspace.id}/{file.id}", "file_id": file.id}


def complete_upload(call: Call) -> Json:
    listed = call.need("files")
    if not isinstance(listed, list) or not all(isinstance(one, dict) for one in listed):
        raise Refused("invalid_arguments", messages=["must provide an array: files"])
    found = [_uploaded(call, one) for one in listed]
    if call.args.get("channel_id") or call.args.get("channel"):
        _share(call, found)
    return {"files": [file_object(call.workspace, file, call.playground.base_url) for file in found]}


def info(call: Call) -> Json:
    file = call.workspace.files.get(str(call.need("file", "file_not_found")))
    if file is None:
        raise Refused("file_not_found")
    return {"file": file_object(call.workspace, file, call.playground.base_url)}


def delete(call: Call) -> Json:
    """Only what the bot sent itself; it goes from every message."""
    file = call.workspace.files.get(str(call.need("file", "file_not_found")))
    if file is None:
        raise Refused("file_not_found")
    if file.user != call.workspace.app.bot_user:
        raise Refused("cant_delete_file")
    del call.workspace.files[file.id]
    for message in (one for channel in call.workspace.channels.values() for one in channel.messages):
        message.files = [known for known in message.files if known != file.id]
    return {}


def new_file(workspace: Workspace, name: str, user: str) -> File:
    file = File(
        id=workspace.next_id("F"),
        name=name,
        title=name,
        user=user,
        mimetype=mimetypes.guess_type(name)[0] or "application/octet-stream",
        created=int(time.time()),
    )
    workspace.files[file.id] = file
    return file


def fill(file: File, content: bytes) -> None:
    if len(content) > limits.UPLOAD_BYTES:
        raise Refused("file_upload_size_restricted")
    file.content, file.size = content, len(content)


def _uploaded(call: Call, listed: Json) -> File:
    file = call.workspace.files.get(str(listed.get("id")))
    if file is None or not file.content:
        raise Refused("file_not_found")
    file.title = str(listed.get("title") or file.name)
    return file


def _share(call: Call, found: list[File]) -> None:
    wanted = call.args.get("channel_id") or call.args.get("channel")
    channel = channel_to_post_in(Call(call.playground, call.workspace, {"channel": wanted}))
    content: Json = {"text": call.text("initial_comment"), "blocks": [], "metadata": None}
    message = from_bot(call.workspace, content, thread_ts=call.args.get("thread_ts"))
    message.files = [file.id for file in found]
    call.workspace.post(channel, message)


METHODS: Mapping[str, Method] = {
    "files.getUploadURLExternal": get_upload_url,
    "files.completeUploadExternal": complete_upload,
    "files.delete": delete,
    "files.info": info,
}
