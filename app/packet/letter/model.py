"""What a letter is made of, before it is set on paper."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from app.domain.course import LetterKind
from app.domain.facts import Origin
from app.domain.measures import ChartSpec


class Basis(StrEnum):
    """What a sentence stands on."""

    FACTS = "facts"
    FIXED = "fixed"
    CITED = "cited"
    PAYER = "payer"
    CRITERION = "criterion"
    OWN = "own"


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence.

    Attributes:
        keys: the facts in it; none where it claims nothing of the patient (fixed and cited ones).
        origins: where those facts come from.
        gaps: keys of what it lacks; the lack is written in it.
        source: of a cited one.
    """

    text: str
    basis: Basis
    keys: tuple[str, ...] = ()
    origins: tuple[Origin, ...] = ()
    gaps: tuple[Gap, ...] = ()
    source: str = ""


@dataclass(frozen=True, slots=True)
class Gap:
    """Something that is not documented.

    Attributes:
        key: of the vocabulary, where it can be filled in; empty where no key has it.
        words: what it is, `headache days a month`.
    """

    key: str
    words: str

    @property
    def text(self) -> str:
        """As it stands in the letter."""
        return f"[{self.words}: not documented]"


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading over what follows."""

    text: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Some sentences, under a name by which the office's own words replace them."""

    name: str
    sentences: tuple[Sentence, ...]
    is_item: bool = False

    @property
    def text(self) -> str:
        """All its sentences."""
        return " ".join(sentence.text for sentence in self.sentences)


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of a table; `gap` where what belongs there is not documented."""

    text: str
    keys: tuple[str, ...] = ()
    origins: tuple[Origin, ...] = ()
    gap: Gap | None = None


@dataclass(frozen=True, slots=True)
class LetterTable:
    """A table; `shares` are the columns' shares of the width."""

    name: str
    title: str
    columns: tuple[str, ...]
    shares: tuple[float, ...]
    rows: tuple[tuple[Cell, ...], ...]


@dataclass(frozen=True, slots=True)
class ChartBlock:
    """The chart of a measure."""

    name: str
    spec: ChartSpec
    origins: tuple[Origin, ...]


Block = Heading | Paragraph | LetterTable | ChartBlock


@dataclass(frozen=True, slots=True)
class Head:
    """Who writes: the office's letterhead."""

    practice: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Signer:
    """Who signs, line by line; empty for a paper that nobody signs."""

    lines: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter, ready to be set.

    Attributes:
        title: in the file's properties and over a brief; names no patient.
        to: whom it is sent to, line by line.
        about: the table under the address: label and value.
        foot: on every page before the page number: patient and member number.
        notes: for the office, never printed: what to look at before it is signed.
    """

    kind: LetterKind
    title: str
    head: Head
    date: str
    to: tuple[str, ...]
    about: tuple[tuple[str, Cell], ...]
    blocks: tuple[Block, ...]
    signer: Signer
    foot: str
    notes: tuple[str, ...] = ()

    @property
    def sentences(self) -> tuple[Sentence, ...]:
        """Every sentence in order."""
        return tuple(s for block in self.blocks if isinstance(block, Paragraph) for s in block.sentences)

    @property
    def cells(self) -> tuple[Cell, ...]:
        """Every cell of every table, those of the table under the address first."""
        rows = [row for block in self.blocks if isinstance(block, LetterTable) for row in block.rows]
        return (*(cell for _, cell in self.about), *(cell for row in rows for cell in row))

    @property
    def gaps(self) -> tuple[Gap, ...]:
        """What is not documented, each once, in the letter's order."""
        found = [gap for sentence in self.sentences for gap in sentence.gaps]
        found = [*(cell.gap for _, cell in self.about if cell.gap), *found]
        return tuple(dict.fromkeys((*found, *(cell.gap for cell in self.cells if cell.gap))))

    @property
    def text(self) -> str:
        """The body as plain text, tables line by line."""
        return "\n\n".join(part for block in self.blocks if (part := _plain(block)))


def _plain(block: Block) -> str:
    if isinstance(block, Heading):
        return block.text.upper()
    if isinstance(block, Paragraph):
        return f"- {block.text}" if block.is_item else block.text
    if isinstance(block, ChartBlock):
        return f"[chart: {block.spec.title}; {block.spec.recorded}]"
    lines = [" | ".join(block.columns), *(" | ".join(cell.text for cell in row) for row in block.rows)]
    return "\n".join([block.title, *lines] if block.title else lines)
