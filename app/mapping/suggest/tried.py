"""Where a form asks about therapies tried before: there a drug, a dose or a date is that of such a therapy."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass, field

from app.mapping.suggest.lexicon import Lexicon
from app.mapping.suggest.model import Offer
from app.mapping.suggest.sources import attributes_of
from app.pdf.context.model import FormContext
from app.pdf.template import Box, BoxId, BoxKind

Where = tuple[int, str]
_NAMING = frozenset({"drug", "tried_drug", "preventive", "therapy"})
_TELLING = frozenset({"reason", "stopped", "dates", "class", "trial_length"})
#: A drug that was started and stopped was tried; one with a code or an amount is asked for.
_BOTH_ENDS = frozenset({"start_date", "end_date"})
_OF_REQUEST = frozenset({"hcpcs", "cpt", "icd", "ndc", "units", "quantity", "visits", "refills", "days_supply"})
_CLEARLY = 0.75
#: What it weighs that a box of the same line asks why a therapy was stopped.
_TOLD = 2.2
#: The same of a question before it in its block, whether other therapies were tried.
_ASKED = 1.6
#: The same where only a later line of its block asks why.
_LATER = 0.8
#: What stands beside the question may begin so many lines higher.
_LINES_ASIDE = 2
#: So many lines may lie between a therapy's name and the reason it was stopped.
_LINES_OF_ROW = 6


@dataclass(frozen=True, slots=True)
class Tried:
    """What tells of therapies tried, by line and by block.

    Attributes:
        lines: that ask why, or until when, something was given.
        reasons: lines that ask for the reason in words.
        since: from which line on a block is about therapies tried: where the first of them is named.
        asked: the same of blocks with a question whether any were tried.
    """

    lines: frozenset[int] = frozenset()
    reasons: frozenset[int] = frozenset()
    since: Mapping[Where, int] = field(default_factory=dict)
    asked: Mapping[Where, int] = field(default_factory=dict)

    def weight(self, where: Where, line: int) -> float:
        """How much it weighs at a place that a box may be about a therapy tried; 0 where nothing says so."""
        if line in self.lines:
            return _TOLD
        if self.is_asked(where, line):
            return _ASKED
        return _LATER if line >= self.since.get(where, line + 1) else 0.0

    def is_asked(self, where: Where, line: int) -> bool:
        """Whether a question before, in the same block, was about other therapies."""
        return line >= self.asked.get(where, line + 1)


def where_tried(
    lexicon: Lexicon,
    boxes: Iterable[Box],
    context: FormContext,
    blocks: Mapping[BoxId, Where],
    ticked: Mapping[BoxId, Offer],
) -> Tried:
    """Where a form asks about therapies tried.

    Args:
        lexicon: payers' wording.
        boxes: of the form.
        context: what is printed about them.
        blocks: page and heading of each box.
        ticked: what its check boxes stand for.
    """
    naming: dict[Where, list[int]] = {}
    telling: dict[Where, list[int]] = {}
    reasons = set()
    asked_on: dict[tuple[Where, int], set[str]] = {}
    for box in boxes:
        said = context.boxes[box.id]
        named = [] if box.kind is BoxKind.CHECK else attributes_of(lexicon, box, said)[:1]
        for item in named:
            asked_on.setdefault((blocks[box.id], said.line), set()).add(item.attribute)
            if item.attribute in _NAMING:
                naming.setdefault(blocks[box.id], []).append(said.line)
            elif item.attribute in _TELLING and item.strength > _CLEARLY:
                telling.setdefault(blocks[box.id], []).append(said.line)
                if item.attribute == "reason":
                    reasons.add(said.line)
    for (where, line), names in asked_on.items():
        told = {line + 1, line + 2} & set(telling.get(where, ()))
        if _tells_together(names) or (told and names >= _BOTH_ENDS and not names & _OF_REQUEST):
            telling.setdefault(where, []).append(line)
    asked = _first_asked(context, blocks, ticked)
    return Tried(
        lines=frozenset(line for lines in telling.values() for line in lines),
        reasons=frozenset(reasons),
        since={where: _named_before(min(lines), naming[where]) for where, lines in telling.items() if where in naming},
        asked={
            where: min(after)
            for where, line in asked.items()
            if (after := [named for named in naming.get(where, ()) if named >= line - _LINES_ASIDE])
        },
    )


def _tells_together(names: Set[str]) -> bool:
    """Whether what a line asks for, taken together, is asked of a therapy that was tried."""
    return (
        bool(names & _NAMING)
        and not names & _OF_REQUEST
        and (names >= _BOTH_ENDS or bool(names & {"result", "outcome"}))
    )


def _named_before(line: int, naming: Iterable[int]) -> int:
    """The line on which the therapy is named that a line asks on about."""
    ordered = sorted(naming)
    at = bisect_right(ordered, line) - 1
    return ordered[at] if at >= 0 and line - ordered[at] <= _LINES_OF_ROW else line


def _first_asked(
    context: FormContext, blocks: Mapping[BoxId, Where], ticked: Mapping[BoxId, Offer]
) -> dict[Where, int]:
    """Blocks with check boxes for whether other therapies were tried, with the first line of these."""
    found: dict[Where, int] = {}
    for box_id, offer in ticked.items():
        if offer.key.startswith("prior."):
            where, line = blocks[box_id], context.boxes[box_id].line
            found[where] = min(line, found.get(where, line))
    return found
