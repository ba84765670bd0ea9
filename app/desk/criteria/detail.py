"""One payer's rules for one use, in our words, with where they were read and when."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from app.criteria.policy import Policy
from app.desk.check.words import policy_words, trust_words
from app.desk.criteria.beyond import beyond
from app.desk.criteria.rows import PolicyRow, lines_of
from app.desk.criteria.sections import sections_of
from app.desk.widgets.plain import button, empty, label, pane, row, scrolling
from app.desk.widgets.selectable import selectable


class PolicyDetail(QWidget):
    """The right side of the criteria screen."""

    #: The policy to be corrected, to go to a file, to be taken out of force.
    correct_wanted = Signal(object)
    file_wanted = Signal(object)
    removed = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.own: tuple[Policy, ...] = ()
        self.may_begin = self.may_use = True
        self._body = pane()
        self._list = QVBoxLayout(self._body)
        self._list.setContentsMargins(16, 8, 16, 24)
        self._list.setSpacing(3)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        self._area = scrolling(self._body)
        layout.addWidget(self._area)

    def show_row(self, row: PolicyRow | None) -> None:
        """Show the rules behind a row."""
        empty(self._list)
        if row is None:
            self._list.addWidget(label("Choose a row to read the rules.", "quiet", wrap=True))
            self._list.addStretch(1)
            return
        policy = row.policy
        trust, role = trust_words(policy)
        plans = ", ".join(filter(None, (*lines_of(policy), *sorted(policy.states))))
        self._list.addLayout(self._acts(policy))
        for text, look in (
            (policy.title, "strong"),
            (f"{row.use}: {row.stand.value}", "warn" if row.stand.value.startswith("called") else ""),
            (policy_words(policy), "quiet"),
            (trust, role),
            (f"For {plans}" if plans else "", "quiet"),
            (policy.notice, ""),
            (self._replaced(policy), "warn"),
        ):
            if text:
                self._list.addWidget(label(text, look, wrap=True))
        for section in (*sections_of(policy, row.indication), *beyond(policy)):
            self._list.addWidget(label(section.title, "section"))
            for line in section.lines:
                self._list.addWidget(label(f"• {line}", wrap=True))
        self._list.addWidget(label("Where it was read", "section"))
        self._list.addWidget(selectable(policy.source, f"Source of {policy.title}"))
        words = "In our own words; the payer's text decides. Times and costs are law and reference figures."
        self._list.addWidget(label(words, "hint", wrap=True))
        self._list.addStretch(1)
        self._area.verticalScrollBar().setValue(0)
        self.setAccessibleName(f"Rules of {policy.title} for {row.use}")

    def _acts(self, policy: Policy) -> QHBoxLayout:
        """What may be done with these rules."""
        words = (
            "Correct" if policy.is_offices else "Enter from the bulletin" if not policy.decides else "Correct a copy"
        )
        made = [button(words, lambda: self.correct_wanted.emit(policy), icon_name="pen")] if self.may_begin else []
        if policy.is_offices:
            made.append(button("Save as a file…", lambda: self.file_wanted.emit(policy)))
        if policy.is_offices and self.may_use:
            made.append(button("Remove", lambda: self.removed.emit(policy), kind="link", says=f"Remove {policy.title}"))
        return row(*made, None)

    def _replaced(self, policy: Policy) -> str:
        copies = [own for own in self.own if own.copied_from == policy.id]
        return f"The office uses its own copy of these rules, checked {copies[0].checked:%m/%d/%Y}." if copies else ""

    def said(self) -> str:
        """All that is shown, as text."""
        shown = (self._list.itemAt(at) for at in range(self._list.count()))
        labels = (item.widget() for item in shown if item is not None)
        return "\n".join(made.text() for made in labels if isinstance(made, QLabel))
