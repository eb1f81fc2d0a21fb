"""What is kept and for how long: one row for each class of records, with the columns that an auditor asks for.

docs/privacy.md shows it as a table. A schedule of the state, or a hold, goes before what stands here.
"""

from datetime import timedelta

from domain.frozen import dataclass
from domain.texts import say


@dataclass(frozen=True, kw_only=True, slots=True)
class Kept:
    """A class of records. `time` is how long its rows are kept; None: as long as the district uses Kaizen."""

    record: str
    tables: frozenset[str]
    identified: str
    stored: str
    time: timedelta | None
    retention: str
    disposition: str
    protected: str


#: Longer than a school year: until then somebody may ask whether a message was sent, and send one that failed again.
KEEP_MESSAGES = timedelta(days=400)
#: A platform repeats a request within minutes; a person who presses an old button again is far beyond that.
KEEP_REPEATS = timedelta(days=30)
#: What was drawn shows what held then, and is drawn again in seconds.
KEEP_DRAWN = timedelta(days=30)
KEEP_OCCURRENCES = timedelta(days=90)  # for whoever asks whether something ran
KEEP_SNOOZES = timedelta(days=30)  # after what was hidden has come back

DATABASE = say("In the database")
FOR_GOOD = say("For good")
NEVER = say("None: nothing is deleted.")
CHAINED = say("Each change is in the history. A change made in any other way shows.")
BY_ROLE = say("By who may read what in chat, and by who may open the database.")

#: What belongs to a plan of the district, a school or a department. Its steps stand with those of reports.
DISTRICT_PLANS = frozenset(
    {"district_plans", "plan_revisions", "plan_goals", "plan_strategies", "plan_readers", "step_updates"}
    | {"measure_values", "plan_rhythms", "routine_decisions"}
    | {"partnerships", "commitments", "happenings"}
    | {"needs", "need_goals", "roadmap_answers"}
)
#: Who reads by which link.
LINKS = frozenset({"passes", "auditor_links", "openings", "calendar_feeds", "partner_links"})
#: What belongs to a report that is worked on, and what leaders were told of all.
WORK = frozenset(
    {"plans", "causes", "verdicts", "steps", "extensions", "evidence", "car_words", "releases", "imported", "given"}
    | {"digests"}
)

#: What came of meetings.
MINUTES = frozenset({"outcomes", "minutes"})

RETENTION = (
    Kept(
        record=say("Reports and their log"),
        tables=frozenset({"cars", "ideas", "passages", "numbers"}) | WORK,
        identified=say("By number, as CAR-2026-014 or step 41"),
        stored=DATABASE,
        time=None,
        retention=FOR_GOOD,
        disposition=NEVER,
        protected=CHAINED,
    ),
    Kept(
        record=say("Plans, and what was told of their steps"),
        tables=DISTRICT_PLANS,
        identified=say("By number and revision, as PLAN-2026-003 or NEED-2026-003, or by step"),
        stored=DATABASE,
        time=None,
        retention=FOR_GOOD,
        disposition=NEVER,
        protected=CHAINED,
    ),
    Kept(
        record=say("Meetings, and who was there"),
        tables=frozenset({"meetings", "attendees", "meeting_themes", "agenda_items", "agendas"}) | MINUTES,
        identified=say("By number, as MTG-2026-003"),
        stored=DATABASE,
        time=None,
        retention=FOR_GOOD,
        disposition=NEVER,
        protected=CHAINED,
    ),
    Kept(
        record=say("Polls, and what was said by name"),
        tables=frozenset({"polls", "votes"}),
        identified=say("By number, as POLL-2026-003"),
        stored=DATABASE,
        time=None,
        retention=say("For good. Of an anonymous one only what is shown"),
        disposition=NEVER,
        protected=CHAINED,
    ),
    Kept(
        record=say("Surveys, and what was said by name"),
        tables=frozenset({"surveys", "waves", "invitations", "survey_answers"}),
        identified=say("By number, as PULSE-2026-003, and wave"),
        stored=DATABASE,
        time=None,
        retention=say("For good. Of an anonymous or confidential one only what is shown"),
        disposition=NEVER,
        protected=CHAINED,
    ),
    Kept(
        record=say("Sealed answers, while a poll or survey is open"),
        tables=frozenset({"sealed_keys", "sealed", "answered"}),
        identified=say("By the number of the poll or wave alone"),
        stored=say("In the database, sealed to a key that is itself encrypted; who answered apart from what"),
        time=None,
        retention=say("Until it closes; who answered a confidential survey stays known"),
        disposition=say(
            "Counted once, then erased from the files as well, with the key and who answered. A hold stops that."
        ),
        protected=say("By SECRET_KEY, which does not stand in the database"),
    ),
    Kept(
        record=say("What people typed"),
        tables=frozenset({"words"}),
        identified=say("By the report and the question that it answers"),
        stored=say("In the database, in a table of its own"),
        time=None,
        retention=say("For good, unless it is removed"),
        disposition=say("Text and salt are emptied on purpose, for a reason. A hold stops that."),
        protected=say("By its digest, which stays. A text that was changed shows."),
    ),
    Kept(
        record=say("Files"),
        tables=frozenset({"files", "contents", "exports", "exported", "drawings", "templates"}),
        identified=say("By an id, and by the record that it belongs to"),
        stored=say("In the database, the contents in a table of their own"),
        time=None,
        retention=say("Those of a report for good, unless one is erased; what Kaizen drew for somebody 30 days"),
        disposition=say("The content is erased. Its hash stays, and who erased it, when and why. A hold stops that."),
        protected=say("By its hash, which is in the history. A content that was changed shows."),
    ),
    Kept(
        record=say("History"),
        tables=frozenset({"history", "changes", "chain"}),
        identified=say("By district and entry number"),
        stored=DATABASE,
        time=None,
        retention=FOR_GOOD,
        disposition=NEVER,
        protected=say("Triggers refuse to change it, and each entry holds the hash of the one before."),
    ),
    Kept(
        record=say("Removed words and holds"),
        tables=frozenset({"redactions", "holds"}),
        identified=say("By the report that they are about"),
        stored=DATABASE,
        time=None,
        retention=FOR_GOOD,
        disposition=NEVER,
        protected=CHAINED,
    ),
    Kept(
        record=say("Seats, staff and who is away"),
        tables=frozenset({"people", "seats", "absences", "claims", "pairs", "staff", "workplaces", "offices"}) | LINKS,
        identified=say("By person and role"),
        stored=DATABASE,
        time=None,
        retention=say("For good: old reports name who decided"),
        disposition=NEVER,
        protected=CHAINED,
    ),
    Kept(
        record=say("Accounts and the imported list"),
        tables=frozenset({"accounts", "chats", "preferred", "mornings", "expected", "groups", "members"}),
        identified=say("By the id on the chat platform, or by e-mail"),
        stored=DATABASE,
        time=None,
        retention=say("As long as a record names the person"),
        disposition=say("Who left the platform is marked as gone. Groups are replaced when they are asked for."),
        protected=BY_ROLE,
    ),
    Kept(
        record=say("Settings, schools and departments"),
        tables=frozenset({"settings", "places", "wordings"}),
        identified=say("By name"),
        stored=DATABASE,
        time=None,
        retention=FOR_GOOD,
        disposition=say("A school that is taken off the list is closed."),
        protected=CHAINED,
    ),
    Kept(
        record=say("Messages that were owed"),
        tables=frozenset({"outbox", "forgotten"}),
        identified=say("By a key that names what and to whom"),
        stored=say("In the database, without words"),
        time=KEEP_MESSAGES,
        retention=say("400 days, once it is settled"),
        disposition=say("Deleted. How many there were is kept."),
        protected=BY_ROLE,
    ),
    Kept(
        record=say("Messages that were sent again"),
        tables=frozenset({"resends"}),
        identified=say("By the key of the message"),
        stored=say("In the database, without words"),
        time=None,
        retention=FOR_GOOD,
        disposition=NEVER,
        protected=CHAINED,
    ),
    Kept(
        record=say("Where messages stand"),
        tables=frozenset({"posted", "reminded", "post_lines"}),
        identified=say("By the same key"),
        stored=say("In the database, without words"),
        time=None,
        retention=say("As long as the report: only so can removed words leave old messages too"),
        disposition=NEVER,
        protected=BY_ROLE,
    ),
    Kept(
        record=say("Requests that were answered"),
        tables=frozenset({"repeats"}),
        identified=say("By the id that the platform gave the request"),
        stored=say("In the database, without words"),
        time=KEEP_REPEATS,
        retention=say("30 days"),
        disposition=say("Deleted."),
        protected=BY_ROLE,
    ),
    Kept(
        record=say("What came due"),
        tables=frozenset({"occurrences", "failures"}),
        identified=say("By the job and the day"),
        stored=DATABASE,
        time=KEEP_OCCURRENCES,
        retention=say("90 days"),
        disposition=say("Deleted."),
        protected=BY_ROLE,
    ),
    Kept(
        record=say("When each job runs"),
        tables=frozenset({"schedules"}),
        identified=say("By the job"),
        stored=DATABASE,
        time=None,
        retention=say("As long as the district uses Kaizen"),
        disposition=say("Written over when it runs."),
        protected=BY_ROLE,
    ),
    Kept(
        record=say("What somebody hides for now"),
        tables=frozenset({"snoozes"}),
        identified=say("By the person and what waits for them"),
        stored=DATABASE,
        time=KEEP_SNOOZES,
        retention=say("30 days after it has come back"),
        disposition=say("Deleted."),
        protected=BY_ROLE,
    ),
    Kept(
        record=say("Where Kaizen is installed"),
        tables=frozenset({"installations", "oauth_states", "codes", "conversations"}),
        identified=say("By the id of the workspace or conversation"),
        stored=say("In the database; tokens are encrypted"),
        time=None,
        retention=say("As long as Kaizen is installed there"),
        disposition=say(
            "The token goes when Kaizen is taken off. An installation that was not finished is gone by the next."
        ),
        protected=BY_ROLE,
    ),
    Kept(
        record=say("Districts and workspaces"),
        tables=frozenset({"districts", "workspaces", "lanes"}),
        identified=say("By the id of the workspace"),
        stored=DATABASE,
        time=None,
        retention=say("As long as the district uses Kaizen"),
        disposition=say("Removed with the database."),
        protected=BY_ROLE,
    ),
)
