"""How the agenda of the management review is set up: when it comes and where, and what is told of one that did not."""

from collections.abc import Mapping, Sequence
from datetime import date, time

from domain.frozen import dataclass
from domain.rhythms import agenda_channel, agenda_rests
from domain.schedules import WEEKDAYS, WEEKS, Weekday
from domain.settings import KEYS, SHORT, Settings
from domain.texts import Said, joined, say
from views.cabinet_setup import CHANNEL, DAYS
from views.dates import clock, day
from views.elements import Ask, Button, Card, Facts, Form, Note, Option, Part, Text

NTH: Mapping[str, str] = {
    "first": say("The first"),
    "second": say("The second"),
    "third": say("The third"),
    "fourth": say("The fourth"),
    "last": say("The last"),
}
SAY_IT = say("Write in the conversation: @Kaizen use this for the agenda")
LATE = say("If Kaizen was down, the agenda still comes until the team meets; later it is left out and told of.")
ALL_READ = say("Everybody in the conversation of the agenda reads it.")


@dataclass(frozen=True, kw_only=True, slots=True)
class SetUp:
    """What there is to know of the agenda's schedule."""

    settings: Settings
    label: str = ""  # of the conversation
    problem: tuple[str, str] | None = None
    following: date | None = None  # when the next one comes,
    review: date | None = None  # and when the team meets about it
    at: time = time(8)
    last: date | None = None  # when one came
    missed: Sequence[date] = ()  # since then


def set_up_card(known: SetUp, today: date) -> Card:
    settings = known.settings
    paused = settings["agenda_paused"] == "yes"
    rest = Button(label=say("Start it again"), does="agenda.resume") if paused else PAUSE
    again = say("Send it again") if known.last and not known.missed else say("Post it now")
    more = [Button(label=again, does="agenda.again", confirm=ALL_READ)] if agenda_channel(settings) else []
    return Card(
        title=say("Agenda of the Management Review Team"),
        state=_state(settings),
        parts=[Facts(_rows(known, today)), *_trouble(known, today), Note(LATE)],
        buttons=[
            Button(label=say("Preview"), does="agenda.preview", primary=True),
            Button(label=say("Change"), does="agenda.set_up_form"),
            rest,
        ],
        more=more,
    )


PAUSE = Button(label=say("Pause"), does="agenda.pause")


def _state(settings: Settings) -> Said | str:
    if not agenda_channel(settings):
        return say("Not in force: no conversation is set")
    return say("Paused") if agenda_rests(settings) else say("In force")


def _rows(known: SetUp, today: date) -> list[tuple[str, str]]:
    settings = known.settings
    where = f"#{known.label}" if known.label else agenda_channel(settings) or say("nowhere yet")
    named = joined(" ", [NTH[settings["agenda_week"]], DAYS[Weekday(settings["agenda_day"])], clock(known.at)])
    return [
        (say("Comes"), named),
        (say("Goes to"), where),
        (say("Next"), day(known.following, today) if known.following else say("none")),
        (say("The team meets"), day(known.review, today) if known.review else say("none")),
        (say("Last"), day(known.last, today) if known.last else say("none yet")),
    ]


def _trouble(known: SetUp, today: date) -> list[Part]:
    found: list[Part] = [
        Text(say("{day}: it came too late, and was left out.", day=day(one, today))) for one in known.missed
    ]
    if known.problem:
        found.append(Text(say("The conversation {happened}. {do}", happened=known.problem[0], do=known.problem[1])))
    if not agenda_channel(known.settings):
        found.append(Text(SAY_IT))
    return found


def set_up_form(settings: Settings) -> Form:
    weeks = [Option(value=name, label=NTH[name]) for name in WEEKS]
    days = [Option(value=str(one), label=DAYS[one]) for one in WEEKDAYS]
    asks = [
        _choice("agenda_week", say("In which week of the month does it come?"), weeks, settings),
        _choice("agenda_day", say("On which day?"), days, settings),
        _line("agenda_time", say("At what time?"), settings),
        *([] if settings.is_small else _apart(settings)),
    ]
    lead = Note(IN_CABINET if settings.is_small else say("On a day without school it comes on the next working day."))
    return Form(title=say("Agenda of the review"), does="agenda.set_up", submit=say("Save"), parts=[lead, *asks])


IN_CABINET = say("The review is part of the Cabinet's next meeting, and its agenda goes where the digest goes.")


def _apart(settings: Settings) -> list[Ask]:
    """What is not asked where the Cabinet is the team."""
    hint = say("Staff alone may be in it. Invite Kaizen there first: type /invite @Kaizen in it.")
    where = settings["mrt_channel"]
    return [
        _line("review_after", say("How many days later does the team meet?"), settings),
        _line("review_time", say("At what time does it meet?"), settings),
        Ask(name="mrt_channel", label=CHANNEL, kind="channel", optional=True, hint=hint, value=where),
    ]


def _choice(key: str, label: str, options: Sequence[Option], settings: Settings) -> Ask:
    return Ask(name=key, label=label, kind="choice", options=options, value=settings[key])


def _line(key: str, label: str, settings: Settings) -> Ask:
    hint = say("{value} if you leave it empty.", value=KEYS[key].default)
    return Ask(name=key, label=label, hint=hint, optional=True, value=settings[key], most=SHORT)


def missed_card(when: date, today: date) -> Card:
    """To the quality office: one did not come."""
    return Card(
        title=say("The agenda of {day} was left out", day=day(when, today)),
        parts=[Text(say("Kaizen could not post it before the team met."))],
        buttons=[
            Button(label=say("Preview"), does="agenda.preview"),
            Button(label=say("Post it now"), does="agenda.again", confirm=ALL_READ),
        ],
    )
