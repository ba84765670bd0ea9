"""Conditions made of conditions, and conditions that are settled by the rule itself."""

from __future__ import annotations

from dataclasses import dataclass

from app.criteria import logic
from app.criteria.condition import Condition
from app.criteria.findings import Cost, Judged, Settle, State
from app.criteria.submission import Submission


@dataclass(frozen=True, slots=True)
class All:
    """Every part must hold."""

    parts: tuple[Condition, ...]

    def judge(self, given: Submission) -> Judged:
        """The worst of the parts."""
        return logic.all_of([part.judge(given) for part in self.parts])


@dataclass(frozen=True, slots=True)
class AtLeast:
    """So many of the parts must hold; one for `any`."""

    needed: int
    parts: tuple[Condition, ...]

    def judge(self, given: Submission) -> Judged:
        """Whether enough parts hold, or could."""
        return logic.at_least(self.needed, [part.judge(given) for part in self.parts])


@dataclass(frozen=True, slots=True)
class Not:
    """The part must not hold."""

    part: Condition

    def judge(self, given: Submission) -> Judged:
        """The opposite of the part."""
        return logic.negated(self.part.judge(given))


@dataclass(frozen=True, slots=True)
class Fixed:
    """The rule says itself how it stands, such as a use that the payer calls experimental.

    Attributes:
        settle: what would settle it; a request to the payer where nothing is said.
    """

    state: State
    because: str = ""
    settle: str = ""

    def judge(self, given: Submission) -> Judged:
        """Always the same."""
        step = self.settle or _ASKED_OF_PAYER.get(self.state, "")
        cost = Cost.CHOICE if self.settle else Cost.PAYER
        return Judged(self.state, (self.because,) if self.because else (), (Settle(step, cost),) if step else ())


_ASKED_OF_PAYER = {
    State.NOT_DOCUMENTED: "Ask the payer.",
    State.NOT_MET: "Ask for an exception with published evidence, or appeal.",
}
