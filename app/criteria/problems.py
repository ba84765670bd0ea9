"""What can be wrong with a file of payers' rules."""

from __future__ import annotations

from app.errors import CriteriaProblem


class CriteriaSyntax(CriteriaProblem):
    """A file of rules is no TOML."""

    code = "CRITERIA-101"
    says = "The payer's rules {file} cannot be read at line {line}: {why}. Nothing was judged by them."
    hint = "Correct the line; other payers' rules can be used meanwhile."


class CriteriaRule(CriteriaProblem):
    """A file of rules says something that it must not, or lacks something that it must have."""

    code = "CRITERIA-102"
    says = "The payer's rules {file} cannot be used, line {line}, {key}: {why}."
    hint = "Correct the line; other payers' rules can be used meanwhile."


class CaseNotUsable(CriteriaProblem):
    """A case file is not what a case must be."""

    code = "CRITERIA-103"
    says = "The case file cannot be used at {where}: {why}. Nothing was judged."
    hint = "Correct the file; what is not known is best left out."
