"""`python -m bot` is `kaizen`."""

from bot.cli import main

if __name__ == "__main__":
    main()
