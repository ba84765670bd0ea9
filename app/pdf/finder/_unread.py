"""A page whose letters stand where they should but do not say what they show: words by their place and length alone."""

from __future__ import annotations

from dataclasses import replace

from app.pdf.finder.sight import PageSight, TextLine, Word
from app.pdf.finder.symbols import BLANK_TEXT

_MOST_WORDS = 6
_MOST_LETTERS = 34


def unread(sight: PageSight) -> PageSight:
    """The page with every word a mere word, and every short run of words taken for a label.

    Args:
        sight: of a page whose text is not plausible.
    """
    words = tuple(_word(word) for word in sight.words)
    return replace(sight, words=words, lines=tuple(_line(line) for line in sight.lines))


def _word(word: Word) -> Word:
    if BLANK_TEXT.fullmatch(word.text):
        return word
    stroke = len(word.text) == 1 and word.rect.height > 1.8 * word.rect.width
    return replace(word, text="/" if stroke else "x" * len(word.text))


def _line(line: TextLine) -> TextLine:
    short = len(line.words) <= _MOST_WORDS and len(line.text) <= _MOST_LETTERS
    return replace(line, text="x:" if short else " ".join("x" for _ in line.words))
