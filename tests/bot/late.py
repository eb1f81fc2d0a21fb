"""`python -m tests.bot.late serve`: the bot, which leaves what calls Slack until a second after it is ready."""

from bot import app
from bot.cli import main

if __name__ == "__main__":
    vars(app)["OPENED"] = 1.0
    main()
