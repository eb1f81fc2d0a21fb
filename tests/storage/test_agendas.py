"""What people add to an agenda, and what is kept of one that was counted."""

from dataclasses import replace
from datetime import date

import pytest

from domain.agendas import AgendaItem, Origin
from domain.errors import RefusedError
from domain.people import PersonId
from domain.reviews import Fact, Facts, Says
from storage.agendas import Agendas
from storage.db import Tx
from storage.history import History
from storage.settings import DistrictSettings
from storage.verify import verify
from tests.conftest import NOW, District

FIRST, THEN = "MTG-2026-001", "MTG-2026-002"
BUSES = AgendaItem(id="", meeting=FIRST, section=8, subject="Why buses are late", by=PersonId("ann"))
MADE = Facts(
    cut_off=date(2026, 3, 8),
    before=date(2026, 2, 8),
    sections=((), (Fact(says=Says.OPEN, n=3, of=2),)),
    annex=(Fact(says=Says.NEW, about="CAR-2026-001"),),
)


def freeze(tx: Tx, made: Facts = MADE) -> None:
    by = PersonId("ann")
    Agendas(tx).freeze(made, meeting=FIRST, slot="2026-03-10", day=date(2026, 3, 10), conversation="C1", by=by)


def test_items_stand_in_the_order_in_which_they_came(district: District) -> None:
    def work(tx: Tx) -> None:
        for subject in ("Why buses are late", "Who may use the gym", "Substitutes"):
            Agendas(tx).add(replace(BUSES, subject=subject))

        assert [(one.place, one.subject) for one in Agendas(tx).items(FIRST)] == [
            (1, "Why buses are late"),
            (2, "Who may use the gym"),
            (3, "Substitutes"),
        ]

    district.do(work)
    assert district.do(verify).broken == []


def test_what_was_not_talked_about_is_carried_over_once(district: District) -> None:
    def work(tx: Tx) -> None:
        book = Agendas(tx)
        book.add(BUSES)
        gym = book.add(replace(BUSES, subject="Who may use the gym"))
        book.save(replace(gym, done=True), did="agenda.item_done", by="ann")

        assert (book.carry(FIRST, THEN), book.carry(FIRST, THEN)) == (1, 0)
        (item,) = book.items(THEN)
        assert (item.subject, item.section, item.origin, item.carried_from) == (
            "Why buses are late",
            8,
            Origin.CARRIED,
            FIRST,
        )
        assert [one.subject for one in book.items(FIRST)] == ["Why buses are late", "Who may use the gym"]

    district.do(work)


def test_of_two_who_change_an_item_at_once_one_is_told(district: District) -> None:
    def work(tx: Tx) -> None:
        item = Agendas(tx).add(BUSES)
        Agendas(tx).save(replace(item, done=True), did="agenda.item_done", by="ann")
        with pytest.raises(RefusedError, match="Somebody else changed this"):
            Agendas(tx).save(replace(item, section=3), did="agenda.item_done", by="ann")

    district.do(work)


def test_a_revision_is_kept_as_it_was_counted_with_how_far_history_had_come(district: District) -> None:
    printed = district.do(lambda tx: History(tx).head())
    district.do(freeze)
    later = replace(MADE, cut_off=date(2026, 3, 9))
    district.do(lambda tx: freeze(tx, later))

    def look(tx: Tx) -> None:
        first, newest = Agendas(tx).kept(FIRST, 1), Agendas(tx).kept(FIRST)
        assert first
        assert newest
        assert (first.facts, newest.facts) == (MADE, later)
        assert (first.entries, first.head) == printed
        assert (newest.revision, newest.slot, newest.entries > first.entries) == (2, "2026-03-10", True)
        assert verify(tx, first.head).printed == first.entries

    district.do(look)


def test_whoever_reads_it_without_rights_gets_no_annex_and_the_newest_revision(district: District) -> None:
    district.do(freeze)

    def look(tx: Tx) -> None:
        found = Agendas(tx).shown(FIRST, DistrictSettings(tx).all())
        assert found
        assert [line.text for line in found.sections[1].lines] == [
            "3 reports are open, 1 more than at the last review."
        ]
        assert (found.annex, found.revision, found.refreshed_by) == ((), 1, None)

    district.do(look, now=NOW)
