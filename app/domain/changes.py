"""Edits: every one is a change object with its inverse and its actor; autosave, undo and audit read it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from app.domain.approval import Approval
from app.domain.clinical import Contraindication, Observation, Treatment, Trial
from app.domain.course import Denial, LetterText, Milestone, OfficeWording, Sending
from app.domain.hand_over import HandOver
from app.domain.handing import Handing
from app.domain.ids import ChangeId, PersonId
from app.domain.imported import Imported, ListColumns
from app.domain.letters_in import LetterIn
from app.domain.office_policy import OfficePolicy, PolicyDraft
from app.domain.patient import Coverage, Patient
from app.domain.practice import Facility, Location, Payer, Person, Pharmacy, Practice, Prescriber
from app.domain.request import Attachment, Request, StoredForm

Record = (
    Practice
    | Location
    | Person
    | Prescriber
    | Payer
    | Facility
    | Pharmacy
    | Patient
    | Coverage
    | Trial
    | Contraindication
    | Observation
    | Treatment
    | Attachment
    | Request
    | StoredForm
    | Denial
    | Milestone
    | LetterText
    | OfficeWording
    | OfficePolicy
    | Imported
    | ListColumns
    | PolicyDraft
    | Sending
    | LetterIn
    | Approval
    | HandOver
    | Handing
)


@dataclass(frozen=True, slots=True)
class Edit:
    """One record before and after; None before is a creation, None after a removal."""

    before: Record | None
    after: Record | None

    @property
    def record(self) -> Record:
        """The record in whichever state exists."""
        record = self.after or self.before
        if record is None:
            raise ValueError("an edit needs a record before or after")
        return record

    @property
    def inverse(self) -> Edit:
        """The edit that takes this one back."""
        return Edit(self.after, self.before)


@dataclass(frozen=True, slots=True)
class Change:
    """What one act of one person changed.

    Attributes:
        label: the act in plain words without any value, such as "Edit patient".
        undoes: the change that this one took back, if it did.
    """

    id: ChangeId
    at: dt.datetime
    actor: PersonId
    label: str
    edits: tuple[Edit, ...]
    undoes: ChangeId | None = None

    @property
    def inverse(self) -> tuple[Edit, ...]:
        """The edits that take it back, last one first."""
        return tuple(edit.inverse for edit in reversed(self.edits))
