"""What the page says of a box: its state, where its value comes from, how it fits. All in words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from app.domain.facts import Origin, OriginKind
from app.domain.ids import PersonId
from app.domain.vocabulary import vocabulary
from app.mapping.filled import BoxFill, FillState
from app.mapping.model import Importance
from app.pdf.setting import Fit, FitKind
from app.pdf.template import BoxKind

STATE_WORDS: Mapping[FillState, str] = {
    FillState.FILLED: "filled",
    FillState.EMPTY_ON_PURPOSE: "empty on purpose",
    FillState.MISSING: "missing",
    FillState.PROPOSED: "proposed, not printed until you confirm it",
    FillState.TYPED: "typed on the page",
    FillState.UNMAPPED: "not filled by the program; type on it",
}

_ORIGIN_WORDS: Mapping[OriginKind, str] = {
    OriginKind.PROFILE: "from the records",
    OriginKind.IMPORT: "from an imported file",
    OriginKind.TRIAL: "from the list of earlier therapies",
    OriginKind.OBSERVATION: "from the measures",
    OriginKind.DERIVED: "worked out by the program",
    OriginKind.CARRIED: "carried over from an earlier request",
    OriginKind.TYPED: "typed for this request",
}

_RECORD_WORDS: Mapping[str, str] = {
    "patient": "from the patient's profile",
    "coverage": "from the patient's plan",
    "prescriber": "from the prescriber's entry",
    "location": "from the practice's location",
    "practice": "from the practice",
    "payer": "from the payer's entry",
    "facility": "from the facility's entry",
    "pharmacy": "from the pharmacy's entry",
    "person": "from the entry of the person who fills it in",
    "request": "from this request",
    "trial": "from the list of earlier therapies",
    "observation": "from the measures",
    "treatment": "from the treatments",
    "contraindication": "from the contraindications",
}


@dataclass(frozen=True, slots=True)
class Names:
    """Names of people, for origins."""

    people: Mapping[PersonId, str]

    def of(self, person: PersonId | None) -> str:
        """The name, or empty."""
        return "" if person is None else self.people.get(person, "")


def record_words(part: str) -> str:
    """A record as it is called in a sentence: `the patient's profile`."""
    return _RECORD_WORDS[part].removeprefix("from ")


def value_words(fill: BoxFill) -> str:
    """What stands in the box, for a tooltip or a screen reader."""
    if fill.kind is BoxKind.CHECK:
        return "ticked" if fill.value is True else "not ticked"
    return str(fill.value) if fill.value not in (None, "") else "empty"


def state_words(fill: BoxFill) -> str:
    """How the box stands, with the reason where it is empty on purpose."""
    if fill.state is FillState.EMPTY_ON_PURPOSE and fill.reason is not None:
        return f"empty on purpose: {fill.reason.value}"
    if fill.state is FillState.MISSING:
        word = {Importance.REQUIRED: "missing, required", Importance.IMPORTANT: "missing, important"}
        return word.get(fill.importance, "missing")
    return STATE_WORDS[fill.state]


def origin_words(origin: Origin, names: Names) -> str:
    """Where a value comes from: `from the patient's profile, changed by Dana Cole on 10/12/2026 09:14`."""
    kind = origin.record.partition(":")[0]
    where = _RECORD_WORDS.get(kind, _ORIGIN_WORDS[origin.kind])
    if origin.kind in (OriginKind.CARRIED, OriginKind.TYPED, OriginKind.IMPORT):
        where = _ORIGIN_WORDS[origin.kind]
    if origin.kind is OriginKind.DERIVED and origin.from_keys:
        where = f"worked out from {', '.join(vocabulary().title(key) for key in origin.from_keys[:3])}"
    verb = "" if origin.kind is OriginKind.TYPED else ", changed"
    by = f"{verb} by {names.of(origin.by)}" if names.of(origin.by) else ""
    at = f"{verb if not by else ''} on {origin.at:%m/%d/%Y %H:%M}" if origin.at is not None else ""
    return f"{where}{by}{at}"


def tooltip(fill: BoxFill, fit: Fit | None, names: Names) -> str:
    """Everything about a box in a few lines."""
    lines = [fill.title or "Box without a name", f"{value_words(fill)} · {state_words(fill)}"]
    lines += dict.fromkeys(origin_words(origin, names) for origin in fill.origins)
    if fill.lacking:
        lines.append("not documented: " + ", ".join(_title(key) for key in fill.lacking))
    if fit is not None and fit.kind is not FitKind.WHOLE:
        lines.append(fit.note or {FitKind.SHRUNK: "set smaller to fit"}.get(fit.kind, "continued in the addendum"))
    if fill.note:
        lines.append(fill.note)
    return "\n".join(line for line in lines if line)


def spoken(fill: BoxFill) -> str:
    """The box's name for screen readers."""
    return f"{fill.title or 'Box without a name'}: {value_words(fill)}, {state_words(fill)}"


def _title(key: str) -> str:
    return vocabulary().title(key) if vocabulary().get(key.partition("[")[0]) or vocabulary().get(key) else key
