"""Guests act for nobody and answer for no office."""

import pytest

from handlers.routing import FormError
from tests.conftest import MR, OTHER, PRINCIPAL, District
from tests.office import away, known
from tests.story import ask

NOT_STAFF = "They are not staff of this district. Please choose somebody who is."


def test_a_guest_does_not_act_for_somebody_who_is_away(district: District) -> None:
    known(district, OTHER, guest=True)

    with pytest.raises(FormError) as refused:
        away(district, PRINCIPAL, OTHER)

    assert refused.value.faults == {"deputy": NOT_STAFF}


def test_a_guest_answers_for_no_office(district: District) -> None:
    guest = known(district, OTHER, guest=True)

    with pytest.raises(FormError) as refused:
        ask(district, MR, "offices.save", {"title_ix": guest})

    assert refused.value.faults == {"title_ix": NOT_STAFF}


def test_an_officer_who_is_named_already_may_stay(district: District) -> None:
    officer = district.person(OTHER)
    ask(district, MR, "offices.save", {"title_ix": officer})
    known(district, OTHER, guest=True)

    ask(district, MR, "offices.save", {"title_ix": officer, "grievance": district.person(PRINCIPAL)})
