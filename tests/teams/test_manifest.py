"""The app's package: what Teams takes, and nothing in it that the bot does not know."""

import json
import struct
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import jsonschema
import pytest

from bot.capabilities import routes
from bot.platforms.teams import HOME
from bot.platforms.teams_presses import EXTENSIONS
from bot.settings import CHECKOUT
from bot.teams_package import write_package
from handlers.routing import find

FOLDER = CHECKOUT / "teams"
SCHEMA = json.loads((Path(__file__).parent / "manifest-1.17.schema.json").read_text())
APP, ADDRESS = "0a1b2c3d-0000-4000-8000-000000000001", "https://kaizen.sunrise.example:8443"
ALL_ZERO, EXAMPLE = "00000000-0000-0000-0000-000000000000", "kaizen.example.org"


def written() -> dict[str, Any]:
    found: dict[str, Any] = json.loads((FOLDER / "manifest.json").read_text())
    return found


@pytest.fixture
def package(tmp_path: Path) -> ZipFile:
    """As `kaizen teams-package` makes it."""
    write_package(tmp_path / "made.zip", APP.upper(), ADDRESS)
    return ZipFile(tmp_path / "made.zip")


def made(package: ZipFile) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(package.read("manifest.json"))
    return found


def png(data: bytes) -> tuple[int, int, int]:
    """Width, height and kind of a picture (2: colours, 6: colours that may be transparent)."""
    assert data[:8] == b"\x89PNG\r\n\x1a\n"
    width, height, _, kind = struct.unpack(">IIBB", data[16:26])
    return width, height, kind


def test_the_schema_notices_what_does_not_fit() -> None:
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.Draft4Validator(SCHEMA).validate(written() | {"bots": [{"botId": "kaizen", "scopes": ["desk"]}]})


def test_the_manifest_and_the_one_of_the_package_are_as_teams_takes_them(package: ZipFile) -> None:
    for manifest in (written(), made(package)):
        jsonschema.Draft4Validator(SCHEMA, format_checker=jsonschema.FormatChecker()).validate(manifest)
        assert manifest["$schema"].endswith("/v1.17/MicrosoftTeams.schema.json")


def test_the_icons_have_the_sizes_that_teams_wants(package: ZipFile) -> None:
    icons = made(package)["icons"]

    assert png(package.read(icons["color"]))[:2] == (192, 192)
    assert png(package.read(icons["outline"])) == (32, 32, 6)
    assert all(package.read(name) == (FOLDER / name).read_bytes() for name in icons.values())
    assert sorted(package.namelist()) == sorted(["manifest.json", *icons.values()])


def test_ids_and_addresses_are_those_of_the_registration(package: ZipFile) -> None:
    manifest = made(package)

    assert manifest["id"] == manifest["bots"][0]["botId"] == manifest["composeExtensions"][0]["botId"] == APP
    assert manifest["validDomains"] == ["kaizen.sunrise.example:8443"]
    assert ALL_ZERO not in json.dumps(manifest)
    assert EXAMPLE not in json.dumps(manifest)


def test_each_entry_in_the_menu_of_a_message_opens_a_form_that_there_is() -> None:
    named = {one["id"] for extension in written()["composeExtensions"] for one in extension["commands"]}

    assert named == EXTENSIONS
    assert named <= routes().keys()
    assert not any(routes()[name].writes for name in named)


def test_each_command_that_the_app_offers_can_be_typed() -> None:
    titles = [one["title"] for bot in written()["bots"] for some in bot["commandLists"] for one in some["commands"]]

    assert len(titles) > 4
    assert [title for title in titles if title not in HOME and find(routes(), title)[0] is None] == []


def test_it_is_in_personal_scope_so_that_everybody_can_be_written_to() -> None:
    (bot,) = written()["bots"]

    assert set(bot["scopes"]) == {"personal", "team", "groupChat"}
    assert not bot["isNotificationOnly"]
