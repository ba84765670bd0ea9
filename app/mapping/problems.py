"""What can be wrong with a form pack; on the desk it is called the form's setup."""

from __future__ import annotations

from app.errors import FormProblem


class PackSyntax(FormProblem):
    """A pack is no TOML."""

    code = "FORM-201"
    says = "The form setup {file} cannot be read at line {line}: {why}. Nothing was changed."
    hint = "Correct the line; other forms can be used meanwhile."


class PackProblem(FormProblem):
    """A pack says something that it must not, or lacks something that it must have."""

    code = "FORM-202"
    says = "The form setup {file} cannot be used, line {line}, {key}: {why}."
    hint = "Correct the line; other forms can be used meanwhile."


class PackUnreadable(FormProblem):
    """The file of a pack cannot be opened, or is no UTF-8."""

    code = "FORM-203"
    says = "The form setup {file} cannot be opened: {why}. Other forms can be used."
    hint = "Look whether the file is there and may be read, or put the form's folder in place again."
