"""What is sent passes the same gate as what is asked: a guest reads in chat what they reported themselves."""

from storage.outbox import Outbox
from tests.bot.test_delivery import FakeSender, delivery, hurry, ledger, run
from tests.conftest import DEPUTY, MR, OTHER, TEACHER, District
from tests.office import away, known
from tests.story import filed

CANARY = "zyxw canary"


def test_a_deputy_who_became_a_guest_is_sent_no_report(district: District) -> None:
    away(district, MR, OTHER)
    known(district, OTHER, guest=True)
    filed(district, what=CANARY, marks=["hide_name"])
    sender = FakeSender()

    run(delivery(district, sender).send_all())

    assert [who for who, key in sender.posted if "car" in key] == [TEACHER, DEPUTY]
    assert ledger(district)["failed"] >= 1


def test_a_copy_that_a_guest_got_before_is_emptied(district: District) -> None:
    away(district, MR, OTHER)
    number = filed(district, what=CANARY).number
    sender = FakeSender()
    run(delivery(district, sender).send_all())
    known(district, OTHER, guest=True)

    district.do(lambda tx: Outbox(tx).refresh(number))
    hurry(district)
    run(delivery(district, sender).send_all())

    assert [CANARY in str(card) for where, _, card in sender.updated if where == f"D{OTHER}"] == [False]


def test_whoever_became_a_guest_still_hears_of_their_own_report(district: District) -> None:
    filed(district, what=CANARY)
    known(district, TEACHER, guest=True)
    sender = FakeSender()

    run(delivery(district, sender).send_all())

    assert TEACHER in [who for who, _ in sender.posted]
