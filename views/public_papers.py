"""A copy of a report for the public, with the list of what is withheld and why."""

from collections.abc import Sequence

from domain.dossiers import Dossier
from domain.public_copy import REASONS, PublicRule, Withheld
from domain.texts import joined, say
from views.elements import Heading, Text
from views.paper import Paper, PaperPart, Table
from views.papers import Called, Stamp, parts_of, stamped

STAFF = say("staff")  # in place of a name,
WITHHELD_NAME = say("(withheld)")  # and in place of that of whoever reported it
NOTICE = say("Public copy, not the official version: that is online.")


def public_paper(
    public: Dossier, withheld: Sequence[Withheld], rule: PublicRule, called: Called, stamp: Stamp
) -> Paper:
    """`public` is what was left of the report: nothing that is withheld is known here."""
    paper = Paper(
        title=joined(" · ", [public.car.number, public.title]),
        at=stamp.at,
        running=say("Corrective action request {number}, public copy", number=public.car.number),
        edition=say("Record version {n}", n=public.car.version),
        notice=NOTICE,
        parts=[*parts_of(public, called), *withheld_parts(withheld, rule)],
    )
    return stamped(paper, stamp)


def withheld_parts(withheld: Sequence[Withheld], rule: PublicRule) -> list[PaperPart]:
    table = Table(
        head=[say("Withheld"), say("Why")],
        shares=[2, 3],
        rows=[(one.what, REASONS[one.why]) for one in withheld],
        empty=say("Nothing is withheld."),
    )
    law = [Text(say("Law: {law}", law=rule.law))] if rule.law else []
    return [Heading(say("What is withheld")), table, *law]
