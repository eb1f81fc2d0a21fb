"""Half a page for families: what was said at their school, and what became of it."""

from domain.families import HalfPage
from domain.texts import joined, say, say_many
from views.elements import Note, Text
from views.paper import Figure, Figures, Paper, PaperPart, Story
from views.papers import Stamp, written


def families_paper(page: HalfPage, stamp: Stamp) -> Paper:
    """Half a page in plain words, to be put on a wall or sent home."""
    period = say("{first} to {last}", first=written(page.period.first), last=written(page.period.last))
    figures = [Figure(str(page.fixed), say_many("problem fixed", "problems fixed", page.fixed))]
    if page.middle is not None:
        half = say_many("day or less for half of them", "days or less for half of them", page.middle)
        figures.append(Figure(str(page.middle), half))
    stories: list[PaperPart] = [
        Story(
            said=say("You said: {what}", what=one.said),
            done=say("We fixed: {what}", what=one.done),
            took=say_many("It took {n} day.", "It took {n} days.", one.days)
            if one.days
            else say("It was fixed that day."),
        )
        for one in page.told
    ]
    return Paper(
        title=say("At {school}: you said, we fixed", school=page.school),
        at=stamp.at,
        running=stamp.district,
        foot=[joined(" · ", [period, say("Printed {day}", day=written(stamp.at.astimezone(stamp.zone).date()))])],
        large=True,
        parts=[Text(period), Figures(figures), *(stories or [_nothing(page)])],
    )


def _nothing(page: HalfPage) -> PaperPart:
    if page.fixed:
        return Note(say("The office has released no story of this time yet."))
    return Text(say("Nothing was closed in this time. Tell us what should be better: the school office takes it down."))
