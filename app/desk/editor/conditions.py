"""Conditions in rows: a fact, a test, its values, or a number of earlier therapies. No rule has to be written."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.desk.editor.picker import KeyPicker
from app.desk.editor.several import SeveralEditor
from app.desk.widgets.choice import Choice
from app.desk.widgets.editors import ChoiceEditor, Editor, LineEditor
from app.desk.widgets.plain import button, column, empty, label, row, stretchy, tool
from app.desk.widgets.tick import Tick
from app.domain.drugs import therapies
from app.mapping.drafting.conditions import (
    Check,
    Conditions,
    FactTest,
    Item,
    Tried,
    checks_for,
    rule_trouble,
    values_for,
)
from app.mapping.drafting.plain import KeyChoice, among, facts, key_words

_TRIED = KeyChoice(
    "prior", "Earlier therapies: at least so many", "prior", "earlier therapies tried drugs at least number count"
)
_VALUELESS = (Check.KNOWN, Check.UNKNOWN)


def find_fact(text: str) -> tuple[KeyChoice, ...]:
    """Facts to be tested, the count of earlier therapies among them."""
    return among((_TRIED, *facts()), text)


class ConditionsEditor(QWidget):
    """The rows. `settled` gives the rule that they say; empty for always.

    Args:
        name: what the conditions are for, for screen readers.
        always: what is said where there are none.
        proposes: whether they propose an answer, which may be kept from saying "no".
    """

    settled = Signal(str)

    def __init__(self, name: str, always: str, *, proposes: bool = False) -> None:
        super().__init__()
        self._name, self._rule = name, ""
        self._conditions = Conditions()
        self._always = label(always, "hint")
        self._how = Choice()
        self._how.setAccessibleName(f"{name}: how many hold")
        self._how.set_items([(False, "all of these hold"), (True, "one of these holds")])
        self._how.activated.connect(lambda _: self._say(replace(self._conditions, any_of=self._how.value is True)))
        self._yes_only = Tick("Never proposes “No”")
        self._yes_only.toggled.connect(lambda on: self._say(replace(self._conditions, yes_only=on)))
        self._proposes = proposes
        self._rows = QVBoxLayout()
        self._rows.setSpacing(6)
        self._text = LineEditor(f"{name}, as a rule", check=rule_trouble)
        self._text.settled.connect(lambda text: self._write(str(text)))
        self._add = button(
            "Add a condition", self._more, kind="link", icon_name="plus", says=f"{name}: add a condition"
        )
        foot = row(self._add, self._how, self._yes_only, None, gap=12)
        self._how.setFixedWidth(170)
        self.setLayout(column(self._always, self._rows, self._text, foot, gap=4))
        self._build()

    def show_rule(self, rule: str) -> None:
        """Show a rule; rows that say it already stay, whatever is unfinished among them."""
        if rule == self._rule:
            return
        self._rule = rule
        made = Conditions.of(rule)
        self._text.set_value(rule)
        self._conditions = Conditions() if made is None else made
        self._build(as_text=made is None)

    @property
    def rows(self) -> tuple[ConditionRow, ...]:
        """The rows shown."""
        items = (self._rows.itemAt(at) for at in range(self._rows.count()))
        found = (None if item is None else item.widget() for item in items)
        return tuple(widget for widget in found if isinstance(widget, ConditionRow))

    def begin(self) -> None:
        """Add a row and put the focus where its fact is searched."""
        self._more()

    def _build(self, *, as_text: bool = False) -> None:
        empty(self._rows)
        for at, item in enumerate(self._conditions.items):
            self._rows.addWidget(self._row(at, item))
        self._text.setVisible(as_text)
        self._add.setVisible(not as_text)
        self._show_state(as_text=as_text)

    def _show_state(self, *, as_text: bool = False) -> None:
        count = len(self._conditions.items)
        self._always.setVisible(not count and not as_text)
        self._how.setVisible(count > 1)
        self._how.set_value(self._conditions.any_of)
        self._yes_only.setVisible(self._proposes and count > 0)
        self._yes_only.blockSignals(True)
        self._yes_only.setChecked(self._conditions.yes_only)
        self._yes_only.blockSignals(False)

    def _row(self, at: int, item: Item) -> ConditionRow:
        made = ConditionRow(f"{self._name}, condition {at + 1}", item)
        made.changed.connect(lambda fresh: self._put(at, fresh))
        made.removed.connect(lambda: self._drop(at))
        return made

    def _more(self) -> None:
        self._conditions = replace(self._conditions, items=(*self._conditions.items, FactTest("", Check.IS)))
        self._build()
        # A widget takes the focus only once it is shown, which its layout would do a moment later.
        self.rows[-1].show()
        self.rows[-1].begin()

    def _put(self, at: int, item: Item) -> None:
        before = self._conditions.items
        self._say(replace(self._conditions, items=(*before[:at], item, *before[at + 1 :])))

    def _drop(self, at: int) -> None:
        before = self._conditions.items
        conditions = replace(self._conditions, items=(*before[:at], *before[at + 1 :]))
        self._conditions = conditions
        self._build()
        self._say(conditions)
        self._add.setFocus()

    def _say(self, conditions: Conditions) -> None:
        self._conditions = conditions
        self._show_state()
        if conditions.rule != self._rule:
            self._rule = conditions.rule
            self.settled.emit(self._rule)

    def _write(self, text: str) -> None:
        if text != self._rule and not rule_trouble(text):
            self._rule = text
            self.settled.emit(text)


class ConditionRow(QWidget):
    """One condition."""

    changed = Signal(object)
    removed = Signal()

    def __init__(self, name: str, item: Item) -> None:
        super().__init__()
        self._name, self._item = name, item
        self.picker = KeyPicker(find_fact, f"{name}: fact")
        self.picker.picked.connect(self._pick)
        self.test = Choice()
        self.test.setAccessibleName(f"{name}: test")
        self.test.setFixedWidth(140)
        self.test.activated.connect(lambda _: self._retest())
        self._values = QVBoxLayout()
        self._values.setContentsMargins(0, 0, 0, 0)
        self._below = QVBoxLayout()
        self._below.setContentsMargins(24, 0, 0, 0)
        drop = tool("close", f"{name}: take it away", self.removed.emit)
        line = row(stretchy(self.picker), self.test, self._values, drop, gap=6)
        line.setStretch(0, 5)
        line.setStretch(2, 4)
        self.setLayout(column(line, self._below, gap=4))
        self._build()

    def begin(self) -> None:
        """Put the focus where the fact is searched."""
        self.picker.setFocus()

    @property
    def value_field(self) -> QWidget | None:
        """The field of the value, if it has one."""
        item = self._values.itemAt(0)
        return None if item is None else item.widget()

    def _build(self) -> None:
        empty(self._values)
        empty(self._below)
        item = self._item
        self.test.setVisible(isinstance(item, FactTest) and bool(item.key))
        if isinstance(item, Tried):
            self.picker.show_words(_TRIED.words)
            least = ChoiceEditor(f"{self._name}: how many", [(number, str(number)) for number in range(1, 10)])
            least.set_value(item.at_least)
            least.settled.connect(lambda number: self._become(replace(self._tried(), at_least=number)))
            self._values.addWidget(least)
            self._below.addLayout(self._tried_fields(item))
            return
        self.picker.show_words(key_words(item.key) if item.key else "")
        if item.key:
            self.test.set_items([(test, test.value) for test in checks_for(item.key)])
            self.test.set_value(item.test)
            if item.test not in _VALUELESS:
                self._values.addWidget(self._value(item))

    def _tried(self) -> Tried:
        return self._item if isinstance(self._item, Tried) else Tried()

    def _tried_fields(self, item: Tried) -> QVBoxLayout:
        classes = SeveralEditor(f"{self._name}: kinds of drugs", list(therapies().class_names.items()), none="any drug")
        outcomes = SeveralEditor(f"{self._name}: how they ended", values_for("prior[1].outcome"), none="ended any way")
        classes.set_value(item.classes)
        outcomes.set_value(item.outcomes)
        classes.settled.connect(lambda value: self._become(replace(self._tried(), classes=value)))
        outcomes.settled.connect(lambda value: self._become(replace(self._tried(), outcomes=value)))
        oral = Tick("by mouth")
        oral.setChecked(item.oral)
        oral.toggled.connect(lambda on: self._become(replace(self._tried(), oral=on)))
        days = LineEditor(f"{self._name}: days that each was taken", placeholder="any", check=_days_trouble)
        days.set_value(item.days or "")
        days.setFixedWidth(64)
        days.settled.connect(lambda text: self._last(str(text)))
        third = row(oral, 12, label("taken for", "quiet"), days, label("days or more", "quiet"), None, gap=6)
        return column(row(stretchy(classes), stretchy(outcomes), gap=6), third, gap=4)

    def _last(self, text: str) -> None:
        if not _days_trouble(text):
            self._become(replace(self._tried(), days=int(text or 0)))

    def _value(self, item: FactTest) -> Editor:
        offered = values_for(item.key)
        if offered and item.test in (Check.IS, Check.IS_NOT):
            several = SeveralEditor(f"{self._name}: value", offered, none="choose …")
            several.set_value(item.values)
            several.settled.connect(lambda value: self._become_values(tuple(value)))
            return several
        line = LineEditor(f"{self._name}: value", placeholder="G43, G44" if "icd10" in item.key else "")
        line.set_value(", ".join(item.values))
        line.settled.connect(lambda text: self._become_values(self._read(str(text), line)))
        return line

    def _read(self, text: str, line: LineEditor) -> tuple[str, ...]:
        parts = tuple(filter(None, (part.strip() for part in text.split(","))))
        is_number = isinstance(self._item, FactTest) and checks_for(self._item.key)[0] is Check.AT_LEAST
        if is_number and any(not part.replace(".", "", 1).isdecimal() for part in parts):
            line.show_finding("A number, please.")
            return ()
        line.show_finding("")
        return parts

    def _pick(self, key: str) -> None:
        if key == _TRIED.key:
            self._item = Tried()
        else:
            tests = checks_for(key)
            values = ("yes",) if values_for(key)[:1] == (("yes", "Yes"),) else ()
            self._item = FactTest(key, tests[0], values)
        self._build()
        self.changed.emit(self._item)
        field = self.value_field or self.test
        field.show()
        field.setFocus()

    def _retest(self) -> None:
        if isinstance(self._item, FactTest) and isinstance(self.test.value, Check):
            self._item = replace(self._item, test=self.test.value)
            self._build()
            self.changed.emit(self._item)

    def _become_values(self, values: tuple[str, ...]) -> None:
        if isinstance(self._item, FactTest):
            self._become(replace(self._item, values=values))

    def _become(self, item: Item) -> None:
        self._item = item
        self.changed.emit(item)


def _days_trouble(text: str) -> str:
    return "" if not text or (text.isdecimal() and int(text) < 10_000) else "A number of days, please."
