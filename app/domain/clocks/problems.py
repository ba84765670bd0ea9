"""What can be wrong with the data of clocks, denials and costs."""

from __future__ import annotations

from app.errors import CriteriaProblem


class BadClockRule(CriteriaProblem):
    """A file of dated rules says something that cannot be."""

    code = "CRITERIA-101"
    says = "{file}, line {line}, {key}: {why}. The file was not used."
    hint = "Correct the line; the rules that came with the program can always be put back."
