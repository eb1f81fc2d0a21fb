"""Find a school or department where there are too many to list."""

from domain.places import PlaceKind
from handlers.routing import Call, Routes
from storage.places import Places
from views.elements import Option

routes = Routes()


@routes.options("places.school")
def schools(call: Call) -> list[Option]:
    return _matching(call, PlaceKind.SCHOOL)


@routes.options("places.department")
def departments(call: Call) -> list[Option]:
    return _matching(call, PlaceKind.DEPARTMENT)


@routes.options("places.any")
def either(call: Call) -> list[Option]:
    return _matching(call, None)


def _matching(call: Call, kind: PlaceKind | None) -> list[Option]:
    typed = call.text.casefold()
    return [Option(value=p.id, label=p.name) for p in Places(call.tx).all(kind) if typed in p.name.casefold()]
