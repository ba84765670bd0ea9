"""Which row of a repeated thing a box belongs to."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field, replace

from app.mapping.suggest.model import Offer
from app.pdf.context.model import BoxContext, Place

_DIGITS = re.compile(r"(?<!\d)\d(?!\d)")
_NUMBERED = re.compile(r"\b[A-Za-z]{4,}\s*(?:#|[Nn]o\.?|[Nn]umber)?\s*([1-9])\s*\W*$")
_TRIED = "prior[n].drug"
_CODED, _DESCRIBED = "dx.icd10[n]", "dx.description[n]"


#: From this row on, a miscount is as likely as ever.
_FAR_ROW = 4


def _printed_row(key: str, said: BoxContext) -> int:
    """The number that is printed of a therapy, "Medication #2", or 0."""
    match = _NUMBERED.search(said.label) if key.startswith(_TRIED) else None
    return int(match.group(1)) if match else 0


def _later(offer: Offer, row: int, said: BoxContext) -> Offer:
    """The offer, marked by how many rows were counted before it where nothing printed confirms the count."""
    printed = (said.row_label, said.label, *(heading.text for heading in said.trail[:1]))
    if row == max(1, said.row) or any(str(row) in _DIGITS.findall(text) for text in printed):
        return offer
    return replace(offer, evidence=replace(offer.evidence, later=min(1.0, (row - 1) / (_FAR_ROW - 1))))


@dataclass(slots=True)
class Rows:
    """Counts rows as the boxes are read in order."""

    counts: Counter[str] = field(default_factory=Counter)
    row: int = 0
    seen: set[str] = field(default_factory=set)
    coded: tuple[int, int] = (-1, 0)

    def numbered(self, offer: Offer, said: BoxContext) -> Offer | None:
        """The offer with its row, or None where the vocabulary has no such row.

        Args:
            offer: whose key may have `[n]`.
            said: what is printed about the box.
        """
        key = offer.key
        if key == "prior.summary" and said.row > 0:
            key = _TRIED
        if key.startswith("prior["):
            row = self._tried(key.split(":")[0], _printed_row(key, said))
            if _TRIED not in self.seen:
                # Nobody named the therapy that this would be asked of.
                offer = replace(offer, evidence=replace(offer.evidence, unnamed=1.0))
            return replace(_later(offer, row, said), key=key.replace("[n]", f"[{row}]"))
        if "[n]" in key:
            row = self._numbered(key, said.line)
            return replace(_later(offer, row, said), key=key.replace("[n]", f"[{row}]" if row > 1 else ""))
        if said.row > 1 and said.labels and said.labels[0].place is Place.COLUMN:
            return None
        return offer

    def _numbered(self, key: str, line: int) -> int:
        """The next row of a key; words beside a diagnosis code are those of that code."""
        self.counts[key] += 1
        if key == _DESCRIBED and line == self.coded[0]:
            self.counts[key] = self.coded[1]
        elif key == _CODED:
            self.coded = (line, self.counts[key])
        return self.counts[key]

    def _tried(self, key: str, printed: int) -> int:
        """The row of a therapy: a new one begins with its drug, or where something is asked again."""
        if printed:
            self.row, self.seen = printed, {key}
        elif key == _TRIED and _TRIED not in self.seen:
            self.row, self.seen = max(1, self.row), {key}
        elif key in self.seen or not self.row:
            self.row, self.seen = self.row + 1, {key}
        self.seen.add(key)
        return self.row
