"""Step therapy: whether enough was tried, or could have been once a missing date is known."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace

from app.criteria._credit import Credit, credit_of_bar, credit_of_trial
from app.criteria.findings import Cost, Judged, Settle, State
from app.criteria.lengths import Sure
from app.criteria.logic import cheapest
from app.criteria.step_terms import Terms
from app.criteria.submission import Submission

_LEDGER = ("prior[1].drug",)


@dataclass(frozen=True, slots=True)
class Trials:
    """So many drugs of so many classes must have been tried."""

    terms: Terms

    def judge(self, given: Submission) -> Judged:
        """Judge the ledger as a set: neither the order of trials nor one more of them can make it worse."""
        credits = self._credits(given)
        low = tuple(sorted({credit.low for credit in credits if credit.low}))
        return replace(self._judged(credits, given), beside=low)

    def _credits(self, given: Submission) -> list[Credit]:
        credits = [credit_of_trial(self.terms, trial, given) for trial in given.trials or ()]
        return credits + [credit_of_bar(self.terms, bar) for bar in given.barred or ()]

    def _judged(self, credits: list[Credit], given: Submission) -> Judged:
        certain = [credit for credit in credits if credit.sure is Sure.CERTAIN]
        open_ones = [credit for credit in credits if credit.sure is Sure.POSSIBLE]
        if self._enough(certain):
            return Judged(State.MET, _told(certain))
        if given.trials is None:
            step = Settle(f"Enter what was tried, with dates and outcome: {self.terms.words}.", Cost.WORDS, _LEDGER)
            return Judged(State.NOT_DOCUMENTED, ("The therapies tried are not documented.",), (step,))
        if self._enough([*certain, *open_ones]):
            steps = cheapest(step for credit in open_ones for step in credit.settle)
            return Judged(State.NOT_DOCUMENTED, _told([*certain, *open_ones]), steps, _near(credits))
        return self._short(credits, certain)

    def _enough(self, credits: list[Credit]) -> bool:
        """Count drugs and classes apart; a whole class that is barred stands for what may be asked of one class."""
        of_class: dict[str, set[str]] = defaultdict(set)
        barred: set[str] = set()
        for credit in credits:
            if credit.whole_class:
                barred.add(credit.drug_class)
            else:
                of_class[credit.drug_class].add(credit.remedy)
        classes = barred | set(of_class)
        quota = max(self.terms.drugs - self.terms.classes + 1, 1)
        drugs = sum(max(len(of_class[name]), quota if name in barred else 0) for name in classes)
        return len(classes) >= self.terms.classes and drugs >= self.terms.drugs

    def _short(self, credits: list[Credit], certain: list[Credit]) -> Judged:
        counted = f"Counted: {len({credit.remedy for credit in certain})} of {self.terms.drugs}"
        if self.terms.classes > 1:
            counted += f", {len({credit.drug_class for credit in certain})} of {self.terms.classes} classes"
        against = sorted({credit.why for credit in credits if credit.sure is not Sure.CERTAIN and credit.why})
        step = Settle(f"Asked: {self.terms.words}.", Cost.TREATMENT, _LEDGER)
        return Judged(State.NOT_MET, (f"{counted}.", *_told(certain), *against), (step,), _near(credits))


def _told(credits: Iterable[Credit]) -> tuple[str, ...]:
    return tuple(sorted({credit.told for credit in credits if credit.told}))


def _near(credits: Iterable[Credit]) -> tuple[str, ...]:
    return tuple(sorted({credit.near for credit in credits if credit.near}))
