"""`python -m tests.bot.late serve`: the bot, which leaves what calls Slack until some seconds after it is ready."""

from bot import app
from bot.cli import main

if __name__ == "__main__":
    vars(app)["OPENED"] = 4.0  # long enough for whoever presses first, also on a slow machine
    main()
