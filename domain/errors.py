"""What a rule says when it refuses."""

from typing import Any

from domain.texts import Said, say


class RefusedError(Exception):
    """What somebody asked for cannot be done; the person is told this sentence, in their language."""

    def __init__(self, sentence: str, /, *, field: str | None = None, **given: Any) -> None:
        """`given` fills the sentence's {gaps}. `field` names the form's question to blame, if one is to blame."""
        self.sentence = sentence if isinstance(sentence, Said) else say(sentence, **given)
        self.field = field
        Exception.__init__(self, self.sentence)
