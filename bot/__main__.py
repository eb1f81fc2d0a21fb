"""`python -m bot` is `kaizen`."""

from bot.loading import loading

with loading():
    from bot.cli import main

if __name__ == "__main__":
    main()
