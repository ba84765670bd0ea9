"""The lists that fields of a policy are chosen from: values as files have them, with plain words."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from typing import Any

from app.criteria.findings import State, Topic
from app.criteria.policy import Ages, Verified
from app.criteria.specialties import fields
from app.criteria.states import NAMES
from app.criteria.step_terms import Counts
from app.criteria.submission import Kind
from app.criteria.words import DOCUMENTS, measure_words
from app.domain.clinical import Phase
from app.domain.drugs import products, therapies
from app.domain.indications import conditions
from app.domain.patient import Benefit
from app.domain.practice import Line
from app.domain.request import Site, Supply
from app.domain.vocabulary import KeyKind, vocabulary

Choices = tuple[tuple[str, str], ...]

_LINES = {
    Line.COMMERCIAL: "commercial, insured by the employer's carrier",
    Line.EXCHANGE: "exchange",
    Line.SELF_FUNDED: "self-funded employer plan",
    Line.MEDICARE_FFS: "Medicare",
    Line.MEDICARE_ADVANTAGE: "Medicare Advantage",
    Line.MEDICAID_FFS: "Medicaid, fee for service",
    Line.MEDICAID_MCO: "managed Medicaid",
    Line.TRICARE: "TRICARE",
}
_TOPICS = {
    Topic.AGE: "Age",
    Topic.DIAGNOSIS: "Diagnosis",
    Topic.CODE: "Codes",
    Topic.FREQUENCY: "How often",
    Topic.DURATION: "For how long",
    Topic.STEP_THERAPY: "What was tried",
    Topic.SPECIALIST: "Specialist",
    Topic.DOSE: "Dose",
    Topic.INTERVAL: "Interval",
    Topic.CONCURRENT: "Alongside",
    Topic.EXCLUSION: "Exclusion",
    Topic.RESPONSE: "Response",
    Topic.ATTACHMENTS: "Attachments",
    Topic.GUIDANCE: "Guidance by EMG or ultrasound",
    Topic.WASTE: "Waste",
    Topic.BENEFIT: "Benefit side",
    Topic.OTHER: "Other",
}
_COUNTS = {
    Counts.COMPLETED: "a trial of full length, however it ended",
    Counts.FAILURE: "a trial of full length without enough effect",
    Counts.INTOLERANCE: "one stopped for side effects, however short",
    Counts.CONTRAINDICATION: "a contraindication instead of a trial",
}
_STATES = {
    State.NOT_MET: "never met: the payer does not cover it",
    State.NOT_DOCUMENTED: "always open: somebody must ask the payer",
    State.NOT_REQUIRED: "nothing is asked",
    State.MET: "always met",
    State.TOO_EARLY: "too early",
}
_VERIFIED = {
    Verified.FULL: "I read the payer's whole text",
    Verified.EXCERPT: "I read parts of the payer's text",
    Verified.SECOND_HAND: "somebody told me, or another paper says so",
}
_SPECIALTIES = {"of_condition": "whoever treats the condition"}
_PHASES = {Phase.BASELINE: "before treatment", Phase.CURRENT: "now"}
_KINDS = {Kind.INITIAL: "first requests", Kind.CONTINUATION: "renewals"}
_AGES = {Ages.ADULT: "adults", Ages.CHILD: "children"}
_DOCUMENTS = DOCUMENTS | {"fill_history": "the pharmacy's fill history"}


def _pairs(words: Mapping[Any, str]) -> Choices:
    return tuple((str(value), text) for value, text in words.items())


def _measures(kind: KeyKind) -> Choices:
    names = [
        spec.key.removeprefix("measure.") for spec in vocabulary() if spec.group == "measure" and spec.kind is kind
    ]
    return tuple((name, measure_words(name)) for name in names if not name.startswith("baseline_"))


def _plain(values: type[Site | Supply | Benefit]) -> Choices:
    return tuple((value.value, value.value.replace("_", " ")) for value in values)


_LISTS: Mapping[str, Callable[[], Choices]] = {
    "uses": lambda: _pairs(conditions()),
    "lines": lambda: _pairs(_LINES),
    "states": lambda: tuple((code, f"{code} {name}") for code, name in NAMES.items()),
    "topics": lambda: _pairs(_TOPICS),
    "kinds": lambda: _pairs(_KINDS),
    "ages": lambda: _pairs(_AGES),
    "verified": lambda: _pairs(_VERIFIED),
    "products": lambda: tuple((item.hcpcs, f"{item.brand} ({item.hcpcs})") for item in products()),
    "measures": lambda: _measures(KeyKind.NUMBER),
    "said": lambda: _measures(KeyKind.YES_NO),
    "phases": lambda: _pairs(_PHASES),
    "classes": lambda: _pairs(therapies().class_names),
    "counts": lambda: _pairs(_COUNTS),
    "specialties": lambda: tuple((name, _SPECIALTIES.get(name, name)) for name in sorted(fields())),
    "documents": lambda: _pairs(_DOCUMENTS),
    "sites": lambda: _plain(Site),
    "supplies": lambda: _plain(Supply),
    "benefits": lambda: _plain(Benefit),
    "verdicts": lambda: _pairs(_STATES),
}


@cache
def choices(name: str) -> Choices:
    """The list of that name."""
    return _LISTS[name]()


def choice_name(name: str, value: object) -> str:
    """One value in plain words; the value itself where the list does not have it."""
    return next((words for known, words in choices(name) if known == value), str(value))
