"""What the weekly digest and the monthly agenda share: one that came is sent again, one that did not is posted now."""

from collections.abc import Callable

from handlers.routing import Call
from storage.schedules import Schedules


def post_again(call: Call, job: str, last: str, *, again: Callable[[], bool], now: Callable[[str], bool]) -> bool:
    """Send the one of the slot `last` again, or, where there is none since one was due, post one of today.

    False where there is no conversation to post to.
    """
    late = Schedules(call.tx).passed_over(job, after=last)
    if last and not late:
        return again()
    return now(late[-1].slot if late else str(call.today))
