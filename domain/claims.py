"""Taking a claim of the first seat back: who loses it."""

from collections.abc import Iterable

from domain.people import Claim, PersonId


def undone_with(claim: Claim, given: Iterable[tuple[str, str]]) -> list[PersonId]:
    """Everybody who has the seat from a claim: who claimed it, whom they gave it to, and so on.

    `given` says by whom the seat was given to whom since, in order. Who was given it from elsewhere, by the IT office
    for one, keeps it.
    """
    theirs = [claim.person]
    for by, to in given:
        person = PersonId(to)
        if by in theirs and person not in theirs:
            theirs.append(person)
        elif by not in theirs and person in theirs:
            theirs.remove(person)
    return theirs
