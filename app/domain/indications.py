"""The conditions that botulinum toxin is asked for, and the diagnosis codes that belong to them."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from app.domain.vocabulary import vocabulary
from app.places import bundled


@dataclass(frozen=True, slots=True)
class CodeEntry:
    """One ICD-10-CM code that matters for botulinum toxin.

    Attributes:
        indications: conditions that it belongs to; empty for a code that is only mistaken for one of theirs.
        billable: False for a heading that needs more digits, or a code that was split.
        note: what a payer's office sends back, or empty.
    """

    code: str
    description: str
    indications: tuple[str, ...] = ()
    billable: bool = True
    note: str = ""


@dataclass(frozen=True, slots=True)
class CodeTable:
    """The bundled codes of one yearly edition; a code that is not in it is not wrong."""

    edition: str
    entries: Mapping[str, CodeEntry]

    def get(self, code: str) -> CodeEntry | None:
        """The entry of a code with its dot, or None."""
        return self.entries.get(code)

    def below(self, heading: str) -> tuple[CodeEntry, ...]:
        """The valid codes below a heading, such as those of `G43.7`."""
        return tuple(e for e in self.entries.values() if e.billable and e.code.startswith(heading))

    def of(self, condition: str) -> tuple[CodeEntry, ...]:
        """The valid codes of one condition, in the table's order."""
        return tuple(entry for entry in self.entries.values() if entry.billable and condition in entry.indications)

    def search(self, text: str, limit: int = 12) -> tuple[CodeEntry, ...]:
        """Codes that start with the text, or whose description has all of its words; valid ones only."""
        wanted = text.strip().lower()
        if not wanted:
            return ()
        words = wanted.split()
        codes = [e for e in self.entries.values() if e.billable and e.code.lower().startswith(wanted)]
        named = [
            e
            for e in self.entries.values()
            if e.billable and e not in codes and all(w in e.description.lower() for w in words)
        ]
        return tuple((codes + named)[:limit])


def conditions() -> Mapping[str, str]:
    """Every condition of the vocabulary with its plain-English name, in the vocabulary's order."""
    return vocabulary().spec("condition").value_names


def condition_name(condition: str) -> str:
    """`Chronic migraine` for `chronic_migraine`; the name itself where it is not known."""
    return vocabulary().value_name("condition", condition)


@cache
def icd10_table() -> CodeTable:
    """The bundled codes, read once."""
    data = tomllib.loads(bundled("resources", "icd10_botulinum.toml").read_text(encoding="utf-8"))
    entries = (
        CodeEntry(
            code=item["code"],
            description=item["description"],
            indications=tuple(item["indications"]),
            billable=item.get("billable", True),
            note=item.get("note", ""),
        )
        for item in data["code"]
    )
    return CodeTable(data["edition"], {entry.code: entry for entry in entries})
