"""How the Cabinet's digest is set up: when it comes and where, its words, and what is told of one that did not come."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time

from domain.digests import Section
from domain.frozen import dataclass
from domain.schedules import WEEKDAYS, Weekday
from domain.settings import KEYS, SHORT, Settings
from domain.texts import Said, joined, say
from views.cabinet import TITLES
from views.dates import clock, day
from views.elements import Ask, Button, Card, Facts, Form, Item, Items, Note, Option, Part, Text
from views.wordings import LONGEST

DAYS: Mapping[Weekday, str] = {
    Weekday.MONDAY: say("Monday"),
    Weekday.TUESDAY: say("Tuesday"),
    Weekday.WEDNESDAY: say("Wednesday"),
    Weekday.THURSDAY: say("Thursday"),
    Weekday.FRIDAY: say("Friday"),
    Weekday.SATURDAY: say("Saturday"),
    Weekday.SUNDAY: say("Sunday"),
}
STATE_TITLE = say("State in one line")
CHANNEL = say("Where does it go?")
LATE = say("If Kaizen was down, the digest still comes until the Cabinet meets; later it is left out and told of.")
SAY_IT = say("Write in the conversation: @Kaizen use this for the digest")


@dataclass(frozen=True, kw_only=True, slots=True)
class SetUp:
    """What there is to know of the digest's schedule."""

    settings: Settings
    label: str = ""  # of the conversation
    problem: tuple[str, str] | None = None
    following: datetime | None = None  # when the next one comes, in the district's zone
    last: date | None = None  # when one was posted
    missed: Sequence[date] = ()  # since then


def set_up_card(known: SetUp, today: date) -> Card:
    settings = known.settings
    paused = settings["digest_paused"] == "yes"
    buttons = [
        Button(label=say("Preview"), does="cabinet.preview", primary=True),
        Button(label=say("Change"), does="cabinet.form"),
        Button(label=say("Start it again"), does="cabinet.resume")
        if paused
        else Button(label=say("Pause"), does="cabinet.pause"),
    ]
    again = say("Send it again") if known.last and not known.missed else say("Post it now")
    more = [
        *([Button(label=again, does="cabinet.again", confirm=ALL_READ)] if settings["digest_channel"] else []),
        Button(label=say("Its words"), does="cabinet.words"),
    ]
    return Card(
        title=say("Weekly Cabinet digest"),
        state=_state(settings),
        parts=[Facts(_rows(known, today)), *_trouble(known, today), Note(LATE)],
        buttons=buttons,
        more=more,
    )


ALL_READ = say("Everybody in the conversation of the Cabinet reads it.")


def _state(settings: Settings) -> Said | str:
    if not settings["digest_channel"]:
        return say("Not in force: no conversation is set")
    return say("Paused") if settings["digest_paused"] == "yes" else say("In force")


def _rows(known: SetUp, today: date) -> list[tuple[str, str]]:
    settings = known.settings
    where = f"#{known.label}" if known.label else settings["digest_channel"] or say("nowhere yet")
    return [
        (say("Comes"), _weekly(settings, "digest")),
        (say("The Cabinet meets"), _weekly(settings, "cabinet")),
        (say("Goes to"), where),
        (say("Next"), _moment(known.following, today) if known.following else say("none")),
        (say("Last"), day(known.last, today) if known.last else say("none yet")),
    ]


def _weekly(settings: Settings, which: str) -> Said:
    return joined(" ", [DAYS[Weekday(settings[f"{which}_day"])], clock(time.fromisoformat(settings[f"{which}_time"]))])


def _moment(when: datetime, today: date) -> Said:
    return joined(" ", [day(when.date(), today), clock(when)])


def _trouble(known: SetUp, today: date) -> list[Part]:
    found: list[Part] = [
        Text(say("{day}: it came too late, and was left out.", day=day(one, today))) for one in known.missed
    ]
    if known.problem:
        found.append(Text(say("The conversation {happened}. {do}", happened=known.problem[0], do=known.problem[1])))
    if not known.settings["digest_channel"]:
        found.append(Text(SAY_IT))
    return found


def set_up_form(settings: Settings) -> Form:
    days = [Option(value=str(one), label=DAYS[one]) for one in WEEKDAYS]
    when = [
        Ask(
            name="digest_day",
            label=say("On which day does it come?"),
            kind="choice",
            options=days,
            value=settings["digest_day"],
        ),
        _time("digest_time", say("At what time?"), settings),
        Ask(
            name="cabinet_day",
            label=say("On which day does the Cabinet meet?"),
            kind="choice",
            options=days,
            value=settings["cabinet_day"],
        ),
        _time("cabinet_time", say("At what time does it meet?"), settings),
    ]
    hint = say("Staff alone may be in it. Invite Kaizen there first: type /invite @Kaizen in it.")
    where = Ask(
        name="digest_channel", label=CHANNEL, kind="channel", optional=True, hint=hint, value=settings["digest_channel"]
    )
    lead = Note(say("On a day without school it comes on the next working day."))
    return Form(title=say("Cabinet digest"), does="cabinet.save", submit=say("Save"), parts=[lead, *when, where])


def _time(key: str, label: str, settings: Settings) -> Ask:
    hint = say("{time} if you leave it empty.", time=KEYS[key].default)
    return Ask(name=key, label=label, hint=hint, optional=True, value=settings[key], most=SHORT)


def missed_card(when: date, today: date) -> Card:
    """To the quality office: one did not come."""
    said = say("Kaizen could not post it before the Cabinet met. The next one says so.")
    return Card(
        title=say("The Cabinet digest of {day} was left out", day=day(when, today)),
        parts=[Text(said)],
        buttons=[
            Button(label=say("Preview"), does="cabinet.preview"),
            Button(label=say("Post it now"), does="cabinet.again", confirm=ALL_READ),
        ],
    )


def gone_card() -> Card:
    return Card(title=say("There is no such digest."))


# Its words


def title_of(section: Section) -> str:
    return TITLES.get(section, STATE_TITLE)


def words_card(shown: Mapping[Section, tuple[str, bool]]) -> Card:
    """Each section with what it says now, and whether the district wrote that itself."""
    items = [
        Item(
            name=joined(" · ", [title_of(section), say("your words")]) if own else title_of(section),
            detail=text,
            button=Button(label=say("Edit"), does="cabinet.word_form", about=str(section)),
        )
        for section, (text, own) in shown.items()
    ]
    return Card(title=say("Words of the Cabinet digest"), parts=[Items(items), Note(HOW)])


HOW = say("Each section says a few sentences by a template. Lists and buttons are added by Kaizen.")


def word_form(section: Section, text: str, known: Sequence[str]) -> Form:
    hint = say(
        "Between the words stand values in two braces. There are: {known}. Leave it empty for Kaizen's own words.",
        known=", ".join(known),
    )
    ask = Ask(
        name="text", label=title_of(section), kind="paragraph", hint=hint, optional=True, value=text, most=LONGEST
    )
    return Form(title=say("Edit the words"), does="cabinet.word", about=str(section), submit=say("Save"), parts=[ask])


def broken_words_card(section: Section, why: str) -> Card:
    """To the quality office: the district's own words did not work, so Kaizen's were used."""
    return Card(
        title=say("Your words for “{section}” did not work", section=title_of(section)),
        parts=[Text(say("The digest says it in Kaizen's own words instead. {why}", why=why))],
        buttons=[Button(label=say("Edit"), does="cabinet.word_form", about=str(section))],
    )
