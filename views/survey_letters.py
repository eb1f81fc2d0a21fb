"""Letters, codes to cut out and lists with links to a survey: in every language that Kaizen speaks, side by side."""

from collections.abc import Sequence
from datetime import date, datetime

from domain.frozen import dataclass
from domain.texts import Said, day_text, say
from views.languages import said, spoken
from views.paper import Codes, InTongue, Letter, Paper, Scanned
from views.sheets import Book, Column, Sheet

SCAN = say("A code that opens the survey")


@dataclass(frozen=True, kw_only=True, slots=True)
class Sending:
    """Links that were made together, and what goes out with them."""

    name: str
    school: str
    last_day: date
    links: Sequence[str]
    for_all: bool  # one link for everybody
    at: datetime

    @property
    def until(self) -> Said:
        return day_text(self.last_day, year=True)


def letters_paper(sending: Sending) -> Paper:
    """A page for each link; of one for everybody a page to put up."""
    tongues = [_in(sending, tag) for tag in spoken()]
    letters = [Letter(code=Scanned(link), alt=SCAN, said=tongues) for link in sending.links]
    return Paper(title=sending.name, at=sending.at, foot=[sending.school], pages="", parts=letters)


def _in(sending: Sending, tag: str) -> InTongue:
    once = say("This letter counts for one answer. It does not tell who you are.")
    open_ = say("Please answer once.")
    texts = [
        say("Dear families of {school},", school=sending.school),
        say(
            "We want to hear from you: {name}. It takes about two minutes. Nobody sees who said what.",
            name=sending.name,
        ),
        say(
            "Point the camera of your phone at the square and open what it shows. Please answer by {day}.",
            day=sending.until,
        ),
        open_ if sending.for_all else once,
    ]
    title = said(say("Tell us how you see our school"), tag)
    return InTongue(language=tag, title=title, paragraphs=[said(one, tag) for one in texts])


def codes_paper(sending: Sending) -> Paper:
    words = " / ".join(said(say("Tell us by {day}", day=sending.until), tag) for tag in spoken())
    codes = Codes(codes=[Scanned(link) for link in sending.links], alt=SCAN, words=words)
    return Paper(title=sending.name, at=sending.at, foot=[sending.school], parts=[codes])


def links_book(sending: Sending) -> Book:
    """A line for each link, with words that the school's messenger can send."""
    tongues = spoken()
    heads = [Column(head=say("Text in {language}", language=name), width=60) for name in tongues.values()]
    columns = [Column(head=say("School"), width=24), Column(head=say("Link"), width=60), *heads]
    rows = [(sending.school, link, *(_words(sending, link, tag) for tag in tongues)) for link in sending.links]
    counts = say("All who get the link") if sending.for_all else say("Each link counts once")
    facts = [(say("Survey"), sending.name), (say("Who may answer"), counts), (say("Last day"), sending.until)]
    return Book(
        title=say("Links"), facts=facts, at=sending.at, sheets=[Sheet(name=say("Links"), columns=columns, rows=rows)]
    )


def _words(sending: Sending, link: str, tag: str) -> str:
    return said(
        say(
            "{school} wants to hear from you by {day}. Two minutes, and nobody sees who said what: {link}",
            school=sending.school,
            day=sending.until,
            link=f"{link}?lang={tag}",
        ),
        tag,
    )
