"""What every condition of a rule can do."""

from __future__ import annotations

from typing import Protocol

from app.criteria.findings import Judged
from app.criteria.submission import Submission


class Condition(Protocol):
    """One condition of a payer's rule, as data."""

    def judge(self, given: Submission) -> Judged:
        """How it stands for a submission; what is not documented is never taken for met."""
        ...
