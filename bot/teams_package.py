"""Makes the package that is uploaded to the Teams admin center: the manifest for one registration, and the icons."""

import json
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID
from zipfile import ZIP_DEFLATED, ZipFile

from bot.settings import CHECKOUT
from domain.errors import RefusedError

FOLDER = CHECKOUT / "teams"
PARTS = ("color.png", "outline.png")


def write_package(file: Path, app: str, public_url: str) -> str:
    """Write a .zip for the app of this id, whose pages are at this address; what was done, in a sentence."""
    made = json.dumps(manifest(app, public_url), indent=2)  # before there is a file
    with ZipFile(file, "w", ZIP_DEFLATED) as package:
        package.writestr("manifest.json", made)
        for name in PARTS:
            package.write(FOLDER / name, name)
    return f"{file} is ready: upload it in the Teams admin center under Teams apps, Manage apps."


def manifest(app: str, public_url: str) -> dict[str, Any]:
    """The manifest of one registration."""
    try:
        known = str(UUID(app))
    except ValueError:
        raise RefusedError("Give the Microsoft App ID of the Azure Bot: --app ID, or TEAMS_APP_ID.") from None
    made: dict[str, Any] = json.loads((FOLDER / "manifest.json").read_text())
    made["id"] = made["bots"][0]["botId"] = made["composeExtensions"][0]["botId"] = known
    if public_url:
        made["developer"] |= dict.fromkeys(("websiteUrl", "privacyUrl", "termsOfUseUrl"), public_url)
        made["validDomains"] = [urlsplit(public_url).netloc]
    return made
