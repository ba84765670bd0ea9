"""From evidence to confidence: how often offers with such evidence were right, measured on answer keys."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from app.mapping.suggest.model import Evidence, Offer
from app.places import bundled

WRITING_WAYS = ("label", "cue")
TICKING_WAYS = ("option", "alone", "yes_no", "cue", "open")
#: Evidence that speaks for an offer, and evidence that speaks against one.
_FOR = ("strength", "printed", "named", "domain", "explicit", "section", "support", "fits")
_AGAINST = (
    "against",
    "far",
    "repeated",
    "foreign",
    "conditional",
    "left",
    "mixed",
    "assumed",
    "unasked",
    "passed",
    "clash",
    "later",
    "strayed",
    "skimmed",
)
_FEATURES = (*_FOR, *_AGAINST, "brief")
#: What the weights may be, a constant first: never less than nothing, never more, or either.
SIGNS = (0, *(1 for _ in _FOR), *(-1 for _ in _AGAINST), 0)
#: By how much a domain must lead where only the form's own names speak.
_PLAIN_LEAD = 0.75
#: How alike a question must be to one that is known.
_SAME_QUESTION = 0.75
#: The share of an option's siblings that must answer the same question where that is not known.
_MANY = 0.5
#: From here on a label holds a word that nobody here knows.
_UNKNOWN = 0.25
_MOST, _SURE, ALMOST = 0.999, 0.90, 0.899


@dataclass(frozen=True, slots=True)
class Scale:
    """Weights of the features, for boxes that are written in and for check boxes.

    Attributes:
        least: raw confidence below which nothing is offered.
        sure: raw confidence from which offers were right 99 times in 100, on forms that taught nothing.
    """

    writing: tuple[float, ...]
    ticking: tuple[float, ...]
    least: float
    sure: float

    def raw(self, features: Sequence[float], is_check: bool) -> float:
        """What the weights make of the features, from 0 to 1."""
        weights = self.ticking if is_check else self.writing
        total = sum(weight * value for weight, value in zip(weights, features, strict=True))
        return 1 / (1 + math.exp(-max(-30.0, min(30.0, total))))

    def shown(self, raw: float) -> float:
        """Raw confidence as it is shown: 0.90 and more where it may be taken without a look, 0 where it is no offer."""
        if raw < self.least:
            return 0.0
        if raw < self.sure:
            return min(ALMOST, _SURE * (raw - self.least) / (self.sure - self.least) * 0.45 + 0.49)
        return min(_MOST, _SURE + (_MOST - _SURE) * (raw - self.sure) / max(1e-6, 1 - self.sure))

    def confidence(self, offer: Offer, *, is_check: bool) -> float:
        """How often such an offer is right, from 0 to 1."""
        shown = self.shown(self.raw(vector(offer.evidence, is_check=is_check), is_check))
        return shown if may_be_sure(offer.evidence) else min(shown, ALMOST)


def may_be_sure(evidence: Evidence) -> bool:
    """Whether an offer may be taken without a look at all, whatever its weights say.

    Not where nothing printed was read and the form's own names leave open whom the box is about; not where the
    heading speaks of something or somebody else, the same was asked before, or the label stands far off; not where
    words of the label stay unknown, or it names several things; and not where a long text was only skimmed.
    """
    blind = evidence.printed == 0.0 and evidence.explicit == 0.0 and evidence.domain < _PLAIN_LEAD
    elsewhere = evidence.foreign or evidence.repeated or evidence.far >= 1.0 or evidence.clash or evidence.passed
    guessed = evidence.assumed and evidence.strayed
    unread = evidence.left >= _UNKNOWN or evidence.mixed or evidence.skimmed or evidence.unnamed
    aside = evidence.way == "yes_no" and evidence.strength < _SAME_QUESTION
    alone = evidence.way == "option" and evidence.explicit < _SAME_QUESTION and evidence.support < _MANY
    loose = evidence.way == "open"
    return not (blind or elsewhere or guessed or unread or aside or alone or loose)


def vector(evidence: Evidence, *, is_check: bool) -> Sequence[float]:
    """The evidence as numbers, a constant first."""
    ways = TICKING_WAYS if is_check else WRITING_WAYS
    numbers = [1.0, *(float(getattr(evidence, name)) for name in _FEATURES)]
    numbers += [float(evidence.way == way) for way in ways]
    numbers.append(float(evidence.strength > 0.92))
    numbers.append(float(evidence.printed > 0.6 and evidence.named > 0.6))
    return numbers


@cache
def scale() -> Scale:
    """The bundled weights."""
    return read_scale(json.loads(bundled("resources", "lexicon", "confidence.json").read_text(encoding="utf-8")))


def read_scale(table: Mapping[str, object]) -> Scale:
    """Weights from their table."""
    writing, ticking, least, sure = (table[name] for name in ("writing", "ticking", "least", "sure"))
    assert isinstance(writing, list) and isinstance(ticking, list)  # noqa: S101 - our own file
    assert isinstance(least, float) and isinstance(sure, float)  # noqa: S101 - our own file
    return Scale(tuple(map(float, writing)), tuple(map(float, ticking)), least, sure)


#: Offers everything: for learning.
BARE = Scale(
    (0.0,) * (len(_FEATURES) + len(WRITING_WAYS) + 3), (0.0,) * (len(_FEATURES) + len(TICKING_WAYS) + 3), 0.0, 1.0
)
