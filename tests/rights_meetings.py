"""The table of rights of meetings: of East School, hosted by the owner, and the step owner is invited."""

from tests.conftest import OTHER
from tests.meeting import STEP
from tests.rights_elsewhere import NOBODY, Ask, every
from tests.rights_plans import CHARGE, HEADS
from tests.rights_surveys import ONCE_SHARED
from tests.rights_surveys import RUNS as RUNS_SURVEYS
from tests.rights_table import NOT_STAFF, OFFICE

RUNS = CHARGE | {"owner", "principal of East School"}
SEES = RUNS | {"step owner"}
UNSEEN, ONLY = "There is no meeting", "Only whoever hosts it"
NOT_RUN = (UNSEEN, ONLY)
PLANS = "Only the management representative or the superintendent can plan"
LEADERS = CHARGE | {"MRT member", "Cabinet member"}
HEARD = {"said": "Buses come late", "sure": ("sure",)}
GAP = {**HEARD, "as_": "gap"}
WORDS = (UNSEEN, "Only the management representative or a deputy can remove words")
FORM = {"title": "Ours", "day": "2026-03-20", "start": "18:00", "length": "60", "host": OTHER}
MOVED = {"day": "2026-03-27", "start": "18:00"}
ABOUT_MEETINGS: tuple[Ask, ...] = (
    *every("meetings, meeting.filter", about="coming"),
    *every("meeting.page", about="past all 0"),
    *every("meeting.show, meeting.card", SEES, UNSEEN, about="{meeting}"),
    *every("meeting.show, meeting.card, meeting.calendar", about="{for all}"),
    *every("meeting.calendar", SEES, UNSEEN, about="{meeting}"),
    *every(
        "meeting.invited, meeting.moved, meeting.called_off", about="{meeting}"
    ),  # or that it is not theirs any more
    *every("meetings new, meeting.new", HEADS, PLANS),
    *every("meeting.plans, meeting.promises"),
    Ask(route="meeting.kind", may=HEADS, says=PLANS, form={"kind": "forum"}),
    Ask(route="meeting.kind", may=CHARGE, says=PLANS, form={"kind": "mrt"}),
    Ask(route="meeting.save", may=CHARGE, says=PLANS, form=FORM, about="forum"),
    Ask(
        route="meeting.save",
        may=CHARGE | {"principal of East School"},
        says=PLANS,
        form={**FORM, "school": "East School"},
        about="forum",
    ),
    Ask(route="meeting.save", may=RUNS, says=NOT_RUN, form={**FORM, "school": "East School"}, about="{meeting}"),
    *every("meeting.form, meeting.move_form, meeting.off_form, meeting.invite_form", RUNS, NOT_RUN, about="{meeting}"),
    Ask(route="meeting.move", may=RUNS, says=NOT_RUN, form=MOVED, about="{meeting}"),
    Ask(route="meeting.off", may=RUNS, says=NOT_RUN, form={"because": "Snow"}, about="{meeting}"),
    Ask(route="meeting.invite", may=RUNS, says=NOT_RUN, form={"guests": "Ms. Lee"}, about="{meeting}"),
    *every("meeting.start", RUNS, NOT_RUN, about="{meeting}"),
    *every("meeting.held", RUNS, NOT_RUN, about="{past meeting}"),
    *every("meeting.close, meeting.step_form", RUNS, NOT_RUN, about="{running}"),
    *every("meeting.came_form", RUNS, NOT_RUN, about="{running} 0"),
    Ask(route="meeting.came", may=RUNS, says=NOT_RUN, form={"came": ("1",)}, about="{running} 0"),
    Ask(route="meeting.step", may=RUNS, says=NOT_RUN, form=STEP, about="{running}"),
    *every("meeting.step_card, steps.show", SEES | {"member"}, "There is no step", about="{meeting step}"),
    *every("step.form", SEES | {"member"}, "There is no step", about="{meeting step}"),
    Ask(
        route="step.report",
        may=frozenset({"member"}),
        says=("There is no step", "Only whoever does step"),
        form={"as_": "done", "said": "So"},
        about="{meeting step}",
    ),
    *every("step.undo", NOBODY, ("There is no step", "Only whoever", "Somebody changed step"), about="{meeting step}"),
    *every("meeting.step_yours", about="{meeting step}"),  # or that it is not theirs
    *every("meeting.heard_form", RUNS, NOT_RUN, about="{running}"),
    Ask(route="meeting.heard", may=RUNS, says=NOT_RUN, form=HEARD, about="{running}"),
    Ask(route="meeting.heard", may=RUNS, says=NOT_RUN, form=GAP, about="{running}"),
    *every("meeting.themes, meeting.themes_card", SEES, UNSEEN, about="{running}"),
    *every("meeting.theme, meeting.theme_card", SEES, UNSEEN, about="{running} 1"),
    *every("meeting.did_form, meeting.theme_out", RUNS, NOT_RUN, about="{running} 1"),
    Ask(route="meeting.did", may=RUNS, says=NOT_RUN, form={"did": "So"}, about="{running} 1"),
    *every("meeting.tell", RUNS, NOT_RUN, about="{running}"),
    *every("meetings tell", NOBODY, ("Type this in the conversation", NOT_STAFF), text="2"),
    *every("meeting.told, meeting.told_here", about="{running}"),  # what names nobody, or that it is not theirs
    *every("meeting.ask_how", OFFICE, RUNS_SURVEYS, about="{meeting}"),
    *every("meeting.how", OFFICE, ONCE_SHARED, about="{asked about}"),
    *every("meeting.how", NOBODY, (UNSEEN, "Nobody was asked yet how"), about="{meeting}"),
    *every("meetings schools, meeting.schools, meeting.schools_file", LEADERS, "Only the Cabinet"),
    *every("meeting.visit", CHARGE | {"principal of West School"}, PLANS, about="{West School}"),
    *every("meeting.redact_form", OFFICE, WORDS, about="{meeting}"),
    Ask(
        route="meeting.redact",
        may=OFFICE,
        says=WORDS,
        form={"parts": ("purpose",), "reason": "A name"},
        about="{meeting}",
    ),
)
