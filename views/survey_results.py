"""What a wave of a survey came to: figures in words, one question closely, the chart, and what is said to those asked.

Only what may be shown was kept (docs/decisions/0047-anonymity.md): nothing is hidden here.
"""

from collections.abc import Mapping, Sequence
from dataclasses import field

from domain.anonymity import Published, Shown
from domain.frozen import dataclass
from domain.people import PersonId
from domain.pulses import Answer, Asks, Question, change, favourable, mean
from domain.pulses import Said as Answers
from domain.surveys import AUDIENCES, BY_LINK, MODES, Told, Wave
from domain.texts import Said, joined, say, say_many
from views.charts import Bars, Row
from views.elements import Button, Card, Heading, Item, Items, Note, Part, Picture, Quote, Text
from views.pages import page_of
from views.polls import bar_said, count_said
from views.survey_answers import YES
from views.surveys import When, meeting_button

COMMENTS_SHOWN = 10
WHOLE = 100  # percent


MORE_THAN_ONCE = say("By open link, anybody who has it could answer more than once.")


@dataclass(frozen=True, kw_only=True, slots=True)
class Found:
    """A wave that was counted, the one before it, and what is called what for whoever looks."""

    wave: Wave
    when: When
    language: str = "en"
    before: Wave | None = None
    runs: bool = False  # whoever looks runs surveys
    for_all: bool = False  # there was a link for everybody
    places: Mapping[str, str] = field(default_factory=dict)
    meeting: str = ""  # after which it asked, as it is called

    @property
    def n(self) -> int:
        return self.wave.results.n if self.wave.results else 0

    def published(self, question: Question) -> Published | None:
        return self.wave.results.shown.get(question.key) if self.wave.results else None

    def text(self, question: Question) -> str:
        return question.said(self.language)


def waiting_card(at: Found) -> Card:
    """Closed, and not opened yet."""
    late = say("What was answered could not be opened yet. Your IT office finds out why; it is tried again by itself.")
    return Card(title=at.wave.name, state=say("closed"), parts=[Text(late), Note(at.wave.number)])


def results_card(at: Found) -> Card:
    wave = at.wave
    if wave.is_removed:
        return Card(title=say("A survey"), parts=[Text(say("Its words were removed.")), Note(wave.number)])
    lines = [
        Item(
            name=at.text(question),
            detail=_line(question, at),
            button=Button(label=say("Show"), does="wave.question", about=f"{wave.number} {question.key}"),
        )
        for question in wave.questions
    ]
    return Card(
        title=joined(" · ", [wave.name, finding(at)]),
        state=say("closed"),
        parts=[*_told(wave), Items(lines), *_cautions(at), Note(corner(at))],
        buttons=_buttons(at),
        more=_more(at),
    )


def finding(at: Found) -> Said:
    """How many answered."""
    if at.wave.asked:
        return say("{n} of {all} answered", n=at.n, all=at.wave.asked)
    return answers(at.n)


def answers(n: int) -> Said:
    return say_many("{n} answer", "{n} answers", n)


def _line(question: Question, at: Found) -> Said:
    """What a question came to, in one line."""
    if question.asks is Asks.TEXT:
        said = at.wave.results.comments.get(question.key) if at.wave.results else None
        if said is None:
            return say("Too few answered to show comments: it takes {n}", n=at.wave.comments)
        return say_many("{n} comment", "{n} comments", len(said))
    found = at.published(question)
    if found is None or found.total is None:
        return say("Too few answered to show anything: it takes {n}", n=at.wave.scores)
    return joined(
        " · ", [_figure(question, found.total), _mean(question, found.total), _n(found.total), moved(question, at)]
    )


def _figure(question: Question, shown: Shown) -> Said:
    """The share of favourable answers; where none is better than another, what most chose."""
    percent = favourable(question, shown)
    if percent is None:
        return _most(question, shown)
    least, most = percent
    if least == most:
        return say("{n} % favourable", n=least)
    return say("{least} to {most} % favourable", least=least, most=most)


def _most(question: Question, shown: Shown) -> Said:
    top = max(shown.ranges, key=lambda key: shown.ranges[key])
    text = next((choice.text for choice in question.choices if choice.key == top), top)
    return joined(": ", [text, count_said(shown, top)])


def _mean(question: Question, shown: Shown) -> str:
    found = mean(question, shown)
    if found is None:
        return ""
    return say("mean {mean} of {most}", mean=f"{found:.1f}", most=5 if question.asks is Asks.SCALE else 10)


def _n(shown: Shown) -> str:
    return f"n = {shown.n}"


def moved(question: Question, at: Found) -> str:
    """What changed since the wave before, where both may be shown."""
    before = at.before.results.shown.get(question.key) if at.before and at.before.results else None
    now = at.published(question)
    points = change(question, before, now) if before and now else None
    if points is None or at.before is None:
        return ""
    if points == 0:
        return say("as in wave {n}", n=at.before.nth)
    up = say_many(
        "{n} point more than in wave {wave}", "{n} points more than in wave {wave}", points, wave=at.before.nth
    )
    down = say_many(
        "{n} point less than in wave {wave}", "{n} points less than in wave {wave}", -points, wave=at.before.nth
    )
    return up if points > 0 else down


def _told(wave: Wave) -> list[Part]:
    if not wave.we_did:
        return []
    return [Text(say("You said: {what}", what=wave.you_said)), Text(say("We did: {what}", what=wave.we_did))]


def _cautions(at: Found) -> list[Part]:
    return [Note(MORE_THAN_ONCE)] if at.for_all else []


def corner(at: Found) -> Said:
    ended = at.when.said(at.wave.closed_at or at.wave.closes_at)
    return joined(
        " · ",
        [
            at.wave.number,
            at.meeting,
            AUDIENCES[at.wave.audience],
            MODES[at.wave.mode][0],
            say("closed {time}", time=ended),
            say(
                "scores from {scores} answers on, comments from {comments}",
                scores=at.wave.scores,
                comments=at.wave.comments,
            ),
        ],
    )


def _buttons(at: Found) -> list[Button]:
    chart = [Button(label=say("As a chart"), does="wave.picture", about=at.wave.number)] if chart_of(at) else []
    if not at.runs:
        return chart
    did = Button(
        label=say("Change what you did …") if at.wave.we_did else say("Say what you did …"),
        does="wave.did_form",
        about=at.wave.number,
        primary=not at.wave.we_did,
    )
    sure = say("All who were asked get a message with these results.")
    share = Button(label=say("Share the results"), does="wave.share", about=at.wave.number, confirm=sure)
    tells = at.wave.audience not in BY_LINK and at.wave.telling < Told.RESULTS
    return [did, *([share] if tells else []), *chart]


def _more(at: Found) -> list[Button]:
    about = at.wave.number
    if not at.runs:
        return []
    survey = Button(label=say("The survey"), does="survey.show", about=at.wave.survey)
    names = [Button(label=say("Show who said what"), does="wave.who", about=f"{about} 0")] if at.wave.is_named else []
    return [
        *names,
        Button(label=say("As Excel"), does="wave.file", about=f"wave.xlsx {about}"),
        Button(label=say("As CSV"), does="wave.file", about=f"wave.csv {about}"),
        *(meeting_button(at.wave) or [survey]),
        Button(label=say("Remove words …"), does="wave.remove_form", about=about),
    ]


# One question


def question_card(at: Found, question: Question, *, offset: int = 0) -> Card:
    """How it was answered, by school where that may be shown, or what people wrote."""
    wave, about = at.wave, f"{at.wave.number} {question.key}"
    turns: list[Button] = []
    if question.asks is Asks.TEXT:
        parts, turns = _comments(at, question, offset)
    else:
        parts = _counts(at, question)
    back = Button(label=say("All questions"), does="wave.results", about=wave.number)
    raise_ = Button(label=say("Raise it"), does="wave.raise", about=about)
    team = Button(label=say("To the Management Review Team"), does="wave.to_team", about=about)
    return Card(
        title=at.text(question),
        state=say("closed"),
        parts=[*parts, Note(joined(" · ", [wave.name, say("wave {n}", n=wave.nth), corner(at)]))],
        buttons=[*turns, raise_, *([team] if at.runs else []), back],
    )


def _counts(at: Found, question: Question) -> list[Part]:
    found = at.published(question)
    if found is None or found.total is None:
        return [Text(_line(question, at))]
    lines = [
        Item(name=text, detail=bar_said(key, found.total)) for key, text in rows_of(question, found.total, at.language)
    ]
    groups = [
        Item(name=at.places.get(group, say("Elsewhere")), detail=joined(" · ", [_figure(question, one), _n(one)]))
        for group, one in found.groups.items()
    ]
    by_school: list[Part] = [Heading(say("By school")), Items(groups)] if len(groups) > 1 else []
    return [Text(_line(question, at)), Items(lines), *by_school]


def rows_of(question: Question, shown: Shown, language: str) -> list[tuple[str, str]]:
    """The answers of which counts are shown, by their keys, in words."""
    words = {choice.key: choice.said(language) for choice in question.choices} | YES
    best = say("9 or 10") if question.asks is Asks.TEN else say("A favourable answer")
    if question.asks is Asks.YES:
        best = YES["yes"]
    other = YES["no"] if question.asks is Asks.YES else say("Another answer")
    words |= {"good": best, "other": other}
    keys = [key for key in (*question.keys, "good", "other") if key in shown.ranges]
    return [(key, words.get(key, key)) for key in keys]


def _comments(at: Found, question: Question, offset: int) -> tuple[list[Part], list[Button]]:
    said = at.wave.results.comments.get(question.key, ()) if at.wave.results else ()
    shown = said[offset : offset + COMMENTS_SHOWN]
    if not shown:
        return [Text(_line(question, at))], []
    pages = [
        (say("Earlier"), max(0, offset - COMMENTS_SHOWN), offset > 0),
        (say("Go on"), offset + COMMENTS_SHOWN, offset + COMMENTS_SHOWN < len(said)),
    ]
    about = f"{at.wave.number} {question.key}"
    turns = [Button(label=label, does="wave.question", about=f"{about} {to}") for label, to, there in pages if there]
    span = say("Comments ({span}), in no order of time", span=page_of(offset, len(shown), len(said)))
    return [Text(span), *(Quote(one) for one in shown)], turns


# The chart


def chart_of(at: Found) -> Bars | None:
    """The share of favourable answers to each question; None where there is nothing to draw."""
    rows = []
    for question in at.wave.questions:
        found = at.published(question)
        percent = favourable(question, found.total) if found and found.total else None
        if found and found.total and percent:
            said = joined(" · ", [_figure(question, found.total), _n(found.total)])
            rows.append(Row(label=at.text(question), value=percent[0], said=said))
    if not rows:
        return None
    corner_ = joined(
        " · ", [finding(at), say("closed {time}", time=at.when.said(at.wave.closed_at or at.wave.closes_at))]
    )
    return Bars(title=chart_title(rows), rows=rows, corner=corner_, whole=WHOLE)


def chart_title(rows: Sequence[Row]) -> Said:
    """The finding: where the least is favourable."""
    least = min(rows, key=lambda row: row.value)
    return say("Least favourable: {question}", question=least.label)


def alt_of(at: Found) -> Said:
    drawn = chart_of(at)
    return (
        joined(". ", [drawn.title, *(joined(": ", [row.label, row.said]) for row in drawn.rows)]) if drawn else say("")
    )


def picture_card(at: Found) -> Card:
    drawn = chart_of(at)
    title = drawn.title if drawn else at.wave.name
    return Card(title=title, parts=[Picture(alt=alt_of(at), about=at.wave.number), Note(corner(at))])


# What those who were asked hear


def shared_card(at: Found) -> Card:
    """The results, for those who were asked, or first of all what was done."""
    card = results_card(at)
    if not at.wave.we_did or at.wave.is_removed:
        return card
    return Card(
        title=say("{name}: you said, we did", name=at.wave.name),
        parts=card.parts,
        buttons=card.buttons,
        state=card.state,
    )


def who_card(
    wave: Wave, answers: Mapping[PersonId, Answers], names: Mapping[str, str], *, language: str, offset: int
) -> Card:
    """Who said what in a named wave, some at a time."""
    ordered = sorted(answers, key=lambda one: (names.get(one, ""), one))
    shown = ordered[offset : offset + COMMENTS_SHOWN]
    items = [
        Item(name=names.get(one, say("Somebody who left")), detail=_all_said(wave, answers[one], language))
        for one in shown
    ]
    pages = [
        (say("Earlier"), max(0, offset - COMMENTS_SHOWN), offset > 0),
        (say("Go on"), offset + COMMENTS_SHOWN, offset + COMMENTS_SHOWN < len(ordered)),
    ]
    return Card(
        title=say("{name}: who said what ({span})", name=wave.name, span=page_of(offset, len(shown), len(ordered))),
        parts=[Items(items) if items else Text(say("Nobody answered")), Note(wave.number)],
        buttons=[
            Button(label=label, does="wave.who", about=f"{wave.number} {to}") for label, to, there in pages if there
        ],
    )


def _all_said(wave: Wave, said: Answers, language: str) -> Said:
    return joined(
        "; ",
        [
            joined(": ", [question.said(language), _words(question, said[question.key], language)])
            for question in wave.questions
            if question.key in said
        ],
    )


def _words(question: Question, answer: Answer, language: str) -> Said:
    words = {choice.key: choice.said(language) for choice in question.choices} | YES
    keys = [answer] if isinstance(answer, str) else answer
    return joined(", ", [words.get(key, key) for key in keys])


def figure_text(at: Found, question: Question) -> Said:
    """What one question came to, with its numbers and n, as it stands in a record."""
    found = at.published(question)
    rows = rows_of(question, found.total, at.language) if found and found.total else []
    counts = [joined(": ", [text, count_said(found.total, key)]) for key, text in rows] if found and found.total else []
    return joined("\n", [headline(at, question), _line(question, at), *counts, corner(at)])


def headline(at: Found, question: Question) -> Said:
    """Which question of which wave."""
    return joined(": ", [joined(" · ", [at.wave.name, say("wave {n}", n=at.wave.nth)]), at.text(question)])


def subject_of(at: Found, question: Question) -> Said:
    """One question and what it came to, in a line."""
    return joined(" · ", [headline(at, question), _line(question, at)])
