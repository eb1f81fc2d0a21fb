"""The table of rights for surveys: run by the office, answered by who is asked, seen by them once shared."""

from typing import Any

from tests.rights_elsewhere import NOBODY, PRINCIPALS, Ask, every
from tests.rights_table import OFFICE
from tests.surveying import WEEK

RUNS = "Only the management representative can run surveys."
OTHERS = "This survey asks others."
ONCE_SHARED = "These results are for those who were asked"
LEADERS: dict[str, Any] = {**WEEK, "audience": "leaders"}
FIXED = "This wave was launched, so nothing of it can be changed any more."
SEEN = OFFICE | PRINCIPALS
QUESTION = {"text": "Is it warm?", "asks": "yes"}


ABOUT_SURVEYS: tuple[Ask, ...] = (
    *every("pulse, survey.page, survey.new", OFFICE, RUNS),
    Ask(route="survey.make", may=OFFICE, says=RUNS, form={"name": "How are you?", "ready": "leaders"}),
    *every("survey.show, survey.card, survey.ask, survey.stop", OFFICE, RUNS, about="{survey}"),
    *every("survey.question", OFFICE, RUNS, about="{survey} q1"),
    *every("survey.keep", OFFICE, RUNS, about="{survey} q4", form=QUESTION),
    *every("wave.plan", OFFICE, RUNS, about="{survey}", form={**LEADERS, "mode": "named"}),
    *every("wave.change, wave.launch, wave.drop", OFFICE, RUNS, about="{wave_draft}"),
    *every("wave.launch", NOBODY, (FIXED, RUNS), about="{wave_open}"),
    *every("wave.show, wave.card, wave.close", OFFICE, RUNS, about="{wave_open}"),
    # Whoever is asked
    *every("wave.rest, wave.invited", PRINCIPALS, OTHERS, about="{wave_open}"),
    *every("wave.open", SEEN, RUNS, about="{wave_open}"),
    *every("wave.seal", PRINCIPALS, OTHERS, about="{wave_open} a1"),
    *every("wave.sealed", PRINCIPALS, OTHERS, about="{wave_open}", form={"q2": "a1"}),
    *every("wave.say", NOBODY, (OTHERS, "Please answer this survey"), about="{wave_open} a1"),
    *every("wave.keep", NOBODY, (OTHERS, "Please answer this survey"), about="{wave_open}", form={"q2": "a1"}),
    # What it came to
    *every("wave.results, wave.picture, wave.shared, wave.done", SEEN, ONCE_SHARED, about="{wave_ended}"),
    *every("wave.results", OFFICE, ONCE_SHARED, about="{wave_open}"),
    *every("wave.question, wave.raise", SEEN, ONCE_SHARED, about="{wave_ended} q1"),
    *every("wave.raised", SEEN, ONCE_SHARED, about="{wave_ended} q1", form={"what": "It is late", "as_": "prevention"}),
    *every("wave.to_team", OFFICE, (ONCE_SHARED, "Only"), about="{wave_ended} q1"),
    *every("wave.file", SEEN, ONCE_SHARED, about="wave.xlsx {wave_ended}"),
    *every("wave.closed, wave.share, wave.did_form, wave.remove_form", OFFICE, RUNS, about="{wave_ended}"),
    *every("wave.who", OFFICE, RUNS, about="{wave_ended} 0"),
    *every("wave.did", OFFICE, RUNS, about="{wave_ended}", form={"you_said": "It is cold", "we_did": "Heaters"}),
    *every("wave.remove", OFFICE, RUNS, about="{wave_ended}", form={"reason": "A name"}),
    # Links for families
    *every("links.show, links.form", OFFICE, RUNS, about="{wave_linked}"),
    *every("links.make", OFFICE, RUNS, about="{wave_linked}", form={"number": "2"}),
    *every("links.sheaf, links.card", OFFICE, RUNS, about="{wave_linked} 1"),
    *every("links.save", OFFICE, RUNS, about="links.csv {wave_linked} 1"),
)
