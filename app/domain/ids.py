"""Names of records: random hexadecimal texts, one type a kind, so that they cannot be mixed up."""

from __future__ import annotations

import secrets
from typing import NewType

PracticeId = NewType("PracticeId", str)
LocationId = NewType("LocationId", str)
PersonId = NewType("PersonId", str)
PrescriberId = NewType("PrescriberId", str)
PayerId = NewType("PayerId", str)
FacilityId = NewType("FacilityId", str)
PharmacyId = NewType("PharmacyId", str)
PatientId = NewType("PatientId", str)
CoverageId = NewType("CoverageId", str)
TrialId = NewType("TrialId", str)
ContraindicationId = NewType("ContraindicationId", str)
ObservationId = NewType("ObservationId", str)
TreatmentId = NewType("TreatmentId", str)
AttachmentId = NewType("AttachmentId", str)
RequestId = NewType("RequestId", str)
FormId = NewType("FormId", str)
ChangeId = NewType("ChangeId", str)
DenialId = NewType("DenialId", str)
MilestoneId = NewType("MilestoneId", str)
LetterTextId = NewType("LetterTextId", str)
WordingId = NewType("WordingId", str)
OfficePolicyId = NewType("OfficePolicyId", str)
ImportedId = NewType("ImportedId", str)
ListColumnsId = NewType("ListColumnsId", str)
PolicyDraftId = NewType("PolicyDraftId", str)
SendingId = NewType("SendingId", str)
LetterInId = NewType("LetterInId", str)
ApprovalId = NewType("ApprovalId", str)
HandOverId = NewType("HandOverId", str)
HandingId = NewType("HandingId", str)


def new_id() -> str:
    """A fresh record name of 24 hexadecimal digits; says nothing about the record."""
    return secrets.token_hex(12)
