"""What the bot says: every text can be translated, and is plain enough to be read between two classes."""

import re
from collections.abc import Sequence
from pathlib import Path

from babel.messages.pofile import read_po

from domain.lifecycle import EDGES
from domain.log_checks import STATES
from domain.log_import import NAMES as NAMES_OF_COLUMNS
from domain.log_import import SEVERITIES
from domain.plan_import import NAMES as PLAN_COLUMNS
from domain.plan_import import STATUSES
from tests.texts import GAP, KEYWORDS, ROOT, literals, messages, sources, templates
from views.teams import ELEMENTS

#: What stands unmarked, and why. What an edge of the lifecycle needs stands in the manual only.
UNMARKED = {
    "reached elsewhere": "stands in the log",
    "no chat account": "kept in the ledger as the reason; what is shown is said in views/messages.py",
    "none stated": "kept as an answer, and never shown as it is",
    "Given on: whoever did it left.": "kept as the reason of a change, as if it had been typed",
    "Snow day": "kept in the district's calendar, in the district's own words",
    "America/Chicago": "the name of a time zone",
    "Kaizen": "our name",
    "Source Sans Pro": "the name of a typeface",
    "Slack": "the name of a platform",
    **dict.fromkeys(["cannot assign to field ", "cannot delete field "], "for programmers, as Python says it"),
    " is _UNSAID else ": "a piece of Python",
    "Microsoft Teams": "the name of a platform",
    **dict.fromkeys(["Answers", "Case"], "a type that is named before it is there"),
    "Data.Query": "how Teams is told to ask us while somebody types",
    **dict.fromkeys([*NAMES_OF_COLUMNS, *SEVERITIES.values, *STATES.values], "a word in a file that is imported"),
    **dict.fromkeys([*PLAN_COLUMNS, *STATUSES.values], "a word in a file that is imported"),
    **dict.fromkeys(ELEMENTS, "an element of Adaptive Cards"),
}
#: Words that people type, in every language at once: never shown.
TYPED = {"asking_words.py", "identifiers.py", "log_words.py", "step_words.py"}
#: Questions that a district takes over and may change: each stands in both languages beside the other.
IN_BOTH = {"ready_surveys.py"}
#: Files whose texts are for whoever installs and runs the program, or for a log.
FOR_IT = {
    "backup.py", "db.py", "health.py", "installations.py", "migrate.py", "outbox.py", "system.py", "verify.py",
    "walls.py", "slack.py", "teams.py", "teams_api.py", "teams_clouds.py", "teams_gate.py", "teams_payloads.py",
    "teams_registration.py", "teams_replies.py", "teams_tenants.py", "engines.py", "erasing.py", "hops.py",
    "slack_api.py", "slack_client.py", "slack_oauth.py", "slack_requests.py", "slack_socket.py", "slack_workspaces.py",
}  # fmt: skip
#: Words of the standard that only its experts know. Members, owners and families never read them.
JARGON = re.compile(
    r"nonconform|corrective|preventive|root cause|effectiveness|verif(y|ied|ication)|containment|disposition|criteri|"
    r"\bISO\b|\btriage|implementation|stakeholder|remediat|utili[sz]e|facilitate|in order to|please note|!",
    re.IGNORECASE,
)
#: Papers for a file or an auditor speak as the standard does; that for families does not.
ON_PAPER = {"papers.py", "log_paper.py", "log_sheet.py", "public_papers.py", "roadmap_paper.py"}
#: Titles and names of the district: long, but everybody there knows them.
NAMES = re.compile(
    r"management representative|superintendent|Management Review Team|compliance officer|administrator|conversation|"
    r"department|principal|quality office|student-support liaisons|related service providers",
    re.IGNORECASE,
)
EIGHTH_GRADE, SHORT = 9.0, 6  # eighth grade ends where the ninth begins; words below which no grade can be told


def test_every_text_for_people_can_be_translated() -> None:
    found = [
        f"{path.relative_to(ROOT)}:{line} {text}"
        for path in sources()
        for line, text in literals(path)
        if text not in {*UNMARKED, *(edge.needs for edge in EDGES)}
        and not (path.name in FOR_IT and path.parent.name in ("storage", "platforms"))
        and path.name not in TYPED | IN_BOTH
    ]

    assert found == [], "put it into say(...), or name it in UNMARKED with the reason"


def test_translators_get_the_same_texts() -> None:
    asked = re.findall(r"-k (\S+)", (ROOT / "Makefile").read_text())

    assert asked == [
        name if which is None else f"{name}:{','.join(map(str, which))}" for name, which in KEYWORDS.items()
    ]


def test_texts_are_plain_words() -> None:
    assert {text for _, text in _all() if JARGON.search(text)} == set()


def test_texts_are_read_in_the_eighth_grade() -> None:
    hard = {text: round(grade(text), 1) for _, text in _all() if grade(text) >= EIGHTH_GRADE}

    assert hard == {}


def test_a_hard_text_would_be_noticed() -> None:
    hard = "Subsequent verification necessitates appropriate documentation of remediation activities."

    assert grade(hard) > EIGHTH_GRADE
    assert JARGON.search(hard)


def _all() -> list[tuple[Path, str]]:
    return [
        (path, text) for path in [*sources(), *templates()] if path.name not in ON_PAPER for _, text in messages(path)
    ]


def grade(text: str) -> float:
    """The school year in which a text is read: Flesch and Kincaid's formula, on words and their syllables."""
    plain = NAMES.sub("boss", GAP.sub("it", text))
    words = re.findall(r"[A-Za-z’']+", plain)
    if len(words) < SHORT:
        return 0.0
    sentences = [part for part in re.split(r"[.!?:;\n]+", plain) if re.search(r"\w", part)]
    return 0.39 * len(words) / len(sentences) + 11.8 * sum(map(_syllables, words)) / len(words) - 15.59


def _syllables(word: str) -> int:
    small = word.lower()
    silent = (small.endswith("e") and not small.endswith("le")) or re.search(r"[^td]ed$", small)
    return max(1, len(re.findall(r"[aeiouy]+", small)) - bool(silent))


def test_translations_have_the_gaps_of_their_texts_and_every_form() -> None:
    known = {text for path in [*sources(), *templates()] for _, text in messages(path)}
    for file in (ROOT / "views" / "locale").glob("*/*.po"):
        with file.open("rb") as opened:
            catalogue = read_po(opened, locale=file.parent.name)
        found = [(_forms(one.id), _forms(one.string)) for one in catalogue if one.id]
        wrong = [ids[0] for ids, strings in found if {gaps(one) for one in strings} != {gaps(one) for one in ids}]
        unequal = [ids[0] for ids, strings in found if not all(strings) or (len(ids) == 1) is not (len(strings) == 1)]

        assert (wrong, unequal) == ([], []), file.name
        assert {one for ids, _ in found for one in ids} - known == set(), f"{file.name} has texts that nothing says"


def gaps(text: str) -> tuple[str, ...]:
    return tuple(sorted(GAP.findall(text)))


def _forms(one: str | Sequence[str]) -> list[str]:
    return [one] if isinstance(one, str) else list(one)


#: Whose texts whoever answers a poll or a survey reads, in chat and on the page of families.
ANSWERING = (
    *("views/polls.py", "views/survey_answers.py", "views/survey_page.py", "views/form_html.py", "views/names.py"),
    *("views/survey_letters.py", "views/dates.py", "views/families.py", "views/paper.py"),
    *("domain/polls.py", "domain/pulses.py", "domain/surveys.py", "domain/identifiers.py"),
    *("handlers/polls.py", "handlers/survey_answers.py", "handlers/survey_page.py", "handlers/routing.py"),
    *("bot/platforms/survey.py", "bot/platforms/web.py", "bot/answering.py", "storage/ballots.py", "storage/polls.py"),
)


def test_whoever_answers_reads_no_english_where_spanish_is_spoken() -> None:
    spoken = {one for file in (ROOT / "views" / "locale" / "es").glob("*.po") for one in texts_of(file)}

    assert {text for file in ANSWERING for _, text in messages(ROOT / file) if text} - spoken == set()


def texts_of(file: Path) -> set[str]:
    """The texts that a catalogue says."""
    with file.open("rb") as opened:
        return {text for one in read_po(opened) if one.id and one.string for text in _forms(one.id)}
