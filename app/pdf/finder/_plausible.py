"""Whether a page's text layer says what the page shows, or the garbage of a broken encoding."""

from __future__ import annotations

import re
from collections.abc import Sequence

from app.pdf.finder.sight import Word

_USUAL = re.compile(
    r"an?|and|any|are|as|at|be|by|date|do|does|for|form|from|has|have|if|in|is|it|name|no|not|number|of|on|or|other"
    r"|patient|phone|please|provider|request|state|the|therapy|this|to|treatment|with|yes|your?|fax|information"
    r"|drug|medication|address|city|section|plan|que|de|la|el|los|las|para|con|por|del|su"
)
_LETTERS = re.compile(r"^[^\W\d_]+")
#: Built as words are: no capitals or signs among small letters.
_SHAPED = re.compile(
    r"^\W*(?:[A-Z]?[a-zà-ÿ’'\-]+|[A-Z\d.&#]+|\d[\d,./\-]*)(?:[/’'\-–][A-Za-zà-ÿ\d]+)*\W*$|^[^A-Za-z0-9]*$"
)
_LEAST_SHAPED = 0.5
#: Fewer words say nothing.
_FEWEST_WORDS = 25
#: Where words are longer than this on the average, their spaces say that they are letters.
_LONGEST_WORDS, _BEYOND_LATIN = 16, "\u0250"
_LEAST_SHARE = 0.05
_MOST_ODD = 0.25


def is_plausible(words: Sequence[Word]) -> bool:
    """Whether the words read like a language.

    Args:
        words: of one page.
    """
    texts = [word.text for word in words if word.text.strip("_.-[]() ")]
    letters = "".join(texts)
    if len(letters) > max(_LONGEST_WORDS * len(texts), _FEWEST_WORDS * 4) and max(letters) < _BEYOND_LATIN:
        return False
    if len(texts) < _FEWEST_WORDS:
        return True
    if sum(_SHAPED.match(text) is not None for text in texts) < _LEAST_SHAPED * len(texts):
        return False
    usual = sum(_USUAL.fullmatch(_plain(text)) is not None for text in texts)
    if usual >= _LEAST_SHARE * len(texts):
        return True
    odd = sum(not (char.isalnum() or char in ".,:;()/-–’'\"&#%*?☐□") for char in letters)
    return usual > 0 and odd <= _MOST_ODD * len(letters) and usual >= _LEAST_SHARE / 3 * len(texts)


def _plain(text: str) -> str:
    found = _LETTERS.match(text)
    return found.group().lower() if found else ""
