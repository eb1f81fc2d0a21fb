"""What the program counts about itself. Names and numbers only: no words, no person, no district."""


class Measures:
    """Where the program says what happened. This one counts nothing: counting costs memory, and an import."""

    def answered(self, route: str, outcome: str, seconds: float) -> None:
        """Somebody was answered; `outcome` is the kind of answer, "refused", "faults", or the id of a fault."""

    def tried(self, outcome: str) -> None:
        """A message was tried: "sent", "later" or "failed"."""

    def ticked(self, outcome: str) -> None:
        """The clock woke something: "ok" or "fault"."""

    def committed(self, seconds: float) -> None:
        """A transaction was committed, in whatever thread; this is how long the commit alone took."""
