"""What can go wrong with what comes after sending."""

from __future__ import annotations

from app.errors import InputProblem


class LetterFiled(InputProblem):
    """A letter that is filed already was to be filed or put away."""

    code = "INPUT-601"
    says = "This letter is filed already. Nothing was changed."
    hint = "Look at it with its request; undo the filing there to file it elsewhere."


class LetterTwice(InputProblem):
    """The same file was taken in before."""

    code = "INPUT-602"
    says = "The very same file was taken in on {day}. It was not taken in again."
    hint = "Look for it among the letters, or with its request."


class NoApproval(InputProblem):
    """A request has no approval that something could be counted against."""

    code = "INPUT-603"
    says = "No approval is kept for this request. Nothing was changed."
    hint = "File the payer's letter, or enter the approval, first."


class BadApproval(InputProblem):
    """An approval that cannot be right."""

    code = "INPUT-604"
    says = "The approval cannot be right: {why}. Nothing was changed."
    hint = "Correct it as the letter says it."


class BadEntry(InputProblem):
    """An entry of the ledger that cannot be right."""

    code = "INPUT-605"
    says = "The entry cannot be right: {why}. Nothing was changed."
    hint = "Correct it and keep it again."


class NeverSigned(InputProblem):
    """A letter was to be filed to a request that nobody has signed."""

    code = "INPUT-606"
    says = "Nobody has signed this request yet, so no payer can have answered it. The letter waits unfiled."
    hint = "Choose the request that was sent, or let this one be signed and sent first."
