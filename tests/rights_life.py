"""The table of rights, while somebody works on a report: its plan, steps, checks, dates, owner and end."""

from tests.conftest import OTHER
from tests.rights import (
    ACCEPTED,
    CHECKING,
    ENDED,
    MAJOR,
    NOTHING,
    NUMBER,
    OFFERED,
    QUICK,
    REVIEW,
    SUBMITTED,
    WAITING,
    WATCHING,
    WORDS,
    WORKING,
)
from tests.rights_table import ECHO, ONLY, act, look
from tests.rights_work import CHECKER, STEPPER
from tests.working import CHOSEN, HELD
from tests.working import QUICK as DONE

PUBLISHES = "Only the management representative or a deputy can make a public copy."
SEALED_COPY = ("leaders", "{number} is sealed, so there is no public copy of it.")
OWNERS, CHECKERS, APPROVERS = "Only the owner can ", "Only the checker can ", "Only {approving} can "
WHY = {"reason": "It still opens"}
HAD_A_PART = dict.fromkeys(("owner", "step owner"), "You had a part in this work")
OWNS_IT = {"owner": "You own this, so somebody else decides about its plan"}
PLAN = {
    "correction": "Tied shut",
    "causes": "Nobody looks at it",
    "how_found": "five_whys",
    "category": "communication",
    "elsewhere": "At no other gate",
    "steps": "Make a list",
    "who": STEPPER,
    "due": "2026-04-01",
    "criterion": "No open gate",
    "baseline": "Three",
    "method": "The evening round",
    "on": "2026-05-08",
    "checker": CHECKER,
}
STEP = {"unseen": "There is no step", "about": "step"}
LINE = {"about": "line", "shows": NOTHING}  # what was done does not wait for them any more
LINE_OF_STEP = {"unseen": "There is no step", "about": "line of a step"}
LATER, DID = {"new": "2026-09-01", **WHY}, {"as_": "done", "said": "A photo"}
WAITS_NOT = "This does not wait for you any more."
FORMS = {
    "car.quick_form": ACCEPTED,
    "car.plan_form": MAJOR,
    "car.plan_more": MAJOR,
    "car.refuse_form": REVIEW,
    "car.resources_form": WAITING,
    "car.not_yet_form": CHECKING,
    "car.later_form": WATCHING,
    "car.held_form": WATCHING,
    "car.came_back_form": WATCHING,
    "car.cancel_form": ACCEPTED,
    "car.reopen_form": ENDED,
    "owner.form": ACCEPTED,
    "time.form": ACCEPTED,
    "time.decide_form": WAITING,
}
MESSAGES = {
    "car.turn": REVIEW,
    "step.yours": WAITING,
    "owner.asked": OFFERED,
    "owner.answered": OFFERED,
    "time.asked": WAITING,
    "step.asked": WAITING,
    "step.answered": WAITING,
    "leavers.step": WAITING,
    "time.decided": WAITING,
}
ABOUT_WORK = (
    # Looking at it: whoever finds the report may open a form, and reads a message about it
    *(look(route, state) for route in ("car.show", "car.show_all") for state in (REVIEW, WAITING, WATCHING, OFFERED)),
    *(look("car.acts", state, shows=NUMBER) for state in (REVIEW, WAITING, WATCHING, OFFERED)),
    *(look("story.show", state, own=WORDS) for state in (REVIEW, WAITING, WATCHING, ENDED, OFFERED)),
    *(look(route, state, shows=WORDS) for route, state in FORMS.items()),
    *(look(route, state, unseen=ECHO) for route, state in MESSAGES.items()),
    look("step.form", WAITING, shows=WORDS, **STEP),
    act(
        "car.recurs",
        SUBMITTED,
        "requester",
        "leaders",
        says="Only the person who reported it or {leader} can say that it came back.",
        about="again",
    ),
    # In a message of the day: whoever finds the report may open the form, and what it does they may do elsewhere
    *(look(route, ACCEPTED, shows=WORDS, about="line") for route in ("reminders.quick_form", "reminders.time_form")),
    *(look(route, WAITING, shows=WORDS, **LINE_OF_STEP) for route in ("reminders.step_form", "reminders.update_form")),
    act("reminders.quick", ACCEPTED, "owner", says=OWNERS + "report a quick fix.", form=DONE, **LINE),
    act("reminders.time", ACCEPTED, "owner", says=OWNERS + "ask for more time.", form=LATER, **LINE),
    act(
        "reminders.step", WAITING, "step owner", says="Only whoever does step", form=DID, shows=NOTHING, **LINE_OF_STEP
    ),
    act("reminders.undo", WORKING, "step owner", says="Only whoever does step", shows=NOTHING, **LINE_OF_STEP),
    act("reminders.snooze_form", ACCEPTED, "owner", says=WAITS_NOT, unseen=WAITS_NOT, shows=WORDS, about="line"),
    act(
        "reminders.snooze",
        ACCEPTED,
        "owner",
        says=WAITS_NOT,
        unseen=WAITS_NOT,
        shows=NUMBER,
        about="line",
        form={"until": "2026-03-11"},
    ),
    # Its owner
    act("car.mark_done", ACCEPTED, "owner", says=OWNERS + "report a quick fix.", form=CHOSEN),
    act("car.quick", ACCEPTED, "owner", says=OWNERS + "report a quick fix.", form=DONE),
    act("car.plan", MAJOR, "owner", says=OWNERS + "hand in a plan.", form=PLAN),
    act("car.plan", WORKING, "owner", "leaders", says="Only the owner or {leader} can change an approved", form=PLAN),
    act("car.finish", WORKING, "owner", says=OWNERS + "say that the work is done."),
    act("car.finish_with", WORKING, "owner", says=OWNERS + "say that the work is done.", form={"done": "All"}),
    act("time.ask", ACCEPTED, "owner", says=OWNERS + "ask for more time.", form={"new": "2026-09-01", **WHY}),
    act(
        "owner.ask",
        ACCEPTED,
        "owner",
        "leaders",
        says="Only the owner or {leader} can ask somebody to own it",
        form={"owner": OTHER},
    ),
    # Whoever is asked to own it
    act("owner.take", OFFERED, "member", says="You are not asked to own"),
    act("owner.decline", OFFERED, "member", says="You are not asked to own", then=ACCEPTED),
    # Whoever does a step
    act(
        "step.report",
        WAITING,
        "step owner",
        says="Only whoever does step",
        form={"as_": "done", "said": "A photo"},
        **STEP,
    ),
    act(
        "step.hand_form",
        WAITING,
        "owner",
        "step owner",
        "leaders",
        says="{number} has no open step for which you can ask",
        shows=WORDS,
    ),
    act(
        "step.ask",
        WAITING,
        "owner",
        "step owner",
        "leaders",
        says="Only whoever does step",
        form={"owner": OTHER},
    ),
    *(act(route, WAITING, says="You are not asked to do step", **STEP) for route in ("step.take", "step.decline")),
    act("step.undo", WORKING, "step owner", says="Only whoever does step", **STEP),
    # Those who approve
    act("car.approve", REVIEW, "leaders", "chief", says=APPROVERS + "approve a plan.", others=OWNS_IT, about="plan"),
    act(
        "car.approve_pending",
        REVIEW,
        "leaders",
        "chief",
        says=APPROVERS + "approve a plan.",
        others=OWNS_IT,
        about="plan",
    ),
    act("car.refuse", REVIEW, "leaders", "chief", says=APPROVERS + "send a plan back.", others=OWNS_IT, form=WHY),
    act(
        "car.resources",
        WAITING,
        "leaders",
        "chief",
        says=APPROVERS + "note what was decided.",
        form={"as_": "allocated", "what": "A gate"},
    ),
    act(
        "time.grant",
        WAITING,
        "leaders",
        "chief",
        says=APPROVERS + "decide about more time.",
        others={"owner": "You asked for this, so somebody else decides"},
    ),
    act(
        "time.decide",
        WAITING,
        "leaders",
        "chief",
        says=APPROVERS + "decide about more time.",
        others={"owner": "You asked for this, so somebody else decides"},
        form={"as_": "decline", "answer": "No"},
    ),
    act(
        "car.sign_off",
        WATCHING,
        "leaders",
        "chief",
        says=APPROVERS + "sign off a fix.",
        others={"owner": "You own this, so somebody else signs it off"},
    ),
    # What is public of it
    *(
        act(route, ENDED, "publishers", says=PUBLISHES, instead=SEALED_COPY, shows=WORDS)
        for route in ("public.open", "public.form", "public.card", "public.take_back")
    ),
    act(
        "public.release",
        ENDED,
        "publishers",
        says=PUBLISHES,
        instead=SEALED_COPY,
        shows=NUMBER,
        form={"title": "A latch", "done": "A new one", "texts": ["what"]},
    ),
    act("public.paper", ENDED, "publishers", says=PUBLISHES, instead=SEALED_COPY, shows=NUMBER),
    # Whoever checks
    act("car.checked", QUICK, "checker", says=CHECKERS + "check this work.", others={"owner": HAD_A_PART["owner"]}),
    act("car.watch", CHECKING, "checker", says=CHECKERS + "check this work.", others=HAD_A_PART),
    act("car.not_yet", CHECKING, "checker", says=CHECKERS + "check this work.", others=HAD_A_PART, form=WHY),
    act(
        "car.later",
        WATCHING,
        "checker",
        says=CHECKERS + "put the check off.",
        others=HAD_A_PART,
        form={"until": "2026-09-01"},
    ),
    act(
        "car.came_back",
        WATCHING,
        "checker",
        says=CHECKERS + "say that the fix did not hold.",
        others=HAD_A_PART,
        form=WHY,
    ),
    act(
        "car.held",
        WATCHING,
        "leaders",
        says="Only the checker, or {leader} before the date can say that the fix held.",
        others={**HAD_A_PART, "checker": "The check is due on"},
        form={**HELD, "early_because": "The gate is gone"},
    ),
    # The office
    act("car.cancel", ACCEPTED, "leaders", says=ONLY.removesuffix("can ") + "or a deputy can stop a report.", form=WHY),
    act(
        "car.reopen",
        ENDED,
        "leaders",
        says=ONLY.removesuffix("can ") + "or a deputy can open a closed report again.",
        form=WHY,
    ),
)
