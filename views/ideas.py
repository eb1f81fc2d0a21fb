"""Ideas: the one box, the card with what whoever looks can do, lists, and what is asked when somebody decides."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from domain.cars import REASON_MAX, REDACTED, WHAT_MAX
from domain.frozen import dataclass
from domain.ideas import (
    OPEN,
    STEP_DAYS,
    Idea,
    IdeaState,
    may_decide,
    may_raise,
    may_report,
    may_undo,
    state_in_words,
)
from domain.places import Place
from domain.plans import STEP_MAX, Step, StepStatus
from domain.texts import command, joined, say
from views.car_forms import place_asks
from views.dates import day, due
from views.elements import Ask, Button, Buttons, Card, Facts, Form, Heading, Item, Items, Note, Part, Quote, Text
from views.look import Look
from views.names import NO_NAMES
from views.pages import page_of
from views.plans import typed
from views.work_forms import DONE, ENDS

PAGE = 10  # ideas
TITLES: Mapping[str, str] = {
    "open": say("Ideas"),
    "mine": say("Your ideas"),
    "all": say("All ideas"),
    "decide": say("Ideas for you to decide"),
    "do": say("Ideas that you carry out"),
}
GIVE = Button(label=say("Give an idea"), does="idea.start", primary=True)


@dataclass(frozen=True, kw_only=True, slots=True)
class IdeaPile:
    """Some of the ideas that concern a person on Home, and how many there are."""

    scope: str
    ideas: Sequence[Idea]
    total: int


def heading(idea: Idea) -> str:
    return joined(" · ", [idea.number, idea.title])


def idea_form(schools: Sequence[Place], given: Mapping[str, Any]) -> Form:
    """One box; the school is filled in."""
    return Form(
        title=say("Give an idea"),
        does="idea.give",
        parts=[
            Ask(
                name="what",
                label=say("What could be better, and how?"),
                kind="paragraph",
                hint=NO_NAMES,
                example=say("A list of all substitute plans in one place would save each morning a phone call."),
                value=given.get("what"),
                most=WHAT_MAX,
            ),
            *place_asks("school", say("Which school?"), schools, given.get("school")),
            Note(say("Something is broken or unsafe? Report it instead: {car}", car=command("car"))),
        ],
    )


def idea_card(idea: Idea, step: Step | None, look: Look, *, lead: str = "") -> Card:
    """An idea with what this person can do now. `lead` says why they get it."""
    buttons, more = _acts(idea, look)
    return Card(
        title=heading(idea),
        state=state_in_words(idea, look.today),
        parts=[
            *([Text(lead)] if lead else []),
            Facts(_facts(idea, look)),
            *_what(idea),
            *_decision(idea),
            *([Items([_step_item(step, look)])] if step else []),
            Note(_foot(idea, look)),
        ],
        buttons=buttons,
        more=more,
    )


def _facts(idea: Idea, look: Look) -> list[tuple[str, str]]:
    rows: list[tuple[str, str]] = [(say("Idea of"), look.person(idea.by))]
    if idea.school:
        rows.append((say("School"), look.names.place(idea.school)))
    if idea.car:
        rows.append((say("Report"), idea.car))
    if idea.decided_by and idea.decided_at:
        when = day(idea.decided_at.astimezone(look.zone).date(), look.today)
        rows.append((say("Decided"), joined(", ", [look.person(idea.decided_by), when])))
    return rows


def _what(idea: Idea) -> list[Part]:
    return [] if idea.what.strip() in ("", idea.title, REDACTED) else [Quote(idea.what)]


def _decision(idea: Idea) -> list[Part]:
    return [Text(joined(": ", [say("Why"), typed(idea.reason)]))] if idea.reason else []


def _step_item(step: Step, look: Look) -> Item:
    name = joined(" · ", [say("Step {n}", n=step.number), typed(step.what)])
    return Item(name=name, detail=_step_detail(step, look), button=_step_act(step, look))


def _step_detail(step: Step, look: Look) -> str:
    who = look.person(step.owner)
    ended = step.done_on or step.cancelled_on
    match step.status:
        case StepStatus.DONE | StepStatus.CANCELLED if ended:
            did = say("done") if step.status is StepStatus.DONE else say("not needed")
            said = typed(step.evidence or step.reason or "")
            return joined(" · ", [who, joined(" ", [did, day(ended, look.today)]), said])
        case _:
            return joined(" · ", [who, say("due {due}", due=due(step.due, look.today))])


def _step_act(step: Step, look: Look) -> Button | None:
    if not may_report(step, look.viewer):
        return None
    if step.is_settled:
        return Button(label=say("Undo"), does="step.undo", about=str(step.number))
    return Button(label=say("Mark done"), does="step.form", about=str(step.number))


def _foot(idea: Idea, look: Look) -> str:
    given = say("Given {day}", day=day(idea.given_on, look.today))
    if idea.state not in OPEN:
        return given
    if may_decide(idea, look.viewer):
        return joined(" · ", [given, say("Waiting for you")])
    team = idea.state is IdeaState.REVIEW_TEAM
    waited = say("Waiting for the Management Review Team") if team else say("Waiting for the Cabinet")
    return joined(" · ", [given, waited])


def _acts(idea: Idea, look: Look) -> tuple[list[Button], list[Button]]:
    """Three of them, one primary; the rare ones behind "More …"."""
    buttons, more = [], []
    number = idea.number
    if look.now is not None and may_undo(idea, look.viewer, look.now):
        buttons.append(Button(label=say("Undo"), does="idea.undo", about=number))
    if may_decide(idea, look.viewer):
        buttons += [
            Button(label=say("Take it up"), does="idea.adopt_form", about=number, primary=True),
            Button(label=say("Not now"), does="idea.later_form", about=number),
        ]
        more = [
            Button(label=say("Decline"), does="idea.decline_form", about=number),
            *([] if idea.state is IdeaState.REVIEW_TEAM else [_to_team(number)]),
            *(
                [Button(label=say("Make a report"), does="idea.raise_form", about=number)]
                if _raises(idea, look)
                else []
            ),
        ]
    if idea.car:
        buttons.append(Button(label=say("Show the report"), does="car.show", about=idea.car))
    if look.viewer.is_mr:
        more.append(Button(label=say("Remove words …"), does="idea.remove_form", about=number))
    return buttons, more


def _raises(idea: Idea, look: Look) -> bool:
    return may_raise(idea, look.viewer)


def _to_team(number: str) -> Button:
    return Button(label=say("To the Management Review Team"), does="idea.to_team", about=number)


def idea_items(ideas: Sequence[Idea], look: Look) -> Items:
    return Items(
        [
            Item(
                name=heading(idea),
                detail=joined(" · ", [state_in_words(idea, look.today), day(idea.given_on, look.today)]),
                button=Button(label=say("Show"), does="idea.show", about=idea.number),
            )
            for idea in ideas
        ]
    )


def list_card(ideas: Sequence[Idea], look: Look, *, scope: str, offset: int, total: int) -> Card:
    """One page; `scope` is the word typed behind "/idea list"."""
    if not ideas:
        return Card(title=TITLES[scope], parts=[Text(say("None.")), _how()], buttons=[GIVE])
    pages = [
        *([_page(say("Newer"), scope, max(0, offset - PAGE))] if offset else []),
        *([_page(say("Older"), scope, offset + PAGE)] if offset + PAGE < total else []),
    ]
    title = say("{title} ({span})", title=TITLES[scope], span=page_of(offset, len(ideas), total))
    return Card(title=title, parts=[idea_items(ideas, look), _how()], buttons=[*pages, GIVE])


def _page(label: str, scope: str, offset: int) -> Button:
    return Button(label=label, does="idea.page", about=f"{scope} {offset}")


def _how() -> Note:
    listed = say("{list} open, mine, decide, do or all", list=command("idea list"))
    return Note(joined(" · ", [listed, say("{show} and a number", show=command("idea show"))]))


def pile_parts(pile: IdeaPile, look: Look) -> list[Part]:
    """On Home: what waits for this person."""
    title = say("{title} ({n})", title=TITLES[pile.scope], n=pile.total)
    rest = [Buttons([_page(say("All {total}", total=pile.total), pile.scope, 0)])] if _more(pile) else []
    return [Heading(title), idea_items(pile.ideas, look), *rest]


def _more(pile: IdeaPile) -> bool:
    return pile.total > len(pile.ideas)


def kept_card(idea: Idea) -> Card:
    """Said where somebody typed it, with none of its words."""
    said = say("Thank you. The Cabinet looks at it; you hear here what becomes of it.")
    show = Button(label=say("Show"), does="idea.show", about=idea.number)
    return Card(title=joined(" · ", [idea.number, idea.seen]), parts=[Text(said)], buttons=[show])


def gone_card(number: str) -> Card:
    return Card(title=number, parts=[Text(say("This was taken back for now. There is nothing for you to do."))])


# What is asked


def _head(idea: Idea) -> Text:
    return Text(heading(idea))


def _words(name: str, label: str, *, hint: str = "", most: int = REASON_MAX, **more: Any) -> Ask:
    return Ask(name=name, label=label, kind="paragraph", hint=joined(" ", [hint, NO_NAMES]), most=most, **more)


READS = say("The person who gave it reads this.")


def adopt_form(idea: Idea, owner: str, today: date) -> Form:
    title = "" if idea.what in ("", REDACTED) else idea.title
    return Form(
        title=say("Take it up"),
        does="idea.adopt",
        about=idea.number,
        submit=say("Take it up"),
        parts=[
            _head(idea),
            _words("what", say("What is to be done?"), value=title or None, most=STEP_MAX),
            Ask(name="owner", label=say("Who does it?"), kind="person", value=owner),
            Ask(name="due", label=say("By when?"), kind="date", value=today + timedelta(days=STEP_DAYS)),
        ],
    )


def later_form(idea: Idea) -> Form:
    return Form(
        title=say("Not now"),
        does="idea.later",
        about=idea.number,
        submit=say("Put it off"),
        parts=[
            _head(idea),
            Ask(name="until", label=say("When do you look at it again?"), kind="date"),
            _words("reason", say("Why not now?"), hint=READS, optional=True),
        ],
    )


def decline_form(idea: Idea) -> Form:
    return Form(
        title=say("Decline"),
        does="idea.decline",
        about=idea.number,
        submit=say("Decline"),
        parts=[_head(idea), _words("reason", say("Why is it not taken up?"), hint=READS)],
    )


def raise_form(idea: Idea, schools: Sequence[Place], today: date) -> Form:
    return Form(
        title=say("Make a report"),
        does="idea.raise",
        about=idea.number,
        submit=say("Report it"),
        parts=[
            _head(idea),
            Note(say("It is a report of yours then, and this idea points to it.")),
            _words("what", say("What happened?"), value=None if idea.what == REDACTED else idea.what, most=WHAT_MAX),
            *place_asks("school", say("Which school?"), schools, idea.school),
            Ask(name="happened_on", label=say("When?"), kind="date", value=today),
        ],
    )


def idea_step_form(idea: Idea, step: Step) -> Form:
    return Form(
        title=say("Mark done"),
        does="step.report",
        about=str(step.number),
        submit=say("Send"),
        parts=[
            _head(idea),
            Quote(step.what),
            Ask(name="as_", label=say("How did it end?"), kind="choice", options=ENDS, value=DONE),
            _words("said", say("What shows it, or why is it not needed?"), example=say("The list hangs at the gate.")),
        ],
    )


def remove_form(idea: Idea) -> Form:
    return Form(
        title=say("Remove words"),
        does="idea.remove",
        about=idea.number,
        submit=say("Remove for good"),
        parts=[
            _head(idea),
            Note(
                say(
                    "All that was typed into this idea and its step is removed for good; nobody can bring it back. "
                    "Who removed it, when and why stays on record."
                )
            ),
            Ask(
                name="reason",
                label=say("Why?"),
                kind="paragraph",
                hint=say("It stays on record, so do not repeat here what you remove."),
                most=REASON_MAX,
            ),
        ],
    )
