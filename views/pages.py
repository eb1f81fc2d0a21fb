"""Which page of a list this is."""

from domain.texts import say


def page_of(offset: int, shown: int, total: int) -> str:
    """As "11–20 of 25", or only how many there are where one page shows them all."""
    if total <= shown:
        return str(total)
    return say("{first}–{last} of {total}", first=offset + 1, last=offset + shown, total=total)
