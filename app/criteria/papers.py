"""Conditions on what is documented and what is attached."""

from __future__ import annotations

from dataclasses import dataclass

from app.criteria.findings import Cost, Judged, Settle, State
from app.criteria.submission import Submission, Value
from app.criteria.words import choice_words, document_words
from app.domain.clinical import Phase

_KEYS = {"notes", "labs", "letter", "history"}


@dataclass(frozen=True, slots=True)
class Attached:
    """One of these documents must be attached.

    Attributes:
        perhaps: documents that may serve, which the payer decides.
    """

    documents: tuple[str, ...]
    perhaps: tuple[str, ...] = ()

    def judge(self, given: Submission) -> Judged:
        """A list of attachments is whole: what is not on it is not attached."""
        wanted = choice_words(tuple(document_words(name) for name in self.documents))
        keys = tuple(f"attachment.{name}" for name in self.documents if name in _KEYS)
        attach = Settle(f"Attach {wanted}.", Cost.PAPER, keys)
        if given.attachments is None:
            return Judged(State.NOT_DOCUMENTED, ("What is attached is not documented.",), (attach,))
        found = tuple(document_words(name) for name in self.documents if name in given.attachments)
        if found:
            return Judged(State.MET, (f"Attached: {choice_words(found)}.",))
        maybe = tuple(document_words(name) for name in self.perhaps if name in given.attachments)
        if maybe:
            return Judged(State.NOT_DOCUMENTED, (f"Attached: {choice_words(maybe)}, which may serve.",), (attach,))
        return Judged(State.NOT_MET, (f"Not attached: {wanted}.",), (attach,))


@dataclass(frozen=True, slots=True)
class Shown:
    """Something that the chart must show.

    Attributes:
        what: in words, such as "limited range of motion of the neck".
        by: documents of which one, attached, shows it.
        findings: groups of words; examination findings that have one of each group show it too.
        codes: beginnings of diagnosis codes that say it.
        positive: measures of which one above zero shows it.
    """

    what: str
    by: tuple[str, ...] = ("notes",)
    findings: tuple[tuple[str, ...], ...] = ()
    codes: tuple[str, ...] = ()
    positive: tuple[str, ...] = ()

    def judge(self, given: Submission) -> Judged:
        """Shown by findings, by a code, by a measure, or by an attached document; never shown to be absent."""
        told = self._told(given)
        if told:
            return Judged(State.MET, (told,))
        papers = choice_words(tuple(document_words(name) for name in self.by))
        steps = [Settle(f"Attach {papers} with it: {self.what}.", Cost.PAPER, ("attachment.notes",))]
        if self.findings:
            steps.insert(0, Settle(f"Write the findings: {self.what}.", Cost.WORDS, ("measure.findings",)))
        return Judged(State.NOT_DOCUMENTED, (f"Not documented: {self.what}.",), tuple(steps))

    def _told(self, given: Submission) -> str:
        codes = tuple(code for code in given.dx or () if self.codes and code.startswith(self.codes))
        if codes:
            return f"{choice_words(codes)} says so."
        for name, text in _values(given):
            if name == "findings" and self.findings and all(_has(str(text), group) for group in self.findings):
                return "The examination findings say so."
            if name in self.positive and not isinstance(text, str) and text > 0:
                return f"Measured: {name.replace('_', ' ')}."
        found = tuple(document_words(name) for name in self.by if name in (given.attachments or ()))
        return f"Attached: {choice_words(found)}; see that it says so." if found else ""


def _values(given: Submission) -> list[tuple[str, Value]]:
    readings = [reading for phase in (Phase.CURRENT, Phase.BASELINE) if (reading := given.reading(phase)) is not None]
    return [pair for reading in readings for pair in reading.values.items()]


def _has(text: str, group: tuple[str, ...]) -> bool:
    return any(word in text.lower() for word in group)
