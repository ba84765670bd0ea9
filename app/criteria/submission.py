"""What is laid before the payer: every part may be missing, and missing is not the same as none.

None means "not documented"; an empty tuple means "none".
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum

from app.domain.clinical import Outcome, Phase
from app.domain.dates import PartialDate
from app.domain.drugs import find_therapy
from app.domain.patient import Benefit
from app.domain.practice import Line
from app.domain.request import Site, Supply
from app.domain.spans import age_in_years

Value = Decimal | bool | str

#: Other names of classes, as offices and payers write them.
_CLASS_NAMES = {
    "anticonvulsant": "antiepileptic",
    "anti_epileptic": "antiepileptic",
    "aed": "antiepileptic",
    "tca": "antidepressant",
    "snri": "antidepressant",
    "ssri": "antidepressant",
    "anti_depressant": "antidepressant",
    "tricyclic": "antidepressant",
    "tricyclic_antidepressant": "antidepressant",
    "betablocker": "beta_blocker",
    "beta_blockers": "beta_blocker",
    "cgrp_mab": "cgrp",
    "cgrp_gepant": "cgrp",
    "cgrp_antagonist": "cgrp",
    "cgrp_drug": "cgrp",
    "gepant": "cgrp",
    "ace_inhibitor": "acei_arb",
    "acei": "acei_arb",
    "arb": "acei_arb",
    "calcium_channel_blocker": "ccb",
    "antimuscarinic": "anticholinergic",
    "beta_3": "beta3",
    "beta3_agonist": "beta3",
    "beta_3_agonist": "beta3",
    "behavioural": "behavioral",
    "behavioral_therapy": "behavioral",
    "pt": "physical_therapy",
}


class Kind(StrEnum):
    """A first request, or the treatment to be carried on."""

    INITIAL = "initial"
    CONTINUATION = "continuation"


def class_of(text: str) -> str:
    """A class as rules name it: `antiepileptic` for “Anticonvulsant”."""
    token = "_".join("".join(c if c.isalnum() else " " for c in text.lower()).split())
    return _CLASS_NAMES.get(token, token)


@dataclass(frozen=True, slots=True)
class Remedy:
    """A drug or other therapy, looked up in the catalogue.

    Attributes:
        name: generic name in lower case, or as written where the catalogue lacks it.
        drug_class: the catalogue's; what was written only where the catalogue lacks the drug.
        oral: None where it can be either, or is not known.
        tried_for: conditions that the catalogue knows it to be tried for; empty where nothing is known.
    """

    name: str
    drug_class: str
    oral: bool | None = None
    tried_for: frozenset[str] = frozenset()

    @classmethod
    def of(cls, drug: str, written_class: str = "") -> Remedy:
        """Look a drug up; its name decides where name and class differ."""
        known = find_therapy(drug) if drug.strip() else None
        if known is None:
            return cls(" ".join(drug.lower().split()), class_of(written_class))
        return cls(known.generic.lower(), known.drug_class, known.oral, frozenset(known.indications))


@dataclass(frozen=True, slots=True)
class Tried:
    """One trial as the payer is told of it.

    Attributes:
        row: its number in the ledger from 1, for links.
        dose: as taken, such as "100 mg daily".
    """

    drug: str
    remedy: Remedy
    start: PartialDate | None = None
    end: PartialDate | None = None
    outcome: Outcome | None = None
    reason: str = ""
    row: int = 1
    dose: str = ""


@dataclass(frozen=True, slots=True)
class Barred:
    """A drug, or a whole class where no drug is named, that the patient must not have."""

    drug: str
    remedy: Remedy
    reason: str = ""

    @property
    def whole_class(self) -> bool:
        """Whether the whole class is meant."""
        return not self.drug.strip()


@dataclass(frozen=True, slots=True)
class Reading:
    """What was measured at one time, by the vocabulary's names without `measure.`.

    Attributes:
        dates: of single measures, where they were not all taken on `date`.
    """

    values: Mapping[str, Value]
    phase: Phase | None = None
    date: PartialDate | None = None
    dates: Mapping[str, PartialDate] = field(default_factory=dict)

    def date_of(self, name: str) -> PartialDate | None:
        """When a measure was taken."""
        return self.dates.get(name, self.date)


@dataclass(frozen=True, slots=True)
class Submission:
    """One request as a payer's reviewer would know it.

    Attributes:
        planned: the day of the next injection, where it is later than the request.
    """

    date: dt.date | None = None
    payer: str | None = None
    line: Line | None = None
    state: str | None = None
    kind: Kind | None = None
    urgent: bool | None = None
    product: str | None = None
    indication: str | None = None
    site: Site | None = None
    supply: Supply | None = None
    benefit: Benefit | None = None
    born: dt.date | None = None
    weight_kg: Decimal | None = None
    specialty: str | None = None
    dx: tuple[str, ...] | None = None
    cpt: tuple[str, ...] | None = None
    units: Decimal | None = None
    units_billed: Decimal | None = None
    interval_weeks: Decimal | None = None
    last_injection: dt.date | None = None
    planned: dt.date | None = None
    readings: tuple[Reading, ...] = ()
    trials: tuple[Tried, ...] | None = None
    barred: tuple[Barred, ...] | None = None
    concurrent: tuple[str, ...] | None = None
    attachments: frozenset[str] | None = None
    unknown_names: tuple[str, ...] = field(default=())

    @property
    def age(self) -> int | None:
        """Whole years on the day of the request."""
        if self.born is None or self.date is None or self.born > self.date:
            return None
        return age_in_years(self.born, self.date)

    def reading(self, phase: Phase) -> Reading | None:
        """The latest reading of a phase; None where there is none, or where it cannot be told which is the latest.

        One that does not say its phase could be of any: it must be older to be left aside.
        """
        found = [item for item in self.readings if item.phase is phase]
        unsaid = [item for item in self.readings if item.phase is None]
        if not found:
            return None
        latest = _latest([*found, *unsaid], self.date)
        return latest if latest is not None and latest.phase is phase else None


def _latest(found: list[Reading], day: dt.date | None) -> Reading | None:
    if len(found) == 1:
        return found[0]
    dated = [(item.date, item) for item in found if item.date is not None]
    if day is None or len(dated) < len(found):
        return None
    past = [(date.latest, item) for date, item in dated if date.earliest <= day]
    last = max((date for date, _ in past), default=None)
    newest = [item for date, item in past if date == last]
    return newest[0] if len(newest) == 1 else None
