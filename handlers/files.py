"""Files of reports, and files that Kaizen drew: who may read one is asked whenever it is opened."""

from collections.abc import Callable, Mapping

from domain.errors import RefusedError
from domain.files import File, Purpose
from handlers.routing import Call, Draw, Reply, Routes
from storage.cars import CarLog
from storage.exports import Exports
from storage.files import Files
from storage.ideas import IdeaBook
from storage.improvement import PlanBook
from storage.meeting_sight import SeenMeetings
from storage.outbox import Outbox
from views.elements import Card
from views.files import coming_card, file_card, gone_card

routes = Routes()


def _asked_for_it(call: Call, file: File) -> bool:
    """Whoever asked for it, as long as they may read all that is in it."""
    export = Exports(call.tx).find(file.about.removeprefix("exports:"))
    mine = file.made_by in call.viewer.ids
    return mine and export is not None and Exports(call.tx).fits(export, call.viewer)


def _reads_the_record(call: Call, file: File) -> bool:
    """Who reads the words of a report reads its files; of one that was handed over its number alone is left.

    Ideas are read by all staff, and files of a plan by whoever finds it.
    """
    if file.about.startswith("district_plans:"):
        return PlanBook(call.tx, call.viewer).find(file.about.removeprefix("district_plans:")) is not None
    if file.about.startswith("ideas:"):
        return IdeaBook(call.tx).find(file.about.removeprefix("ideas:")) is not None
    car = CarLog(call.tx, call.viewer).find(file.about.removeprefix("cars:"))
    return car is not None and (car.handed_to is None or bool(car.what))


def _is_invited(call: Call, file: File) -> bool:
    """Whoever asked for it, as long as they find the meeting."""
    number = file.about.removeprefix("meetings:")
    return file.made_by in call.viewer.ids and SeenMeetings(call.tx, call.viewer).find(number) is not None


def _runs_the_office(call: Call, file: File) -> bool:  # noqa: ARG001 - as the others
    return call.viewer.is_mr


READERS: Mapping[Purpose, Callable[[Call, File], bool]] = {
    Purpose.EXPORT: _asked_for_it,
    Purpose.EVIDENCE: _reads_the_record,
    Purpose.INVITATION: _is_invited,
    Purpose.TEMPLATE: _runs_the_office,
}


def file_of(call: Call) -> File | None:
    """The file that `call.about` names, where there is one that whoever asks may read now."""
    file = Files(call.tx).find(call.about)
    return file if file and not file.erased_at and READERS[file.purpose](call, file) else None


def opened(call: Call) -> tuple[File, bytes]:
    """The same with its content; who may not read it is told what they would be told if it were gone."""
    file = file_of(call)
    if file is None:
        raise RefusedError("This file is not there any more, or it is not yours to read.")
    return file, Files(call.tx).content(file.id)


@routes.button("files.send", writes=True)
def send(call: Call) -> Reply:
    """It comes as a message: only so it finds everybody, wherever they pressed."""
    file = file_of(call)
    if file is None:
        raise RefusedError("This file is not there any more, or it is not yours to read.")
    Outbox(call.tx).owe("file.ready", file.id, to=call.me, key=f"file.ready:{file.id}:{call.tx.mint()}")
    return Draw("file.coming", file.id)


@routes.notice("file.coming")
def coming(call: Call) -> Card:
    file = file_of(call)
    return coming_card(file) if file else gone_card()


@routes.notice("file.ready")
def ready(call: Call) -> Card:
    file = file_of(call)
    return file_card(file, call.today) if file else gone_card()
