"""A payer's rules as the office itself entered or corrected them, in force or begun."""

from __future__ import annotations

from dataclasses import dataclass

from app.domain.ids import OfficePolicyId, PolicyDraftId

#: How the names of the office's own rules begin.
OWN = "office/"


@dataclass(frozen=True, slots=True)
class OfficePolicy:
    """Rules of the office's own that requests are judged by.

    Attributes:
        policy_id: how judgements name it, `office/…`.
        text: one policy as the text of a file, as the bundled ones are.
    """

    id: OfficePolicyId
    policy_id: str
    text: str


@dataclass(frozen=True, slots=True)
class PolicyDraft:
    """Rules that are being entered; nobody is judged by them.

    Attributes:
        policy_id: of the rules that it will be, or will replace.
        body: the policy's table as JSON; it may lack anything.
    """

    id: PolicyDraftId
    policy_id: str
    body: str
