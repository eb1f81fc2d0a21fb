"""Quick polls: the form, the card that stands in the conversation, what whoever answered is told, and the chart."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, tzinfo
from typing import Any

from domain.anonymity import Shown
from domain.frozen import dataclass
from domain.holds import REASON_MAX
from domain.people import PersonId
from domain.polls import ANSWER_MAX, MODES, MOST, QUESTION_MAX, SPANS, Choice, Poll
from domain.texts import Said, command, joined, say, say_many
from views.charts import Bars, Row
from views.dates import clock, day
from views.elements import Ask, Button, Card, Form, Item, Items, Note, Option, Picture, Text
from views.names import NO_NAMES
from views.pages import page_of

PAGE = 10  # polls
BLOCKS = 10  # of a bar that is written
PROMISE = say(
    "This holds against the database, logs and backups, not against somebody who changes the running program. Your "
    "chat administrators can export what stands in chat."
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Counted:
    """A poll as it stands: what may be shown of its answers by now, who began it, and where people's clocks are."""

    poll: Poll
    shown: Shown | None  # None: nothing yet
    by: str
    today: date
    zone: tzinfo
    removes: bool = False  # whoever looks may remove its words

    @property
    def closes(self) -> Said:
        return self._moment(self.poll.closes_at)

    @property
    def ended(self) -> Said:
        return self._moment(self.poll.closed_at or self.poll.closes_at)

    def _moment(self, when: datetime) -> Said:
        local = when.astimezone(self.zone)
        return say("{day}, {time}", day=day(local.date(), self.today), time=clock(local))

    @property
    def finding(self) -> Said:
        """What it came to, in a sentence."""
        if self.poll.is_removed:
            return say("Its words were removed.")
        return _finding(self.poll, self.shown) if self.shown else say("Closed")


def poll_form(where: Option, given: Mapping[str, Any], modes: Sequence[str]) -> Form:
    """`where` is the conversation in which it is asked."""
    return Form(
        title=say("Ask a question"),
        does="poll.begin",
        submit=say("Ask it"),
        parts=[
            Ask(
                name="question",
                label=say("What do you ask?"),
                example=say("Which day suits you for the workshop?"),
                value=given.get("question"),
                most=QUESTION_MAX,
            ),
            Ask(
                name="answers",
                label=say("Which answers can people choose? One a line."),
                kind="paragraph",
                hint=NO_NAMES,
                value=given.get("answers"),
                most=MOST * (ANSWER_MAX + 1),
            ),
            Ask(
                name="mode",
                label=say("Does anybody see who said what? It cannot be changed later."),
                kind="choice",
                options=[Option(value=mode, label=MODES[mode][0], detail=MODES[mode][1]) for mode in modes],
                value=given.get("mode", modes[0]),
            ),
            Ask(
                name="span",
                label=say("How long is it open?"),
                kind="choice",
                options=[Option(value=span, label=words) for span, (words, _) in SPANS.items()],
                value=given.get("span", "day"),
            ),
            Ask(name="where", label=say("Where is it asked?"), kind="choice", options=[where], value=where.value),
        ],
    )


def posted_card(at: Counted) -> Card:
    """The poll as everybody in the conversation sees it."""
    poll = at.poll
    if poll.is_removed:
        return Card(title=poll.question, parts=[Text(say("Its words were removed.")), Note(poll.number)])
    if poll.closed_at is not None:
        return _closed_card(at)
    end = Button(label=say("Close it"), does="poll.close", about=poll.number)
    who = Button(label=say("Show who said what"), does="poll.who", about=poll.number)
    return Card(
        title=poll.question,
        state=say("open until {time}", time=at.closes),
        parts=[Items([_choice(choice, at) for choice in poll.choices]), *(Note(one) for one in _notes(at))],
        buttons=[who] if poll.is_named and at.shown and at.shown.n else [],
        more=[end, *_removal(at)],
    )


def _choice(choice: Choice, at: Counted) -> Item:
    does = "poll.vote" if at.poll.is_named else "poll.seal"
    press = Button(label=say("Choose {letter}", letter=choice.key), does=does, about=f"{at.poll.number} {choice.key}")
    detail = bar_said(choice.key, at.shown) if at.shown else ""
    return Item(name=_named(choice), detail=detail, button=press)


def _named(choice: Choice) -> Said:
    return joined(" · ", [choice.key, choice.text])


def _notes(at: Counted) -> list[str]:
    poll, asks = at.poll, say("{who} asks", who=at.by)
    if poll.is_named:
        number = say_many("{n} answer", "{n} answers", at.shown.n if at.shown else 0)
        named = say("Named: who answers is seen here. You can change your answer until it closes.")
        return [joined(" · ", [poll.number, asks, number]), named]
    limit = say("With fewer than {n} answers nothing is shown, and nothing is kept.", n=poll.smallest)
    sealed = say(
        "Anonymous: nobody sees who said what. Your answer is sealed and cannot be changed. {limit}", limit=limit
    )
    return [joined(" · ", [poll.number, asks]), sealed, PROMISE]


def _closed_card(at: Counted) -> Card:
    poll = at.poll
    if at.shown is None:
        late = say(
            "What was answered could not be opened yet. Your IT office finds out why; it is tried again by itself."
        )
        return Card(title=poll.question, state=say("closed"), parts=[Text(late), Note(poll.number)])
    counts = [Item(name=_named(one), detail=bar_said(one.key, at.shown)) for one in poll.choices if at.shown.ranges]
    who = Button(label=say("Show who said what"), does="poll.who", about=poll.number)
    chart = Button(label=say("As a chart"), does="poll.picture", about=poll.number)
    return Card(
        title=at.finding,
        state=say("closed"),
        parts=[Text(poll.question), *([Items(counts)] if counts else []), Note(_corner(at, poll.number))],
        buttons=[*([who] if poll.is_named and at.shown.n else []), *([chart] if _draws(at.shown) else [])],
        more=_removal(at),
    )


def _removal(at: Counted) -> list[Button]:
    return [Button(label=say("Remove words …"), does="poll.remove_form", about=at.poll.number)] if at.removes else []


def _corner(at: Counted, *more: str) -> Said:
    n = at.shown.n if at.shown else 0
    mode = MODES[at.poll.mode][0]
    return joined(" · ", [*more, f"n = {n}", mode, say("closed {time}", time=at.ended)])


def _draws(shown: Shown) -> bool:
    return bool(shown.n and shown.ranges)


def remove_form(poll: Poll) -> Form:
    return Form(
        title=say("Remove words"),
        does="poll.remove",
        about=poll.number,
        submit=say("Remove for good"),
        parts=[
            Text(joined(" · ", [poll.number, poll.question])),
            Note(
                say(
                    "The question and its answers are removed for good; nobody can bring them back. Who removed them, "
                    "when and why stays on record."
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


def bar_said(key: str, shown: Shown) -> Said:
    """How many gave an answer, as words and as a bar."""
    share = shown.ranges[key][0] / shown.n if shown.n else 0
    return joined(" ", [count_said(shown, key), "█" * round(BLOCKS * share)])


def count_said(shown: Shown, key: str) -> Said:
    least, most = shown.ranges[key]
    if least != most:
        return say("{n} or more of {all}", n=least, all=shown.n) if least else say("{n} or fewer", n=most)
    if not shown.n:
        return say("{n} of {all}", n=0, all=0)
    return say("{n} of {all} · {percent} %", n=least, all=shown.n, percent=round(100 * least / shown.n))


def _finding(poll: Poll, shown: Shown) -> Said:
    if not shown.n:
        return say("Nobody answered")
    if not shown.ranges:
        return say("Too few answered to show anything: {n}, and it takes {least}", n=shown.n, least=poll.smallest)
    most = max(least for least, _ in shown.ranges.values())
    first = [choice for choice in poll.choices if shown.ranges[choice.key][0] == most]
    named = joined(", ", [choice.text for choice in first])
    return joined(": ", [named, count_said(shown, first[0].key)])


def answered_card(at: Counted, key: str, *, closes: bool) -> Card:
    """To whoever answered, alone, in the place of the poll where a platform shows it there.

    Of an anonymous poll it does not say what. `closes`: they may close it.
    """
    poll = at.poll
    end = [Button(label=say("Close it"), does="poll.close", about=poll.number)] if closes else []
    if not poll.is_named:
        sealed = say("It is sealed until {time}, then mixed with all others. It cannot be changed.", time=at.closes)
        number = Note(poll.number)
        return Card(title=say("Your answer is in"), parts=[Text(poll.question), Note(sealed), number], more=end)
    change = say("To change it, choose another answer until {time}.", time=at.closes)
    said = say("You say: {answer}", answer=poll.text_of(key))
    until = [Note(change)] if poll.closed_at is None else []
    return Card(title=said, parts=[Text(poll.question), *until, Note(poll.number)])


def who_card(at: Counted, answers: Mapping[PersonId, str], names: Mapping[str, str]) -> Card:
    """Who said what in a named poll."""
    said = {
        choice: sorted(
            names.get(person, say("Somebody who left")) for person, key in answers.items() if key == choice.key
        )
        for choice in at.poll.choices
    }
    items = [Item(name=_named(choice), detail=joined(", ", people) or say("Nobody")) for choice, people in said.items()]
    return Card(title=at.poll.question, parts=[Items(items), Note(at.poll.number)])


def begun_card(at: Counted) -> Card:
    """To who began it."""
    told = say("It closes {time}, or when you press Close it below it.", time=at.closes)
    return Card(title=say("Your poll is on its way"), parts=[Text(at.poll.question), Note(told), Note(at.poll.number)])


def unposted_card(poll: Poll) -> Card:
    """To who began a poll that could not be posted."""
    mend = say("Add Kaizen to that conversation first. Then ask it again here.")
    again = Button(label=say("Ask it again"), does="poll.again", about=poll.number, primary=True)
    return Card(
        title=say("Your poll could not be posted"),
        parts=[Text(poll.question), Text(mend), Note(poll.number)],
        buttons=[again],
    )


def list_card(polls: Sequence[Counted], *, offset: int, total: int) -> Card:
    """The polls of whoever looks, the newest first."""
    if not polls:
        how = say("None yet. Type {poll} in the conversation that you want to ask.", poll=command("poll"))
        return Card(title=say("Your polls"), parts=[Text(how)])
    items = [
        Item(
            name=at.poll.question,
            detail=joined(" · ", [at.poll.number, _stand(at)]),
            button=Button(label=say("Show"), does="poll.show", about=at.poll.number),
        )
        for at in polls
    ]
    pages = [(say("Newer"), max(0, offset - PAGE), offset > 0), (say("Older"), offset + PAGE, offset + PAGE < total)]
    return Card(
        title=say("Your polls ({span})", span=page_of(offset, len(polls), total)),
        parts=[Items(items)],
        buttons=[Button(label=label, does="poll.page", about=str(to)) for label, to, there in pages if there],
    )


def _stand(at: Counted) -> Said:
    return at.finding if at.poll.closed_at else say("open until {time}", time=at.closes)


def picture_card(at: Counted) -> Card:
    return Card(
        title=at.finding,
        parts=[
            Text(at.poll.question),
            Picture(alt=alt_of(at), about=at.poll.number),
            Note(_corner(at, at.poll.number)),
        ],
    )


def alt_of(at: Counted) -> Said:
    """All that the chart shows."""
    rows = (
        [joined(": ", [choice.text, count_said(at.shown, choice.key)]) for choice in at.poll.choices]
        if at.shown
        else []
    )
    return joined(". ", [at.finding, *rows])


def chart(at: Counted) -> Bars | None:
    """None where there is nothing to draw."""
    if at.shown is None or at.poll.is_removed or not _draws(at.shown):
        return None
    rows = [
        Row(label=_named(choice), value=at.shown.ranges[choice.key][0], said=count_said(at.shown, choice.key))
        for choice in at.poll.choices
    ]
    return Bars(title=at.finding, rows=rows, corner=_corner(at), whole=at.shown.n)
