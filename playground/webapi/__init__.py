"""Slack's Web API, as far as the product uses it: one module for each family of methods."""

from collections.abc import Mapping

from playground.webapi import apps, assistant, auth, chat, conversations, files, reactions, users, views
from playground.webapi.call import Method

METHODS: Mapping[str, Method] = {
    **apps.METHODS,
    **assistant.METHODS,
    **auth.METHODS,
    **chat.METHODS,
    **conversations.METHODS,
    **files.METHODS,
    **reactions.METHODS,
    **users.METHODS,
    **views.METHODS,
}
