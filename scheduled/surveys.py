"""Opens and closes waves of surveys when their time has come, asks again in a rhythm, and tells those who are asked."""

from domain.anonymity import Limits
from domain.catching_up import CatchUp
from domain.schedules import QUARTERS
from domain.surveys import Phase, following, next_opening
from scheduled.jobs import Jobs, Occasion, Ran
from storage.audiences import audience_of
from storage.db import Tx
from storage.outbox import Outbox
from storage.polls import SYSTEM
from storage.settings import DistrictSettings
from storage.survey_messages import tell_some
from storage.surveys import Surveys
from storage.waves import Waves

jobs = Jobs()


@jobs.when(lambda _: QUARTERS, catch_up=CatchUp.LATEST)
def turn(tx: Tx, occasion: Occasion) -> Ran:
    """Each quarter of an hour, and in further transactions as long as somebody is still to be told."""
    did = 0 if occasion.after else _close(tx) + _plan(tx) + _open(tx)
    told, more = tell_some(tx, after=occasion.after)
    return Ran(did + told, more=more)


def _close(tx: Tx) -> int:
    """One whose key cannot be opened is tried again the next time."""
    waves = Waves(tx)
    due = waves.to_close()
    for wave in due:
        ended = waves.end(wave)
        if ended.results:
            Outbox(tx).owe("wave.closed", wave.number, to=wave.by, key=f"wave.closed:{wave.number}")
    return len(due) + waves.erase_left()


def _plan(tx: Tx) -> int:
    """The next wave of those that are asked again: fixed as the last one, with the questions of now."""
    settings, waves, surveys = DistrictSettings(tx).all(), Waves(tx), Surveys(tx).recurring()
    last = waves.last_of([survey.number for survey in surveys])
    limits = Limits(scores=int(settings["smallest_scores"]), comments=int(settings["smallest_comments"]))
    made = 0
    for survey in surveys:
        wave = last.get(survey.number)
        if wave is None or wave.phase is not Phase.CLOSED:
            continue
        opens = next_opening(wave, survey.weeks, settings.zone, tx.now)
        if opens and opens <= tx.now and survey.questions:
            nth = waves.next_nth(survey.number)
            waves.add(following(survey, wave, nth, opens, limits, settings.zone))
            made += 1
    return made


def _open(tx: Tx) -> int:
    waves = Waves(tx)
    due = [wave for wave in waves.to_open() if wave.is_named or tx.vault]  # without a secret nothing can be sealed
    for wave in due:
        waves.open_(wave, audience_of(tx, wave.audience, wave.place), by=SYSTEM)
    return len(due)
