"""Public copies and pages for families in chat, to look at."""

from collections.abc import Mapping
from dataclasses import replace

from domain.public_copy import PublicRule, Text
from tests.domain.story import CAR, MIA
from tests.views.papers import CLOSED_CAR, HELD, RELEASE, RULE, YEAR, half_page
from tests.views.scene import look, schools
from views.cars import car_card
from views.elements import Card, Form
from views.public import (
    families_card,
    families_form,
    paper_acts,
    public_card,
    release_form,
)

PAGE = half_page("East School", YEAR, [CLOSED_CAR], [RELEASE], sealed=0)
TAKEN = replace(RELEASE, taken_back=True, done="", texts=frozenset())
TEXTS = [Text.WHAT, Text.CAUSES, Text.DONE]

#: Approved as they look on each platform.
MESSAGES: Mapping[str, Card] = {
    "public_copy": public_card(CAR, RELEASE, HELD, RULE),
    "families": families_card(PAGE, "id000001 12 en"),
}
FORMS: Mapping[str, Form] = {
    "release": release_form(CAR, RELEASE, TEXTS, ""),
    "families": families_form(schools(2), "id000001", {"en": "English"}, "en"),
}
#: Read for texts that escape translation, and drawn within limits.
MORE: Mapping[str, Card] = {
    "a report with what makes papers of it": car_card(CAR, look(MIA), beside=paper_acts(CAR, releases=True)),
    "a public copy that was taken back": public_card(CAR, TAKEN, [], PublicRule()),
    "nothing for families": families_card(half_page("East School", YEAR, [], [], sealed=0), "id000001 3 es"),
}
REST_OF_FORMS: Mapping[str, Form] = {"a first release": release_form(CAR, None, [], "A new latch " * 99)}
