"""What a district still has to settle before everybody can use it."""

from collections.abc import Collection, Sequence
from enum import StrEnum

from domain.people import PersonId, Role, Seat
from domain.places import Place, PlaceKind
from domain.settings import Settings


class Step(StrEnum):
    """In the order in which they are done best."""

    DISTRICT = "district"
    SCHOOLS = "schools"
    PRINCIPALS = "principals"
    SUPERINTENDENT = "superintendent"
    STAFF = "staff"
    OFFICES = "offices"
    CONVERSATION = "conversation"


def missing(
    settings: Settings, places: Collection[Place], seats: Collection[Seat], officers: Collection[PersonId]
) -> list[Step]:
    """The steps that are not done; a text that was read and saved as it is counts."""
    done = {
        Step.DISTRICT: settings["name"] and "who_to_tell" in settings.values,
        Step.SCHOOLS: places,
        Step.PRINCIPALS: not without_principal(places, seats),
        Step.SUPERINTENDENT: any(seat.role is Role.SUPERINTENDENT for seat in seats),
        Step.STAFF: "staff" in settings.values,
        Step.OFFICES: officers,
        Step.CONVERSATION: settings["digest_channel"],
    }
    return [step for step in Step if not done[step]]


def without_principal(places: Collection[Place], seats: Collection[Seat]) -> Sequence[Place]:
    led = {seat.place for seat in seats if seat.role is Role.PRINCIPAL}
    return [place for place in places if place.kind is PlaceKind.SCHOOL and place.id not in led]
