"""The judged part of the check: which rules, how far they can be trusted, and the three groups of criteria."""

from __future__ import annotations

import datetime as dt

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.criteria.findings import Caution, Finding
from app.criteria.judging import Judgement
from app.desk.check.finding_row import FindingRow, beneath
from app.desk.check.lengths import LengthsCanvas
from app.desk.check.words import Group, grouped, policy_words, since_words, trust_words, verdict
from app.desk.widgets.notes import words_of
from app.desk.widgets.plain import button, empty, hairline, label, pane, row, scrolling, set_role
from app.desk.widgets.tabbing import tab_through
from app.services.rules_since import Since

_GROUP_HINTS = {
    Group.SETTLE: "the cheapest first",
    Group.DOCUMENTED: "with the facts behind each",
    Group.NOT_ASKED: "for this request",
}


class GroupPart(QWidget):
    """One of the three groups; a criterion that stays keeps its row."""

    jumped = Signal(object)

    def __init__(self, group: Group) -> None:
        super().__init__()
        self.group = group
        self.rows: dict[tuple[str, str, int], FindingRow] = {}
        self.heading = label("", "section")
        self._hint = label(_GROUP_HINTS[group], "hint")
        head = row(self.heading, self._hint, None)
        head.setContentsMargins(16, 4, 16, 0)
        head.setAlignment(self._hint, Qt.AlignmentFlag.AlignBottom)
        self._list = QVBoxLayout()
        self._list.setSpacing(0)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 4)
        layout.setSpacing(0)
        if group is not Group.SETTLE:
            layout.addWidget(hairline())
        layout.addLayout(head)
        layout.addLayout(self._list)

    def show_findings(self, findings: tuple[Finding, ...]) -> None:
        """Show the criteria of this group in their order."""
        self.heading.setText(f"{self.group.value} ({len(findings)})")
        self.setVisible(bool(findings))
        wanted: dict[tuple[str, str, int], Finding] = {}
        for finding in findings:
            number = 0
            while (name := (finding.topic.value, finding.text, number)) in wanted:
                number += 1
            wanted[name] = finding
        for name in [name for name in self.rows if name not in wanted]:
            gone = self.rows.pop(name)
            self._list.removeWidget(gone)
            gone.hide()
            gone.deleteLater()
        for at, (name, finding) in enumerate(wanted.items()):
            self._place(at, name, finding)

    def links(self) -> tuple[QWidget, ...]:
        """The ways to settle something, in the order of the list."""
        shown = sorted(self.rows.values(), key=self._list.indexOf)
        return tuple(item.link for item in shown)

    def _place(self, at: int, name: tuple[str, str, int], finding: Finding) -> None:
        shown = self.rows.get(name)
        if shown is None:
            shown = self.rows[name] = FindingRow(finding)
            shown.jumped.connect(self.jumped)
            self._list.insertWidget(at, shown)
            return
        if self._list.indexOf(shown) != at:
            self._list.insertWidget(at, shown)
        shown.show_finding(finding)


class JudgedPane(QWidget):
    """The payer's rules on one request."""

    #: The keys of the vocabulary where a criterion can be settled.
    jumped = Signal(object)
    #: The rules themselves are wanted: the policy's id.
    rules_wanted = Signal(str)
    #: The payer's rules are to be entered: the policy of which nothing was read, or empty.
    entering_wanted = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.judged: Judgement | None = None
        self.sentence = label("", "strong", wrap=True)
        self.title = label("", wrap=True)
        self.policy = label("", "quiet", wrap=True)
        self.trust = label("", "quiet", wrap=True)
        self.notice = label("", "hint", wrap=True)
        self.signing = label("", "warn", wrap=True)
        self.signing.hide()
        self.link = button("All of these rules", self._want_rules, kind="link")
        self.enter = button("Enter the payer's rules", self._want_entering, kind="link", icon_name="pen")
        self.cautions = QVBoxLayout()
        self.cautions.setSpacing(2)
        self._cautioned: tuple[str, ...] = ()
        self._warn = pane("warn")
        self.lengths = LengthsCanvas()
        self.groups = {group: GroupPart(group) for group in Group}
        self._build()
        self.show_judgement(None)

    def _build(self) -> None:
        head = QVBoxLayout()
        head.setContentsMargins(16, 8, 16, 8)
        head.setSpacing(2)
        for words in (self.sentence, self.signing, self.title, self.policy, self.trust, self.notice):
            head.addWidget(words)
        head.addLayout(beneath(self.link))
        head.addLayout(beneath(self.enter))
        self.cautions.setContentsMargins(16, 6, 16, 6)
        self._warn.setLayout(self.cautions)
        body = pane()
        inner = QVBoxLayout(body)
        inner.setContentsMargins(0, 0, 0, 16)
        inner.setSpacing(0)
        inner.addLayout(head)
        inner.addWidget(self._warn)
        for group, part in self.groups.items():
            inner.addWidget(part)
            part.jumped.connect(self.jumped)
            if group is Group.SETTLE:
                inner.addWidget(self.lengths)
        inner.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        self._area = scrolling(body)
        layout.addWidget(self._area)

    def show_judgement(self, judged: Judgement | None) -> None:
        """Show how the request stands by the payer's rules."""
        if judged is not None and judged == self.judged:
            return
        self.judged = judged
        policy = None if judged is None else judged.policy
        words, role = ("", "quiet") if judged is None else verdict(judged)
        trust, trust_role = ("", "quiet") if policy is None else trust_words(policy)
        for shown, text in (
            (self.sentence, words),
            (self.title, "" if policy is None else policy.title),
            (self.policy, "" if policy is None else policy_words(policy)),
            (self.trust, trust),
            (self.notice, "" if policy is None else policy.notice),
        ):
            shown.setText(text)
            shown.setVisible(bool(text))
        set_role(self.sentence, "role", role)
        set_role(self.trust, "role", trust_role)
        self.link.setText("Look through all rules on file" if policy is None else "All of these rules")
        self.link.setAccessibleName(self.link.text())
        self.link.setVisible(judged is not None)
        self.enter.setVisible(judged is not None and (policy is None or not policy.decides))
        self._show_cautions(() if judged is None else judged.cautions)
        parts = grouped(() if judged is None else judged.findings)
        for group, part in self.groups.items():
            part.show_findings(parts[group])
        tab_through(self.link, (self.enter, *(link for part in self.groups.values() for link in part.links())))

    def show_signing(self, day: dt.date | None, since: Since | None = None) -> None:
        """Say that the verdict is that of the day of signing, and whether the rules have changed since."""
        words = ""
        if day is not None:
            words = f"As it was judged when it was signed on {day:%m/%d/%Y}. {since_words(since)}".strip()
        self.signing.setText(words)
        self.signing.setVisible(bool(words))

    def show_problem(self, problem: Exception) -> None:
        """Say why the rules cannot be looked at; everything else of the check stands."""
        self.show_judgement(None)
        said, advice, _ = words_of(problem)
        self.sentence.setText(f"{said} {advice}".strip())
        self.sentence.setVisible(True)
        set_role(self.sentence, "role", "warn")

    def first_link(self) -> QWidget | None:
        """The first way to settle something."""
        links = (item.link for item in self.groups[Group.SETTLE].rows.values())
        return next((link for link in links if link.isVisibleTo(self)), None)

    def focus_rule(self, text: str) -> None:
        """Bring a criterion into sight, and give its link the focus where it has one."""
        rows = (item for part in self.groups.values() for item in part.rows.values())
        found = next((item for item in rows if item.finding.text == text), None)
        if found is None:
            return
        self._area.ensureWidgetVisible(found)
        target = found.link if found.link.isVisibleTo(self) else found
        target.setFocus()

    def _show_cautions(self, cautions: tuple[Caution, ...]) -> None:
        wanted = tuple(dict.fromkeys(caution.text for caution in cautions))
        if self._cautioned != wanted:
            self._cautioned = wanted
            empty(self.cautions)
            for text in wanted:
                self.cautions.addWidget(label(text, wrap=True))
        self._warn.setVisible(bool(wanted))

    def _want_entering(self) -> None:
        policy = None if self.judged is None else self.judged.policy
        self.entering_wanted.emit("" if policy is None else policy.id)

    def _want_rules(self) -> None:
        policy = None if self.judged is None else self.judged.policy
        self.rules_wanted.emit("" if policy is None else policy.id)
