"""Files as evidence: added in a form or sent to Kaizen in its chat, fetched afterwards, kept without place and time."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from domain.cars import Car
from domain.errors import RefusedError
from domain.evidence import A_FORM, Piece, Shows, may_add
from domain.files import File
from domain.improvement import PlanStep
from domain.numbers import car_number
from domain.texts import say
from handlers.names import Named
from handlers.routing import Answers, Call, Draw, Reply, Routes
from storage.cars import CarLog
from storage.cases import Cases
from storage.evidence import Evidence
from storage.files import Files
from views.elements import Card, Part, Text
from views.evidence import evidence_parts, refused_card
from views.look import Look

routes = Routes()


class WithFiles(Named):
    """A form with a box for files."""

    files: Sequence[str] = ()
    kept: Sequence[str] = ()  # those that came with the form before it was shown again

    @property
    def all_files(self) -> list[str]:
        return list(dict.fromkeys((*self.kept, *self.files)))


class SentForm(Answers):
    files: Sequence[str] = ()


def add_files(call: Call, car: str, links: Sequence[str], part: Shows, *, step: int | None = None) -> None:
    if len(links) > A_FORM:
        raise RefusedError("Please choose {most} files or fewer.", most=A_FORM, field="files")
    Evidence(call.tx).add(car, links, part, by=call.me, step=step)


def evidence_of(call: Call, car: Car) -> tuple[list[Piece], Mapping[str, File]]:
    """What was added to a report that whoever asks reads, and what is kept of it."""
    pieces = Evidence(call.tx).of(car.number) if car.what else []
    return pieces, Files(call.tx).named([piece.file for piece in pieces if piece.file])


def files_of_step(call: Call, step: PlanStep, look: Look) -> list[Part]:
    """What was added to a step of a plan that whoever asks reads."""
    pieces = [piece for piece in Evidence(call.tx).of(step.of) if piece.step == step.number]
    return evidence_parts(pieces, Files(call.tx).named([piece.file for piece in pieces if piece.file]), look)


def without_kept(car: Car, pieces: Sequence[Piece], files: Mapping[str, File]) -> Car:
    """A report whose photos are links only where no copy is kept that everybody can open."""
    ours = {piece.link for piece in pieces if piece.file in files}
    return replace(car, photos=tuple(photo for photo in car.photos if photo not in ours))


@routes.submit("evidence.sent", SentForm)
def sent(call: Call, form: SentForm) -> Reply:
    """Files that somebody sent to Kaizen in its chat, with the number of the report that they belong to."""
    number = car_number(call.text, call.settings.number_year(call.today))
    if not number:
        raise RefusedError(
            "Which report does this file belong to? Send it again with its number, such as 12. "
            "A new problem is reported first."
        )
    case = Cases(call.tx, call.viewer).get(number)
    if case.car.handed_to:
        raise RefusedError("{number} is with an office now. Send the file to that office.", number=number)
    if not may_add(case, call.viewer):
        raise RefusedError("Only those who reported {number} or work on it can add files to it.", number=number)
    add_files(call, number, form.files, Shows.LATER)
    return Draw("evidence.added", number)


@routes.notice("evidence.added")
def added(call: Call) -> Card:
    car = CarLog(call.tx, call.viewer).get(call.about)
    said = say("It is being fetched, and stands with the report in a moment.")
    return Card(title=car.number, parts=[Text(said)])


@routes.notice("evidence.refused")
def refused(call: Call) -> Card:
    """To whoever added it, whether they still read the report or not: none of its words stand here."""
    piece = Evidence(call.tx).find(call.about)
    if piece is None or piece.problem is None or piece.by not in call.viewer.ids:
        return Card(title=say("There is nothing for you to do here any more."))
    return refused_card(piece)
