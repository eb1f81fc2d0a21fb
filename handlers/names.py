"""Forms with boxes into which somebody may type what tells of a student: asked about once, before they are kept."""

from typing import ClassVar

from domain.cars import Car
from domain.identifiers import looks_like
from handlers.routing import Answers, Open
from views.elements import Form
from views.names import NO_STUDENT, asked_again


class Named(Answers):
    """`names` is what holds of such words, once it was asked."""

    LOOKED_AT: ClassVar[tuple[str, ...]] = ()  # the boxes about an event
    names: str | None = None

    @property
    def found(self) -> list[str]:
        """What the boxes seem to tell of a student, unless whoever typed says that it is none."""
        return looks_like(getattr(self, box) for box in self.LOOKED_AT) if self.names != NO_STUDENT else []

    def seals(self, car: Car) -> bool:
        """Whether these words seal the report into which they go."""
        return not car.sealed and bool(self.found)


def asked(form: Named, shown: Form, car: Car | None = None) -> Open | None:
    """The form once more with the question, if it must be asked. `car` is the report that may be sealed instead."""
    settled = car is not None and (car.sealed or form.names is not None)
    if settled or not form.found:
        return None
    return Open(asked_again(shown, form.model_dump(), form.found, seals=car is not None))
