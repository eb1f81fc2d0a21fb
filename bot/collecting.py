"""Python's collector of garbage looks through everything while nobody waits for an answer.

Nearly all of what an answer makes is freed without it, in the moment in which nobody uses it any more. What the
collector does by itself stops every thread: where many file at once it looked through all that lives, those who wait
for their cards included, for 40 to 150 ms at a time, and that was the slowest hundredth of all answers.
"""

import asyncio
import gc

from bot.turns import Turns

YOUNG = 5_000  # objects that were made and not freed, after which the newest are looked through at once
NEVER = 2**31 - 1
EVERY = 10.0  # seconds
AT_MOST = 60.0  # seconds for which those go first who wait for an answer: there may be always somebody
USUAL = gc.get_threshold()


async def collect(turns: Turns) -> None:
    """Look through everything from time to time where something was done, until this is cancelled."""
    gc.set_threshold(YOUNG, NEVER, NEVER)
    try:
        while True:
            await asyncio.sleep(EVERY)
            if gc.get_count()[1]:  # the newest were looked through since
                await turns.after(AT_MOST)
                gc.collect()
    finally:
        gc.set_threshold(*USUAL)
