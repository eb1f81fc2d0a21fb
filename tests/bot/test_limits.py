"""How often a page may be asked for: counted by source and by link, and forgotten."""

from bot.limits import LASTS, Counts, Limits, where

FEW = Limits(opened=2, sent=3, sent_by_link=2)
HOME, OTHER = "203.0.113.7", "203.0.113.8"


def test_a_source_opens_so_many_pages_and_then_waits() -> None:
    counts = Counts(FEW)

    assert [counts.opens(HOME, now=5.0) for _ in range(3)] == [True, True, False]
    assert counts.opens(OTHER, now=5.0)
    assert counts.opens(HOME, now=5.0 + LASTS)


def test_a_link_is_used_so_often_from_wherever() -> None:
    counts = Counts(FEW)

    assert [counts.sends(source, "a", now=5.0) for source in (HOME, OTHER, "::1")] == [True, True, False]
    assert counts.sends(HOME, "b", now=5.0)


def test_a_source_sends_so_often_by_whichever_link() -> None:
    counts = Counts(FEW)

    assert [counts.sends(HOME, link, now=5.0) for link in "abcd"] == [True, True, True, False]


def test_no_address_is_kept_and_its_hash_is_another_one_each_time() -> None:
    one, two = Counts(FEW), Counts(FEW)
    one.opens(HOME, now=5.0)
    two.opens(HOME, now=5.0)

    assert HOME.encode() not in b"".join(one.seen)
    assert set(one.seen) & set(two.seen) == set()
    before = set(one.seen)
    one.opens(HOME, now=5.0 + LASTS)
    assert before & set(one.seen) == set()


def test_a_household_has_one_count_however_many_addresses_it_has() -> None:
    assert where("2001:db8:1:2::1") == where("2001:db8:1:2:ffff::9") != where("2001:db8:1:3::1")
    assert where(HOME) == HOME
    assert where("testclient") == "testclient"
