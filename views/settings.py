"""What a district has set: a short card, and a form for each part of it."""

from collections.abc import Mapping, Sequence

from domain.causes import written
from domain.settings import CLOCKS, KEYS, LONG, PRESETS, SHORT, Settings
from views.elements import Ask, Button, Buttons, Card, Facts, Form, Note, Option, Part

BOX = 3000  # characters that every platform takes in one box
NUMBERINGS: Mapping[str, str] = {"calendar": "The calendar year", "school": "The school year, by the year it begins in"}
STAFF: Mapping[str, str] = {
    "everyone": "Everybody in this workspace but guests",
    "domain": "Everybody with an e-mail address of our domain",
    "group": "The members of a user group",
    "named": "Only those on the staff list, and who holds a seat",
}
SIZES = " ".join(f"{said}: {means[0].lower()}{means[1:]}." for said, means in PRESETS.values())
PARTS = (
    ("District", "settings.district"),
    ("Schools and departments", "settings.places"),
    ("Clocks", "settings.clocks"),
    ("Causes", "settings.causes"),
    ("Calendar", "calendar.open"),
    ("Conversations", "settings.conversations"),
    ("Who may use it", "settings.staff"),
)


def settings_card(settings: Settings, schools: int, departments: int) -> Card:
    """What holds now, and a button for each part of it."""
    buttons = [Button(label=label, does=does) for label, does in PARTS]
    changed = sum(settings[key] != str(days) for key, (_, days) in CLOCKS.items())
    rows = [
        ("District", settings["name"] or "no name yet"),
        ("Time zone", settings["timezone"]),
        ("Size", PRESETS[settings["preset"]][0]),
        ("Who may use it", STAFF.get(settings["staff"].partition(":")[0], "")),
        ("Places", f"{schools} schools, {departments} departments"),
        ("Clocks", f"{changed} of {len(CLOCKS)} changed" if changed else "as recommended"),
        ("Causes", f"{len(settings.causes)} to choose from"),
        ("Days without school", f"{len(settings.closures())} entries for the whole district"),
    ]
    shown: list[Part] = [Facts(rows), Buttons(buttons[:4]), Buttons(buttons[4:])]
    return Card(title="Settings", parts=[*shown, Note("Each change stands in history, with your name.")])


def district_form(settings: Settings) -> Form:
    return Form(
        title="District",
        does="settings.save_district",
        submit="Save",
        parts=[
            Ask(name="name", label=KEYS["name"].means, optional=True, value=settings["name"], most=SHORT),
            Ask(name="timezone", label=KEYS["timezone"].means, value=settings["timezone"], most=SHORT),
            _choice("preset", settings, [Option(value=k, label=said) for k, (said, _) in PRESETS.items()], hint=SIZES),
            _choice("numbering", settings, [Option(value=key, label=said) for key, said in NUMBERINGS.items()]),
            _text("objectives", settings, optional=True),
            _text("danger", settings),
            _text("who_to_tell", settings),
        ],
    )


def places_form(schools: Sequence[str], departments: Sequence[str]) -> Form:
    hint = "One a line. A name that you take out is closed, not deleted."
    boxes = [
        box("schools", "Schools", schools, hint=hint),
        box("departments", "Departments", departments, hint=hint),
    ]
    return Form(title="Schools and places", does="settings.save_places", submit="Save", parts=boxes)


def clocks_form(settings: Settings) -> Form:
    asks = [
        Ask(name=key, label=means, hint=f"{days} if you leave it empty.", optional=True, value=settings[key], most=3)
        for key, (means, days) in CLOCKS.items()
    ]
    lead = Note(
        "Reports that were accepted keep their dates; new ones follow. “Business” leaves out days without school."
    )
    return Form(title="Clocks", does="settings.save_clocks", submit="Save", parts=[lead, *asks])


def causes_form(settings: Settings) -> Form:
    hint = (
        "One a line: a short key, a colon, the words that people choose. "
        "Old reports keep the words of a cause that you take out. Leave it empty for the list that Kaizen starts with."
    )
    lines = written(settings.causes).splitlines()
    asked = box("causes", "Which causes can be chosen?", lines, hint=hint)
    return Form(title="Causes", does="settings.save_causes", submit="Save", parts=[asked])


def conversations_form(settings: Settings) -> Form:
    hint = "Invite Kaizen there first: type /invite @Kaizen in it."
    asks = [
        _channel("digest_channel", "Where does the weekly Cabinet digest go?", settings, hint),
        _channel("mrt_channel", "Where does the monthly MRT agenda go?", settings, hint),
    ]
    return Form(title="Conversations", does="settings.save_conversations", submit="Save", parts=asks)


def staff_form(settings: Settings) -> Form:
    kind, _, which = settings["staff"].partition(":")
    return Form(
        title="Who may use Kaizen",
        does="settings.save_staff",
        submit="Save",
        parts=[
            Ask(
                name="kind",
                label="Who may report, and look reports up?",
                kind="choice",
                options=[Option(value=key, label=said) for key, said in STAFF.items()],
                value=kind,
            ),
            Ask(
                name="which",
                label="Which domain, or which group?",
                optional=True,
                hint="A domain is what follows the @. The id of a group is behind ⋮ on its page in Slack.",
                example="example.org or S0123ABCD",
                value=which,
                most=SHORT,
            ),
            Note("Guests, apps and closed accounts may not, unless you put them on the staff list: People, on Home."),
        ],
    )


def box(name: str, label: str, lines: Sequence[str], *, hint: str = "") -> Ask | Note:
    """Lines to change; where they are too many for a box they are not offered, since a part would look whole."""
    text = "\n".join(lines)
    if len(text) > BOX:
        return Note(f"{label}: {len(lines)} are on file, more than fit here. Your IT office changes them.")
    return Ask(name=name, label=label, kind="paragraph", optional=True, hint=hint, value=text, most=BOX)


def _channel(key: str, label: str, settings: Settings, hint: str) -> Ask:
    return Ask(name=key, label=label, kind="channel", optional=True, hint=hint, value=settings[key])


def _choice(key: str, settings: Settings, options: Sequence[Option], *, hint: str = "") -> Ask:
    return Ask(name=key, label=KEYS[key].means, kind="choice", hint=hint, options=options, value=settings[key])


def _text(key: str, settings: Settings, *, optional: bool = False) -> Ask:
    label = KEYS[key].means
    return Ask(name=key, label=label, kind="paragraph", optional=optional, value=settings[key], most=LONG)
