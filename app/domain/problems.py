"""What can be wrong with a name of a fact, or with a rule made of such names."""

from __future__ import annotations

from app.errors import FormProblem, InputProblem


class UnknownKey(InputProblem):
    """A name that the vocabulary does not have."""

    code = "INPUT-101"
    says = "“{key}” is not one of the facts that the program knows. Nothing was changed."
    hint = "Use a name of the vocabulary; anything else that a form asks is a question of the form."


class BadReference(InputProblem):
    """A name of a fact with a row, part or value that it cannot have."""

    code = "INPUT-102"
    says = "“{reference}” cannot be used: {why}. Nothing was changed."
    hint = "Correct the reference, for example patient.dob:MM, prior[2].drug or patient.sex=female."


class BadRule(FormProblem):
    """A rule of a question that cannot be read."""

    code = "FORM-101"
    says = "The rule cannot be read at position {position}: {why}."
    hint = "Correct the rule; it compares facts with values, for example patient.age >= 18."
