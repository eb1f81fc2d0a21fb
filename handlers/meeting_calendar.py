"""A meeting in one's own calendar: a file that adds it there, or takes it out once it was called off."""

from domain.files import Purpose
from handlers.meetings import seen
from handlers.routing import Call, Draw, Reply, Routes
from storage.files import Files
from storage.outbox import Outbox
from storage.people import People
from views.ical import invitation_file

routes = Routes()

MEDIA = "text/calendar"


@routes.button("meeting.calendar", writes=True)
def calendar(call: Call) -> Reply:
    """It comes as a message: only so it finds everybody, wherever they pressed."""
    meeting = seen(call, call.about)
    host = People(call.tx).names([meeting.host]).get(meeting.host, "")
    zone = call.settings.zone
    content = invitation_file(meeting, host, call.tx.district, zone, call.language, call.tx.now)
    file = Files(call.tx).add(
        content,
        about=f"meetings:{meeting.number}",
        purpose=Purpose.INVITATION,
        name=f"{meeting.number}.ics",
        media=MEDIA,
        by=call.me,
    )
    Outbox(call.tx).owe("file.ready", file.id, to=call.me, key=f"file.ready:{file.id}")
    return Draw("file.coming", file.id)
