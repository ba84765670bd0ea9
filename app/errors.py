"""What can go wrong that is not a bug: one class a case, one family a border.

A problem says what happened, what was kept and what to do next, in plain office English. It never carries a
patient's data: details are counts, file kinds, field names and ids. Anything that is no `AppError` is a bug.
"""

from __future__ import annotations

from typing import ClassVar


class AppError(Exception):
    """A known problem.

    Subclasses set `code`, `says` and `hint`; both texts may name details in braces.

    Attributes:
        code: stable, greppable name of the case, such as `PDF-004`.
        exit_code: what the command line returns for the family.
        says: what happened and what was kept.
        hint: what to do next.
        message: `says` with its details filled in.
        advice: `hint` with its details filled in.
    """

    code: ClassVar[str] = "APP-000"
    exit_code: ClassVar[int] = 1
    says: ClassVar[str] = "Something went wrong."
    hint: ClassVar[str] = ""

    def __init__(self, **details: object) -> None:
        self.details = details
        self.message = self.says.format(**details)
        self.advice = self.hint.format(**details)
        super().__init__(f"{self.code}: {self.message} {self.advice}".rstrip())


class InputProblem(AppError):
    """What was asked for or typed cannot be used."""

    code = "INPUT-000"
    exit_code = 2


class FormProblem(AppError):
    """A pack or a form does not say what it must."""

    code = "FORM-000"
    exit_code = 3


class PdfProblem(AppError):
    """A PDF cannot be opened, filled or proven right."""

    code = "PDF-000"
    exit_code = 4


class VaultProblem(AppError):
    """The vault cannot be opened, read or written."""

    code = "VAULT-000"
    exit_code = 5


class KeychainProblem(AppError):
    """The computer's keychain cannot be used."""

    code = "KEYCHAIN-000"
    exit_code = 6


class ImportProblem(AppError):
    """A file of someone else's cannot be read into the review table."""

    code = "IMPORT-000"
    exit_code = 7


class ExportProblem(AppError):
    """A file cannot be written where it was asked for."""

    code = "EXPORT-000"
    exit_code = 8


class CriteriaProblem(AppError):
    """A payer's rules cannot be loaded or judged."""

    code = "CRITERIA-000"
    exit_code = 9


class SigningProblem(AppError):
    """A document cannot be signed or sealed."""

    code = "SIGN-000"
    exit_code = 10
