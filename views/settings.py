"""What a district has set: a short card, and a form for each part of it."""

from collections.abc import Mapping, Sequence

from domain.causes import written
from domain.frozen import dataclass
from domain.meetings import QUORUMS
from domain.places import Place
from domain.settings import CLOCKS, KEYS, LONG, PRESETS, SHORT, Settings
from domain.texts import joined, noted, say, say_many
from views.elements import Ask, Button, Buttons, Card, Facts, Form, Note, Option, Part
from views.languages import spoken

BOX = 3000  # characters that every platform takes in one box
ROOM = BOX // 2  # characters of a list that is changed as a whole: as many fit beside them
NUMBERINGS: Mapping[str, str] = {
    "calendar": say("The calendar year"),
    "school": say("The school year, by the year it begins in"),
}
STAFF: Mapping[str, str] = {
    "everyone": say("Everybody but guests; in Teams, only the staff list"),
    "domain": say("Everybody with an e-mail address of our domain"),
    "group": say("The members of a user group"),
    "named": say("Only those on the staff list, and who holds a seat"),
}
#: Whether public copies name staff.
NAMES: Mapping[str, str] = {"no": say("No"), "yes": say("Yes")}
SIZES = joined(" · ", (joined(": ", said) for said in PRESETS.values()))
PARTS = (
    (say("District"), "settings.district"),
    (say("Schools and departments"), "settings.places"),
    (say("Clocks"), "settings.clocks"),
    (say("Causes"), "settings.causes"),
    (say("Calendar"), "calendar.open"),
    (say("Conversations"), "settings.conversations"),
    (say("Cabinet digest"), "cabinet.open"),
    (say("Who may use it"), "settings.staff"),
)


def settings_card(settings: Settings, schools: int, departments: int) -> Card:
    """What holds now, and a button for each part of it."""
    buttons = [Button(label=label, does=does) for label, does in PARTS]
    timed = [*CLOCKS, "working_hours", "morning"]
    changed = sum(settings[key] != KEYS[key].default for key in timed)
    rows = [
        (say("District"), settings["name"] or say("no name yet")),
        (say("Time zone"), settings["timezone"]),
        (say("Size"), PRESETS[settings["preset"]][0]),
        (say("Who may use it"), STAFF.get(settings["staff"].partition(":")[0], "")),
        (say("Places"), joined(", ", [_schools(schools), _departments(departments)])),
        (
            say("Clocks"),
            say("{changed} of {n} changed", changed=changed, n=len(timed)) if changed else say("as recommended"),
        ),
        (say("Causes"), say("{n} to choose from", n=len(settings.causes))),
        (
            say("Days without school"),
            say_many(
                "{n} entry for the whole district", "{n} entries for the whole district", len(settings.closures())
            ),
        ),
    ]
    shown: list[Part] = [Facts(rows), Buttons(buttons[:4]), Buttons(buttons[4:])]
    return Card(title=say("Settings"), parts=[*shown, Note(say("Each change stands in history, with your name."))])


def _schools(n: int) -> str:
    return say_many("{n} school", "{n} schools", n)


def _departments(n: int) -> str:
    return say_many("{n} department", "{n} departments", n)


def district_form(settings: Settings) -> Form:
    return Form(
        title=say("District"),
        does="settings.save_district",
        submit=say("Save"),
        parts=[
            Ask(name="name", label=KEYS["name"].means, optional=True, value=settings["name"], most=SHORT),
            Ask(name="timezone", label=KEYS["timezone"].means, value=settings["timezone"], most=SHORT),
            _choice("preset", settings, [Option(value=k, label=said) for k, (said, _) in PRESETS.items()], hint=SIZES),
            _choice("numbering", settings, [Option(value=key, label=said) for key, said in NUMBERINGS.items()]),
            _language(settings),
            _text("objectives", settings, optional=True),
            _text("danger", settings),
            _text("who_to_tell", settings),
            Ask(name="terms", label=KEYS["terms"].means, value=settings["terms"], most=SHORT),
            _choice("quorum", settings, _quorums(settings)),
            *_numbers("smallest_scores", "smallest_comments", settings=settings),
            _choice("public_names", settings, [Option(value=key, label=said) for key, said in NAMES.items()]),
            Ask(
                name="public_law",
                label=KEYS["public_law"].means,
                optional=True,
                value=settings["public_law"],
                most=SHORT,
            ),
        ],
    )


def _quorums(settings: Settings) -> list[Option]:
    """The usual rules, and small numbers; another one that was set by command stays on offer."""
    numbers = sorted({*range(2, 13), *([int(settings["quorum"])] if settings["quorum"].isdecimal() else [])})
    counted = [Option(value=str(n), label=say_many("{n} of them", "{n} of them", n)) for n in numbers]
    return [*(Option(value=key, label=said) for key, said in QUORUMS.items()), *counted]


def _numbers(*keys: str, settings: Settings) -> list[Part | Ask]:
    return [Ask(name=key, label=KEYS[key].means, value=settings[key], most=3) for key in keys]


def _language(settings: Settings) -> Ask:
    """One that was set by command and that the bot does not speak yet stays on offer, by its code."""
    names = {settings["language"]: settings["language"], **spoken()}
    options = [Option(value=tag, label=name) for tag, name in sorted(names.items(), key=lambda one: one[1])]
    return _choice("language", settings, options, hint=say("Everybody else is answered in the language of their own."))


def places_form(schools: Sequence[Place], departments: Sequence[Place], *, small: bool = False) -> Form:
    asked = [] if small else _places("department", PLACES[1], departments)
    return Form(
        title=say("Schools and places"),
        does="settings.save_places",
        submit=say("Save"),
        parts=[*_places("school", PLACES[0], schools), *asked],
    )


@dataclass(frozen=True, slots=True)
class Wording:
    """What is asked about places of a kind."""

    all: str
    many: str
    new: str
    closed: str


PLACES = (
    Wording(
        all=say("Schools"),
        many=noted("Schools: {n} are on file, too many for one box."),
        new=say("Which schools are new?"),
        closed=say("Which school closes?"),
    ),
    Wording(
        all=say("Departments"),
        many=noted("Departments: {n} are on file, too many for one box."),
        new=say("Which departments are new?"),
        closed=say("Which department closes?"),
    ),
)
BACK = say("It is closed, not deleted. Type its name above to open it again.")


def _places(kind: str, words: Wording, places: Sequence[Place]) -> list[Part | Ask]:
    """The whole list in one box; a long one is changed by what is new and by what closes."""
    names = "\n".join(place.name for place in places)
    if len(names) <= ROOM:
        hint = say("One a line. A name that you take out is closed, not deleted.")
        return [Ask(name=f"{kind}s", label=words.all, kind="paragraph", optional=True, hint=hint, value=names)]
    options = [Option(value=place.id, label=place.name) for place in places]
    return [
        Note(say(words.many, n=len(places))),
        Ask(name=f"new_{kind}s", label=words.new, kind="paragraph", optional=True, hint=say("One a line.")),
        Ask(
            name=f"closed_{kind}",
            label=words.closed,
            kind="choice",
            optional=True,
            hint=BACK,
            options=options,
            search=f"places.{kind}",
        ),
    ]


COPIES: Mapping[str, str] = {
    "usual": say("Yes, but not in a small district"),
    "on": say("Yes"),
    "off": say("No"),
}


def clocks_form(settings: Settings) -> Form:
    asks = [
        Ask(
            name=key,
            label=means,
            hint=say("{days} if you leave it empty.", days=days),
            optional=True,
            value=settings[key],
            most=3,
        )
        for key, (means, days) in CLOCKS.items()
    ]
    hours = Ask(
        name="working_hours",
        label=KEYS["working_hours"].means,
        hint=say(
            "Urgent reports are brought up within them. {hours} if you leave it empty.",
            hours=KEYS["working_hours"].default,
        ),
        optional=True,
        value=settings["working_hours"],
        most=SHORT,
    )
    morning = Ask(
        name="morning",
        label=KEYS["morning"].means,
        hint=say("Anybody may choose another one for themselves. If you leave it empty, when work begins."),
        example="07:30",
        optional=True,
        value=settings["morning"],
        most=SHORT,
    )
    copies = Ask(
        name="supervisor_copies",
        label=KEYS["supervisor_copies"].means,
        kind="choice",
        hint=say("Of what is 3 business days late and no quick fix."),
        options=[Option(value=key, label=said) for key, said in COPIES.items()],
        value=settings["supervisor_copies"],
    )
    lead = Note(
        say("Reports that were accepted keep their dates; new ones follow. “Business” leaves out days without school.")
    )
    return Form(
        title=say("Clocks"),
        does="settings.save_clocks",
        submit=say("Save"),
        parts=[lead, *asks, hours, morning, copies],
    )


def causes_form(settings: Settings) -> Form:
    hint = say(
        "One a line: a short key, a colon, the words that people choose. "
        "Old reports keep the words of a cause that you take out. Leave it empty for the list that Kaizen starts with."
    )
    lines = written(settings.causes).splitlines()
    asked = box("causes", say("Which causes can be chosen?"), lines, hint=hint)
    return Form(title=say("Causes"), does="settings.save_causes", submit=say("Save"), parts=[asked])


def conversations_form(settings: Settings) -> Form:
    hint = say("Invite Kaizen there first: type /invite @Kaizen in it.")
    asks = [_channel("digest_channel", say("Where does the weekly Cabinet digest go?"), settings, hint)]
    if not settings.is_small:  # else the Cabinet is the Management Review Team
        asks.append(_channel("mrt_channel", say("Where does the monthly MRT agenda go?"), settings, hint))
    return Form(title=say("Conversations"), does="settings.save_conversations", submit=say("Save"), parts=asks)


def staff_form(settings: Settings) -> Form:
    kind, _, which = settings["staff"].partition(":")
    return Form(
        title=say("Who may use Kaizen"),
        does="settings.save_staff",
        submit=say("Save"),
        parts=[
            Ask(
                name="kind",
                label=say("Who may report, and look reports up?"),
                kind="choice",
                options=[Option(value=key, label=said) for key, said in STAFF.items()],
                value=kind,
            ),
            Ask(
                name="which",
                label=say("Which domain, or which group?"),
                optional=True,
                hint=say("A domain is what follows the @. The id of a group is behind ⋮ on its page in Slack."),
                example=say("example.org or S0123ABCD"),
                value=which,
                most=SHORT,
            ),
            Ask(
                name="public_link",
                label=say("Where are all others sent?"),
                kind="link",
                optional=True,
                hint=say("An address that begins with https://. It stands in the sentence that they get."),
                value=settings["public_link"],
            ),
            Note(say("Guests, apps and closed accounts may not, unless you name them as staff: People, on Home.")),
        ],
    )


def box(name: str, label: str, lines: Sequence[str], *, hint: str = "") -> Ask | Note:
    """Lines to change; where they are too many for a box they are not offered, since a part would look whole."""
    text = "\n".join(lines)
    if len(text) > BOX:
        return Note(
            say("{label}: {n} are on file, more than fit here. Your IT office changes them.", label=label, n=len(lines))
        )
    return Ask(name=name, label=label, kind="paragraph", optional=True, hint=hint, value=text, most=BOX)


def _channel(key: str, label: str, settings: Settings, hint: str) -> Ask:
    return Ask(name=key, label=label, kind="channel", optional=True, hint=hint, value=settings[key])


def _choice(key: str, settings: Settings, options: Sequence[Option], *, hint: str = "") -> Ask:
    return Ask(name=key, label=KEYS[key].means, kind="choice", hint=hint, options=options, value=settings[key])


def _text(key: str, settings: Settings, *, optional: bool = False) -> Ask:
    label = KEYS[key].means
    return Ask(name=key, label=label, kind="paragraph", optional=optional, value=settings[key], most=LONG)
