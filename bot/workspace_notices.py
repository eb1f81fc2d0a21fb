"""What administrators are told about an installation: a notice that knows how this program is set up."""

from bot.platforms.slack_scopes import NEEDED, missing
from bot.platforms.slack_workspaces import SLACK
from handlers.routing import Call, Route, Routes
from storage.installations import installation
from views.elements import Card
from views.workspaces import scopes_card


def notices(install_link: str) -> dict[str, Route]:
    """`install_link`: where the bot is installed again, if that is set up."""
    routes = Routes()

    @routes.notice("workspace.scopes", administrative=True)
    def scopes(call: Call) -> Card:
        found = installation(call.tx.connection, SLACK, call.about)
        lacking = missing(found.granted) if found else []
        return scopes_card([(scope, NEEDED[scope]) for scope in lacking], install_link)

    return {route.name: route for route in routes.all}
