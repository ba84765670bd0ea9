"""What looking a request over gives: findings, cautions, and what they come to."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import IntEnum, StrEnum


class State(StrEnum):
    """How one criterion stands."""

    MET = "MET"
    NOT_MET = "NOT_MET"
    NOT_DOCUMENTED = "NOT_DOCUMENTED"
    NOT_REQUIRED = "NOT_REQUIRED"
    TOO_EARLY = "TOO_EARLY"


class Topic(StrEnum):
    """What a criterion is about: a closed list."""

    PA_REQUIRED = "pa_required"
    AGE = "age"
    DIAGNOSIS = "diagnosis"
    CODE = "code"
    FREQUENCY = "frequency"
    DURATION = "duration"
    STEP_THERAPY = "step_therapy"
    SPECIALIST = "specialist"
    DOSE = "dose"
    INTERVAL = "interval"
    CONCURRENT = "concurrent"
    EXCLUSION = "exclusion"
    RESPONSE = "response"
    ATTACHMENTS = "attachments"
    GUIDANCE = "guidance"
    WASTE = "waste"
    BENEFIT = "benefit"
    EDITION = "edition"
    OTHER = "other"


class Overall(StrEnum):
    """What all findings together say; never a probability."""

    READY = "READY"
    NOT_READY = "NOT_READY"
    CANNOT_DETERMINE = "CANNOT_DETERMINE"
    NOT_REQUIRED = "NOT_REQUIRED"
    TOO_EARLY = "TOO_EARLY"


class Cost(IntEnum):
    """What it costs the office to settle a finding: the cheapest is asked for first."""

    CHOICE = 1
    NUMBER = 2
    DATE = 3
    WORDS = 4
    PAPER = 5
    PAYER = 6
    TREATMENT = 7


@dataclass(frozen=True, slots=True)
class Settle:
    """What would settle a finding.

    Attributes:
        text: said plainly, such as "Write one number: headache days a month."
        keys: of the vocabulary, where it is written.
    """

    text: str
    cost: Cost
    keys: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Judged:
    """One condition looked at.

    Attributes:
        because: the facts behind it, with their dates.
        near: what almost counts, and when it would.
        beside: what to look at however it stands, such as the low dose of a trial that counts.
    """

    state: State
    because: tuple[str, ...] = ()
    settle: tuple[Settle, ...] = ()
    near: tuple[str, ...] = ()
    beside: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Finding:
    """One criterion of a payer, looked at.

    Attributes:
        text: the criterion, in our words.
        because: the facts behind the state.
        settle: what would settle it, cheapest first; empty where nothing is open.
        cost: of the cheapest; None where nothing is open.
        keys: of the vocabulary, where it can be settled.
    """

    topic: Topic
    state: State
    text: str
    because: str = ""
    settle: str = ""
    cost: Cost | None = None
    keys: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Caution:
    """Something to look at that decides nothing."""

    topic: Topic
    text: str


@dataclass(frozen=True, slots=True)
class Looked:
    """Findings and cautions of one request, before they are summed up."""

    findings: tuple[Finding, ...] = field(default=())
    cautions: tuple[Caution, ...] = field(default=())
