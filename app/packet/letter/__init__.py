"""Letters: made from facts by wordings, sentence by sentence, each with the facts that it stands on.

Must not hold: a sentence in code that claims something of a patient (wordings do), pages (`letter_pdf`), storage.
"""

from __future__ import annotations

from app.packet.letter.drafting import draft_letter
from app.packet.letter.model import (
    Basis,
    Block,
    Cell,
    ChartBlock,
    Gap,
    Heading,
    Letter,
    LetterTable,
    Paragraph,
    Sentence,
)
from app.packet.letter.source import LetterSource
from app.packet.letter.wording import WordingBook, bundled_wordings

__all__ = [
    "Basis",
    "Block",
    "Cell",
    "ChartBlock",
    "Gap",
    "Heading",
    "Letter",
    "LetterSource",
    "LetterTable",
    "Paragraph",
    "Sentence",
    "WordingBook",
    "bundled_wordings",
    "draft_letter",
]
