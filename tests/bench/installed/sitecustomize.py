"""For a Python that finds this folder, what stands in NOT_THERE is not there: as where only the bot is installed."""

import os
import sys

sys.modules.update(dict.fromkeys(os.environ["NOT_THERE"].split()))  # type: ignore[arg-type]
