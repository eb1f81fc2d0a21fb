"""What of a report may leave the district: pure rules that say what a public copy holds, what it withholds and why.

Nothing that somebody typed is public before the quality office released it, and nobody is named who reported it.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from enum import StrEnum
from functools import reduce
from typing import Any, TypeVar

from domain.asks import fit, need
from domain.cars import REDACTED, TITLE_MAX, Car, Concern
from domain.dossiers import Dossier, Planned
from domain.errors import RefusedError
from domain.frozen import dataclass
from domain.log import Rows
from domain.people import PersonId, Viewer
from domain.plans import Plan
from domain.texts import noted, say
from domain.who import leads

T = TypeVar("T")
Empty = Callable[[Dossier], Dossier]

WITHHELD = noted("(withheld)")  # stands where a text was
DONE_MAX = 600  # characters of what families read that was done
SMALLEST_GROUP = 5  # sealed reports are not counted below it


class Text(StrEnum):
    """The texts of a report that the quality office releases, or does not."""

    WHAT = "what"
    DECISIONS = "decisions"
    CAUSES = "causes"
    DONE = "done"
    STEPS = "steps"
    RESOURCES = "resources"
    EFFECT = "effect"
    EXTENSIONS = "extensions"


TEXTS: Mapping[Text, str] = {
    Text.WHAT: say("What happened"),
    Text.DECISIONS: say("Decisions and answers"),
    Text.CAUSES: say("Causes"),
    Text.DONE: say("What was done at once"),
    Text.STEPS: say("Steps"),
    Text.RESOURCES: say("Resources"),
    Text.EFFECT: say("How it is checked, and what was found"),
    Text.EXTENSIONS: say("Why dates were moved"),
}


class Why(StrEnum):
    """Why something is withheld."""

    REQUESTER = "requester"
    STAFF = "staff"
    NOT_RELEASED = "not_released"
    EVIDENCE = "evidence"
    REMOVED = "removed"
    SEALED = "sealed"


REASONS: Mapping[Why, str] = {
    Why.REQUESTER: say("Who reports something is not made public."),
    Why.STAFF: say("Names of staff are not made public in this district."),
    Why.NOT_RELEASED: say("The quality office did not release it."),
    Why.EVIDENCE: say("Links and photos may show people."),
    Why.REMOVED: say("These words were removed for good."),
    Why.SEALED: say("Sealed reports are in no public copy."),
}


@dataclass(frozen=True, kw_only=True, slots=True)
class Withheld:
    what: str  # a text of ours
    why: Why


@dataclass(frozen=True, kw_only=True, slots=True)
class PublicRule:
    """What a district has settled: whether names of staff are public, and the law that it follows."""

    names: bool = False
    law: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Release:
    """What the quality office released of a report: a title and a sentence for families, and texts as they stand."""

    car: str
    title: str
    done: str = ""
    texts: frozenset[Text] = frozenset()
    by: PersonId
    at: datetime
    taken_back: bool = False
    version: int = 1

    @property
    def is_public(self) -> bool:
        return not self.taken_back


ONLY_THE_OFFICE = say("Only the management representative or a deputy can make a public copy.")


def may_release(car: Car, viewer: Viewer) -> bool:
    """Whoever leads it, of what everybody in the district may read."""
    return why_not_release(car, viewer) is None


def why_not_release(car: Car, viewer: Viewer) -> str | None:
    if not leads(car, viewer):
        return ONLY_THE_OFFICE
    if car.sealed or car.handed_to or car.concerns is not Concern.NOBODY:
        return say("{number} is sealed, so there is no public copy of it.", number=car.number)
    return None


def check_release(release: Release) -> None:
    need(release.title, "Please say in a few words what it was about.", field="title", at_most=TITLE_MAX)
    fit(release.done, field="done", at_most=DONE_MAX)


def public_copy(dossier: Dossier, release: Release, rule: PublicRule) -> tuple[Dossier, list[Withheld]]:
    """The report without what is withheld, and the list of that, in the order of the paper.

    Who draws it gets no withheld word at all. Only what there is stands in the list: a missing answer tells nothing.
    """
    if dossier.car.sealed or dossier.car.handed_to:
        raise RefusedError("{number} is sealed, so there is no public copy of it.", number=dossier.car.number)
    kept = _without_people(dossier, rule)
    held = [Withheld(what=say("Requester"), why=Why.REQUESTER)]
    if not rule.names:
        held.append(Withheld(what=say("Names of staff"), why=Why.STAFF))
    for text, words in TEXTS.items():
        found = _texts(dossier, text)
        if text not in release.texts:
            kept = reduce(lambda found, empty: empty(found), EMPTIED[text], kept)
            held += [Withheld(what=words, why=Why.NOT_RELEASED)] if found else []
        held += [Withheld(what=words, why=Why.REMOVED)] if REDACTED in found else []
    if dossier.car.link or dossier.car.photos:
        held.append(Withheld(what=say("Links and photos"), why=Why.EVIDENCE))
    return replace(kept, title=release.title), held


def is_for_everybody(rows: Rows) -> bool:
    """Whether rows of the log are chosen by nothing that their public copy withholds: neither words nor a person.

    What is public is decided today, so there is none of an earlier day either.
    """
    return not (rows.text or rows.sought.whose or rows.sought.filters.owner or rows.as_of)


def check_public_log(rows: Rows, viewer: Viewer) -> None:
    if not viewer.is_mr:
        raise RefusedError(ONLY_THE_OFFICE)
    if not is_for_everybody(rows):
        raise RefusedError(
            "A public copy tells of no words, of no person and of no earlier day. Take these filters away first."
        )


def withheld_of_log(cars: Collection[Car], releases: Mapping[str, Release], rule: PublicRule) -> list[Withheld]:
    """What a public copy of the log leaves out, in order; whether any report is sealed is not told."""
    held = [Withheld(what=say("Requester"), why=Why.REQUESTER)]
    if not rule.names:
        held.append(Withheld(what=say("Names of staff"), why=Why.STAFF))
    public = {number for number, release in releases.items() if release.is_public}
    if any(car.number not in public for car in cars):
        held.append(Withheld(what=say("Titles"), why=Why.NOT_RELEASED))
    return [*held, Withheld(what=say("Sealed reports"), why=Why.SEALED)]


def texts_of(dossier: Dossier) -> list[Text]:
    """Those in which somebody wrote something that could be released."""
    return [text for text in TEXTS if set(_texts(dossier, text)) - {REDACTED}]


def told_of(sealed: int) -> int:
    """How many sealed ones may be counted in public: none of a few."""
    return sealed if sealed >= SMALLEST_GROUP else 0


def _without_people(dossier: Dossier, rule: PublicRule) -> Dossier:
    """Without who reported it, and links. Staff stay as ids here: whoever draws it calls them by office or by name."""
    car = dossier.car
    private: dict[str, Any] = {"requester": PersonId(""), "on_behalf_of": None, "link": None, "photos": ()}
    private |= {"handed_note": None, "before": None, "hide_name": True}
    stays = tuple(replace(stay, by=_unless(stay.by, car.requester)) for stay in dossier.stays)
    public = replace(dossier, car=replace(car, **private), stays=stays)
    return public if rule.names else _unnamed(public)


def _unless(person: PersonId, requester: PersonId) -> PersonId:
    return PersonId("") if person == requester else person


SOMEBODY = PersonId("staff")  # in place of each member of staff; "" stays whoever reported it


def _unnamed(dossier: Dossier) -> Dossier:
    car = dossier.car
    roles: dict[str, Any] = {
        name: SOMEBODY for name in ("owner", "checker", "decided_by", "signed_off_by") if getattr(car, name)
    }
    return replace(
        dossier,
        car=replace(car, asked_owner=None, **roles),
        planned=tuple(replace(one, plan=_plan_unnamed(one.plan)) for one in dossier.planned),
        extensions=tuple(
            replace(one, asked_by=SOMEBODY, decided_by=SOMEBODY if one.decided_by else None)
            for one in dossier.extensions
        ),
        stays=tuple(replace(stay, by=SOMEBODY if stay.by else stay.by) for stay in dossier.stays),
    )


def _plan_unnamed(plan: Plan) -> Plan:
    return replace(
        plan,
        steps=tuple(replace(step, owner=SOMEBODY, asked_owner=None, planned_owner=None) for step in plan.steps),
        effectiveness=replace(plan.effectiveness, checker=SOMEBODY),
        approval=plan.approval and replace(plan.approval, by=SOMEBODY),
    )


def _texts(dossier: Dossier, text: Text) -> list[str]:
    """All that somebody wrote there."""
    return [words for words in WRITTEN[text](dossier) if words]


Words = Collection[str | None]


def _of_plans(read: Callable[[Plan], Words]) -> Callable[[Dossier], Words]:
    return lambda dossier: [words for one in dossier.planned for words in read(one.plan)]


def _causes(dossier: Dossier) -> Words:
    car = dossier.car
    found = [cause for one in dossier.planned for cause in one.plan.causes]
    return [car.cause, *(words for cause in found for words in (cause.statement, *cause.whys, cause.how_verified))]


def _done(dossier: Dossier) -> Words:
    car = dossier.car
    plans = [words for one in dossier.planned for words in (one.plan.correction, one.plan.elsewhere)]
    return [car.already_done, car.done, *plans]


def _effect(dossier: Dossier) -> Words:
    plans = [one.plan.effectiveness for one in dossier.planned]
    planned = [words for effect in plans for words in (effect.criterion, effect.baseline, effect.method)]
    found = [words for v in dossier.verdicts for words in (v.result, v.documents, v.lesson, v.early_because)]
    return [*planned, *found]


#: What stands in each text.
WRITTEN: Mapping[Text, Callable[[Dossier], Words]] = {
    Text.WHAT: lambda dossier: [dossier.car.what, dossier.car.requirement],
    Text.DECISIONS: lambda dossier: [getattr(dossier.car, name) for name in ("reason", "answer", "appeal", "related")],
    Text.CAUSES: _causes,
    Text.DONE: _done,
    Text.STEPS: _of_plans(lambda plan: [words for s in plan.steps for words in (s.what, s.evidence, s.reason)]),
    Text.RESOURCES: _of_plans(lambda plan: [plan.resources_asked, plan.resources_given]),
    Text.EFFECT: _effect,
    Text.EXTENSIONS: lambda dossier: [words for one in dossier.extensions for words in (one.reason, one.answer)],
}


def _bare(record: T, *names: str) -> T:
    """A record where each text of these names is withheld, if there is one."""
    changes: dict[str, Any] = {name: WITHHELD for name in names if getattr(record, name)}
    return replace(record, **changes)  # type: ignore[type-var]


def _car(*names: str) -> Empty:
    return lambda dossier: replace(dossier, car=_bare(dossier.car, *names))


def _plans(change: Callable[[Plan], Plan]) -> Empty:
    return lambda dossier: replace(
        dossier, planned=tuple(Planned(cycle=one.cycle, plan=change(one.plan)) for one in dossier.planned)
    )


def _no_causes(plan: Plan) -> Plan:
    """The category of each is one of a list, and stays."""
    bare = (replace(_bare(cause, "statement", "how_verified"), whys=()) for cause in plan.causes)
    return replace(plan, causes=tuple(bare))


def _no_steps(plan: Plan) -> Plan:
    return replace(plan, steps=tuple(_bare(step, "what", "evidence", "reason") for step in plan.steps))


def _no_effect(plan: Plan) -> Plan:
    return replace(plan, effectiveness=_bare(plan.effectiveness, "criterion", "baseline", "method"))


def _no_verdicts(dossier: Dossier) -> Dossier:
    bare = (_bare(one, "result", "documents", "lesson", "early_because") for one in dossier.verdicts)
    return replace(dossier, verdicts=tuple(bare))


def _no_extensions(dossier: Dossier) -> Dossier:
    return replace(dossier, extensions=tuple(_bare(one, "reason", "answer") for one in dossier.extensions))


#: What withholds each text.
EMPTIED: Mapping[Text, Sequence[Empty]] = {
    Text.WHAT: [_car("what", "requirement")],
    Text.DECISIONS: [_car("reason", "answer", "appeal", "related")],
    Text.CAUSES: [_car("cause"), _plans(_no_causes)],
    Text.DONE: [_car("already_done", "done"), _plans(lambda plan: _bare(plan, "correction", "elsewhere"))],
    Text.STEPS: [_plans(_no_steps)],
    Text.RESOURCES: [_plans(lambda plan: _bare(plan, "resources_asked", "resources_given"))],
    Text.EFFECT: [_plans(_no_effect), _no_verdicts],
    Text.EXTENSIONS: [_no_extensions],
}
