"""Sentences with marked words inside: the one place where rooms put HTML and words together.

The words of a sentence are ours, written in code. What is put into it may be a person's: it is made harmless, unless it
was marked here before.
"""

import re
from collections.abc import Mapping

from markupsafe import Markup

# How a marked time begins: which way it is said, and the first letter of its words.
SAYS = re.compile(r'(<time [^>]*data-says=")(\w)([^>]*>)(.)')


def sentence(words: str, *parts: object) -> Markup:
    """`sentence("{} to {}", …)`: the parts in their places."""
    return Markup(words).format(*parts)  # noqa: S704  `words` are ours: see above.


def attributes(said: Mapping[str, object]) -> Markup:
    """Attributes of an element, with a space before each."""
    return Markup().join(sentence(' {}="{}"', name, value) for name, value in said.items())


def joined(words: list[str], between: str) -> str:
    """Words in a row; marked ones stay marked."""
    return Markup(between).join(words) if any(isinstance(one, Markup) for one in words) else between.join(words)  # noqa: S704


def begun(words: str) -> str:
    """The first letter large, inside a marked time as well."""
    if isinstance(words, Markup) and (begins := SAYS.match(str(words))):
        before, says, between, letter = begins.groups()
        # All of it was marked before: only two letters are other.
        return Markup(before + says.upper() + between + letter.upper() + str(words)[begins.end() :])  # noqa: S704
    return words[:1].upper() + words[1:]
