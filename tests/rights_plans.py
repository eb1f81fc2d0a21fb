"""The table of rights of plans and their steps: plans of East School, which the owner leads, at each point of life."""

from tests.conftest import OTHER
from tests.rights_elsewhere import NOBODY, Ask, every
from tests.rights_table import OFFICE
from tests.rights_work import NEED, PROMISE, STEP, TERM

LEADS = OFFICE | {"owner", "superintendent", "principal of East School"}
CHARGE = OFFICE | {"superintendent"}
HEADS = CHARGE | {"principal of East School", "principal of West School", "department head"}
GONE, ONLY, NO_STEP = "There is no plan", "Only whoever leads it", "There is no step"
WHY, REASON = {"why": "So"}, {"reason": "So"}
HEADER = {"title": "Mine", "lead": OTHER}
READ = "plan.show_pressed, plan.card, plan.versions, plan.asked, plan.decided, plan.steps, plan.to_read, plan.in_force"
NOT_NOTED = "Only the management representative, the superintendent, the head of that"
NOT_REMOVED = "Only the management representative or a deputy can remove words"
NOTES = LEADS | HEADS
ABOUT_PLANS: tuple[Ask, ...] = (
    # What is in force is read by all staff, and a draft by whom it concerns
    *every("plan, plan consolidated, plan.consolidated, plan.goals, steps.goals"),
    *every("plan.page", about="drafts 0"),
    *every("plan show, plan export", text="1"),
    *every("plan export", text="1 csv"),
    *every("plan.export_together"),
    *every("plan.export", about="{plan} 1"),
    *every("plan.file", about="plan.pdf {plan} 1"),
    *every("plan.file", about="together.xlsx"),
    *every("plan.export", LEADS, GONE, about="{draft} 1"),
    *every("plan.file", LEADS, GONE, about="plan.csv {draft} 1"),
    *every("plan.file", LEADS, GONE, about="plan.csv {changing} 2"),
    *every(READ, about="{plan}"),
    *every("plan.goal, plan.goal_card, plan.version", about="{plan} 1"),
    *every("plan.goals_page, plan.whole", about="{plan} 1 0"),
    *every("plan.show_pressed, plan.card", LEADS, GONE, about="{draft}"),
    *every("plan.goal, plan.version, plan.whole", LEADS, GONE, about="{draft} 1"),
    *every("plan.version", LEADS, GONE, about="{changing} 2"),
    *every("steps.show, steps.card, steps.form, steps.yours, steps.added", about="{step}"),
    *every("steps.show, steps.card, steps.added", LEADS, NO_STEP, about="{draft step}"),
    # Needs: of the district, or of East School, whose head writes them as does whoever leads a plan of it
    *every("plan needs, needs.goals"),
    *every("plan needs", text="inventory"),
    *every("needs.page", about="gaps 0"),
    *every("needs.inventory", about="0 {East School}"),
    *every("needs.file", about="needs.pdf {East School}"),
    *every("needs.show, needs.card", about="{need}"),
    *every("needs.form", NOTES, NOT_NOTED),
    *every("needs.form, needs.goal_form, needs.aside_form", LEADS, NOT_NOTED, about="{need}"),
    Ask(route="needs.save", may=CHARGE, says=NOT_NOTED, form=NEED),
    Ask(route="needs.save", may=LEADS, says=NOT_NOTED, about="{need}", form={**NEED, "place": "East School"}),
    Ask(route="needs.link", may=LEADS, says=NOT_NOTED, about="{need}", form={"goal": "PLAN-2026-001 1"}),
    Ask(route="needs.unlink", may=LEADS, says=NOT_NOTED, about="{need} {plan} 2"),
    Ask(route="needs.aside", may=LEADS, says=NOT_NOTED, about="{need}", form=REASON),
    Ask(route="needs.again", may=LEADS, says=NOT_NOTED, about="{need}"),
    *every("needs.redact_form", OFFICE, NOT_REMOVED, about="{need}"),
    Ask(route="needs.redacted", may=NOBODY, says=("No words were removed", NOT_REMOVED), about="{need}"),
    Ask(route="needs.redact", may=OFFICE, says=NOT_REMOVED, about="{need}", form={"parts": ["statement"], **REASON}),
    # The roadmap
    *every("plan roadmap, plan.card", about="{roadmap}"),
    *every("roadmap.show, roadmap.changed, roadmap.file", about="{roadmap}"),
    *every("roadmap.phase, roadmap.phase_card, roadmap.earlier", about="{roadmap} needs"),
    *every("roadmap.form", LEADS, ONLY, about="{roadmap} needs"),
    Ask(route="roadmap.answer", may=LEADS, says=ONLY, about="{roadmap} needs", form={"done": "Mine"}),
    *every("roadmap.show", NOBODY, (GONE, "PLAN-"), about="{draft}"),
    # One's own calendar
    *every("step calendar, feeds.card, feeds.renew, feeds.end"),
    # Starting one
    *every("plan new, plan.new_form", HEADS, "Only the management representative or the superintendent can start"),
    Ask(
        route="plan.start",
        may=CHARGE | {"principal of East School"},
        says="Only the management representative or the superintendent can start",
        form={"kind": "school", "year": "2026", "place": "East School", "lead": OTHER},
    ),
    # Writing it
    *every("plan.header_form, plan.goal_form, plan.reader_form", LEADS, GONE, about="{draft}"),
    *every("plan.strategy_form, plan.value_form", LEADS, GONE, about="{draft} 1"),
    *every("plan.header_form, plan.goal_form, plan.reader_form", LEADS, ONLY, about="{plan}"),
    Ask(route="plan.header", may=LEADS, says=GONE, about="{draft}", form=HEADER),
    Ask(route="plan.goal_save", may=LEADS, says=GONE, about="{draft} 1", form={"statement": "Mine"}),
    Ask(route="plan.goal_drop", may=LEADS, says=GONE, about="{draft} 9"),
    Ask(route="plan.strategy_save", may=LEADS, says=GONE, about="{draft} 1 0", form={"does": "Read"}),
    Ask(
        route="plan.value",
        may=LEADS,
        says=ONLY,
        about="{plan} 1",
        form={"of": "0 goal", "value": "1", "day": "2026-03-02"},
    ),
    Ask(route="plan.reader", may=LEADS, says=ONLY, about="{plan}", form={"person": OTHER}),
    # Its life
    Ask(route="plan.send", may=LEADS, says=GONE, about="{draft}"),
    Ask(route="plan.approve", may=CHARGE, says=(GONE, "Only the management representative and"), about="{approves}"),
    Ask(route="plan.unsign", may=frozenset({"representative"}), says=(GONE, "You have not approved"), about="{signed}"),
    Ask(route="plan.return_form", may=LEADS, says=GONE, about="{review}"),
    Ask(
        route="plan.return",
        may=CHARGE,
        says=(GONE, "Only the management representative or the superintendent can send"),
        about="{review}",
        form=REASON,
    ),
    Ask(route="plan.recall", may=LEADS, says=GONE, about="{review}"),
    *every("plan.change_form, plan.close_form, plan.roll_form", LEADS, ONLY, about="{plan}"),
    Ask(route="plan.change", may=LEADS, says=ONLY, about="{plan}", form=WHY),
    Ask(route="plan.give_up", may=LEADS, says=ONLY, about="{changing}"),
    Ask(route="plan.close", may=LEADS, says=ONLY, about="{plan}", form=REASON),
    Ask(route="plan.reopen", may=LEADS, says=ONLY, about="{closed}"),
    *every("plan roll-over", LEADS, ONLY, text="1"),
    Ask(route="plan.roll", may=LEADS, says=ONLY, about="{plan}", form={"which": ["all"]}),
    *every("plan.redact_form", OFFICE, "Only the management representative or a deputy can remove", about="{plan}"),
    Ask(
        route="plan.redact",
        may=OFFICE,
        says="Only the management representative or a deputy can remove",
        about="{plan}",
        form={"parts": ["everything"], "reason": "A name"},
    ),
    *every("plan.redact_where", OFFICE, "Only the management representative or a deputy can remove"),
    # With whom it is
    *every("plan partnership", text="7"),
    *every("partnership.show, partnership.card", about="{partnership}"),
    *every("partnership.one, partnership.one_card", about="{partnership} 1"),
    *every("partnership.term_form, partnership.promise_form, partnership.renewed", LEADS, ONLY, about="{partnership}"),
    Ask(route="partnership.term", may=LEADS, says=ONLY, about="{partnership}", form=TERM),
    Ask(route="partnership.promise", may=LEADS, says=ONLY, about="{partnership}", form=PROMISE),
    *every("partnership.happened_form, partnership.undo, partnership.drop", LEADS, ONLY, about="{partnership} 1"),
    Ask(
        route="partnership.happened",
        may=LEADS,
        says=ONLY,
        about="{partnership} 1",
        form={"day": "2026-03-02", "said": "So"},
    ),
    *every("partner.link, partner.card, partner.renew, partner.end", LEADS, ONLY, about="{partnership}"),
    *every("partner.told", about="{partnership} 1 1"),
    # Its routine
    *every("plan routine", text="1"),
    *every("routine.show, routine.card, routine.strategies", about="{plan}"),
    *every("routine.form", LEADS, ONLY, about="{plan}"),
    *every("routine.decide_form", frozenset(), (ONLY, "PLAN-"), about="{plan}"),
    Ask(route="routine.set", may=LEADS, says=ONLY, about="{plan}", form={"first": "2027-03-17", "weeks": "2"}),
    Ask(route="routine.stop", may=LEADS, says=ONLY, about="{plan}"),
    Ask(
        route="routine.decide",
        may=frozenset(),  # the plan has no strategy
        says=(ONLY, "Please choose a strategy"),
        about="{plan}",
        form={"about": "1 1", "decision": "stay", "because": "So"},
    ),
    # Its steps
    *every("step new", LEADS, "You lead no plan"),
    *every("steps.add_form", LEADS, ONLY, about="{plan} 1"),
    Ask(route="steps.add", may=LEADS, says=ONLY, about="{plan}", form=STEP),
    *every("steps.change_form", LEADS, ONLY, about="{step}"),
    Ask(route="steps.change", may=LEADS, says=ONLY, about="{step}", form={**STEP, "why": "So"}),
    Ask(route="steps.drop", may=LEADS, says=NO_STEP, about="{draft step}"),
    *every("steps.save", LEADS | {"step owner"}, "Only whoever does step", about="{step} on_track - Half"),
    Ask(
        route="steps.tell",
        may=LEADS | {"step owner"},
        says="Only whoever does step",
        about="{step}",
        form={"status": "on_track"},
    ),
    *every("reminders.told_form", about="2026-03-09 step:1"),
    Ask(
        route="reminders.told",
        may=LEADS | {"step owner"},
        says="Only whoever does step",
        about="2026-03-09 step:1",
        form={"status": "on_track"},
    ),
    *every("steps.hand_form", LEADS | {"step owner"}, "Only whoever does step", about="{step}"),
    Ask(
        route="steps.ask_owner",
        may=LEADS | {"step owner"},
        says="Only whoever does step",
        about="{step}",
        form={"owner": OTHER},
    ),
    *every("steps.take, steps.decline", frozenset(), "You are not asked to do step", about="{step}"),
    *every("steps.asked, steps.answered", about="{step}"),
    Ask(route="steps.undo", may=LEADS | {"step owner"}, says="Only whoever wrote it", about="{step} 1"),
)
