"""What a rule says when it refuses."""


class RefusedError(Exception):
    """What somebody asked for cannot be done; the message is shown to the person as it is."""

    def __init__(self, sentence: str, *, field: str | None = None) -> None:
        """`field` names the form's question to blame, if one is to blame."""
        Exception.__init__(self, sentence)
        self.sentence = sentence
        self.field = field
