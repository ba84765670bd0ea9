"""What a step-therapy rule asks: drugs and classes counted apart, the length of each, the outcomes that count."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from app.criteria.lengths import NO_LENGTH, Needed
from app.criteria.words import and_words, choice_words
from app.domain.drugs import class_name, find_product


class Counts(StrEnum):
    """What counts as having tried.

    `completed`: a trial of full length, however it ended. `failure`: one without enough effect.
    `intolerance`: one stopped for side effects, however short. `contraindication`: instead of a trial.
    """

    COMPLETED = "completed"
    FAILURE = "failure"
    INTOLERANCE = "intolerance"
    CONTRAINDICATION = "contraindication"


@dataclass(frozen=True, slots=True)
class Listed:
    """One class that counts; `drugs` are those that the policy names, none where it names the class alone."""

    drug_class: str
    drugs: tuple[str, ...] = ()

    @property
    def is_closed(self) -> bool:
        """Whether nothing but what is named counts: a rule that names toxin products means these and no other."""
        return self.drug_class == "botulinum_toxin" and bool(self.drugs)

    def names(self, drug: str) -> bool:
        """Whether the policy names the drug."""
        return any(f" {name} " in f" {drug} " for name in self.drugs)


@dataclass(frozen=True, slots=True)
class Terms:
    """The rule's terms.

    Attributes:
        called: the therapies in words, such as "preventive drugs".
        listed: classes that count; none where any therapy for the condition does.
        oral: only what is taken by mouth.
        at_dose: only a trial at a dose that counts as adequate.
    """

    called: str
    counts: frozenset[Counts]
    drugs: int = 1
    classes: int = 1
    needed: Needed = NO_LENGTH
    listed: tuple[Listed, ...] = ()
    oral: bool = False
    at_dose: bool = False

    @property
    def words(self) -> str:
        """The terms in words."""
        number = f"{self.drugs} {self.called}" if self.drugs > 1 else f"one of the {self.called}"
        classes = f" from {self.classes} classes" if self.classes > 1 else ""
        names = self._products or tuple(class_name(item.drug_class) for item in self.listed)
        all_asked = len(self._products) == self.drugs
        of = f" ({(and_words if all_asked else choice_words)(names)})" if len(names) > 1 or self._products else ""
        time = f", {self.needed.words} each" if self.needed.is_asked else ""
        dose = ", at an adequate dose" if self.at_dose else ""
        return f"{number}{classes}{of}{time}{dose}"

    @property
    def _products(self) -> tuple[str, ...]:
        """The toxin products by their brands, where the rule names them."""
        named = (drug for item in self.listed if item.is_closed for drug in item.drugs)
        return tuple(product.brand for drug in named if (product := find_product(drug)) is not None)
