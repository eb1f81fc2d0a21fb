"""How the connector says no."""

from typing import Any


class Refused(Exception):  # noqa: N818 - it is an answer, not a failure
    """A status and one of the Bot Framework's error codes."""

    def __init__(self, status: int, code: str, message: str) -> None:
        super().__init__(message)
        self.status = status
        self.code = code
        self.message = message

    def answer(self) -> dict[str, Any]:
        return {"error": {"code": self.code, "message": self.message}}


class NotPossibleError(Exception):
    """A person could not do this in Teams; the message says why."""


#: What each error code says where a fault is asked for without words, and the status it stands for.
CODES: dict[str, tuple[int, str]] = {
    "BadSyntax": (400, "The activity could not be read."),
    "MessageWritesBlocked": (403, "The user blocked messages from the bot."),
    "ConversationBlockedByUser": (403, "User blocked the conversation with the bot."),
    "BotNotInConversationRoster": (403, "The bot is not part of the conversation roster."),
    "ForbiddenOperationException": (403, "Bot is not installed in user's personal scope."),
    "BotDisabledByAdmin": (403, "The tenant admin disabled this bot."),
    "InvalidBotApiHost": (403, "Invalid bot API host."),
    "ConversationNotFound": (404, "Conversation not found."),
    "ActivityNotFoundInConversation": (404, "The activity was not found in the conversation."),
    "MemberNotFoundInConversation": (404, "The member was not found in the conversation."),
    "PreconditionFailed": (412, "Precondition failed, please try again."),
    "MessageSizeTooBig": (413, "The message size is too large."),
    "Throttled": (429, "Too many requests."),
    "ServiceError": (500, "Something went wrong."),
    "BadGateway": (502, "Bad gateway."),
    "GatewayTimeout": (504, "Gateway timeout."),
}


def refused(code: str) -> Refused:
    status, message = CODES[code]
    return Refused(status, code, message)
