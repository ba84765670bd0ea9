"""The payer's rules, one by one: met, not met, not documented, with the facts behind each."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.criteria.findings import Finding, Overall, State
from app.criteria.judging import Judgement
from app.desk.widgets.plain import label, set_role
from app.desk.widgets.table import Column, RowsTable

STATE_WORDS = {
    State.MET: "met",
    State.NOT_MET: "not met",
    State.NOT_DOCUMENTED: "not documented",
    State.NOT_REQUIRED: "not required",
    State.TOO_EARLY: "too early",
}
_OVERALL_WORDS = {
    Overall.READY: ("By the payer's rules the request is ready.", "good"),
    Overall.NOT_READY: ("By the payer's rules the request is not ready.", "bad"),
    Overall.CANNOT_DETERMINE: ("The payer's rules cannot be settled from what is documented.", "warn"),
    Overall.NOT_REQUIRED: ("The payer asks for no authorization.", "good"),
    Overall.TOO_EARLY: ("It is too early for this request.", "warn"),
}
_ORDER = (State.NOT_MET, State.NOT_DOCUMENTED, State.TOO_EARLY, State.NOT_REQUIRED, State.MET)
_ROLES = {State.MET: "good", State.NOT_MET: "bad", State.NOT_REQUIRED: "quiet"}


@dataclass(frozen=True, slots=True)
class RuleLine:
    """One rule in the list."""

    name: str
    finding: Finding


_COLUMNS: tuple[Column[RuleLine], ...] = (
    Column("Rule", lambda line: line.finding.text, strong=False),
    Column(
        "State",
        lambda line: STATE_WORDS[line.finding.state],
        120,
        role=lambda line: _ROLES.get(line.finding.state, "warn"),
    ),
)


def verdict(judged: Judgement | None) -> tuple[str, str]:
    """What the rules come to, in a sentence and a role."""
    if judged is None:
        return "", "quiet"
    if judged.policy is None:
        return "No rules of this payer are known for this drug and indication.", "quiet"
    words, role = _OVERALL_WORDS[judged.overall]
    return f"{words} {judged.policy.title}, looked up on {judged.policy.checked:%m/%d/%Y}.", role


def is_open(finding: Finding) -> bool:
    """Whether a rule asks somebody to do something."""
    return finding.state in (State.NOT_MET, State.NOT_DOCUMENTED, State.TOO_EARLY)


class RulesPane(QWidget):
    """The table of rules, and what is behind the chosen one."""

    #: The keys behind a rule: where it can be settled.
    jumped = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.table: RowsTable[RuleLine] = RowsTable(_COLUMNS, lambda line: line.name, "Rules of the payer")
        self._because = label("", wrap=True)
        self._settle = label("", "quiet", wrap=True)
        self.table.chosen.connect(self._explain)
        self.table.opened.connect(lambda line: self.jumped.emit(line.finding.keys))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.table, 1)
        below = QVBoxLayout()
        below.setContentsMargins(16, 8, 16, 12)
        below.addWidget(self._because)
        below.addWidget(self._settle)
        layout.addLayout(below)
        self.setFocusProxy(self.table)

    def show_judgement(self, judged: Judgement | None) -> None:
        """Show the rules, what is open first."""
        findings = () if judged is None else judged.findings
        lines = [RuleLine(f"{at}", finding) for at, finding in enumerate(findings)]
        lines.sort(key=lambda line: _ORDER.index(line.finding.state))
        self.table.set_rows(lines)
        self._explain(self.table.current)

    def _explain(self, line: RuleLine | None) -> None:
        self._because.setText("" if line is None else line.finding.because)
        self._settle.setText("" if line is None else line.finding.settle)
        set_role(self._because, "role", "" if line is None or not is_open(line.finding) else "warn")
