"""Records and their digests."""

from storage.records import LATER, digest_of_row


def test_a_column_that_came_later_leaves_older_digests_as_they_were() -> None:
    old = {"number": "CAR-2026-001", "owner": None}

    assert digest_of_row(old, {}) == digest_of_row(old | LATER, {})


def test_a_column_that_came_later_counts_as_soon_as_it_holds_something() -> None:
    old = {"number": "CAR-2026-001", "owner": None}

    assert digest_of_row(old, {}) != digest_of_row(old | {"handed_to": "title_ix"}, {})
    assert digest_of_row(old, {}) != digest_of_row(old, {"handed_note": "a digest"})
