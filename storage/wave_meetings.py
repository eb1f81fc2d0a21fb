"""Which meetings waves of surveys ask about."""

from collections.abc import Iterable, Mapping

from domain.meetings import called
from domain.surveys import Wave
from domain.texts import Said
from storage.db import Tx
from storage.meeting_tables import meetings
from storage.meetings import Meetings


def meetings_called(tx: Tx, waves: Iterable[Wave]) -> Mapping[str, Said]:
    """What the meeting of each of these waves is called, by the wave's number: nothing that somebody typed."""
    of = {wave.number: wave.meeting for wave in waves if wave.meeting}
    found = Meetings(tx).some(meetings.c.number.in_(sorted({*of.values()}))) if of else []
    names = {one.number: called(one) for one in found}
    return {wave: names[meeting] for wave, meeting in of.items() if meeting in names}
