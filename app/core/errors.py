"""A broken rule, in words for the person who met it."""


class Refused(Exception):
    """An action's no: which field it is about, and what to do."""

    def __init__(self, field: str, words: str) -> None:
        super().__init__(words)
        self.field = field
        self.words = words
