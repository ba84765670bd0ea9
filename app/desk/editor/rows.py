"""Rows of what a form says beside its boxes: addresses, sections, attachments, reminders. Each can be taken away."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.desk.editor.conditions import ConditionsEditor
from app.desk.editor.question import IMPORTANCE
from app.desk.editor.several import SeveralEditor
from app.desk.patients.lists import LINE_WORDS
from app.desk.request.documents import KIND_WORDS
from app.desk.widgets.editors import ChoiceEditor, LineEditor
from app.desk.widgets.plain import button, column, empty, row, stretchy, tool
from app.domain.indications import conditions
from app.domain.patient import Benefit
from app.domain.practice import Line
from app.mapping.drafting.conditions import rule_words
from app.mapping.model import AttachmentRule, Channel, Destination, Pack, Part, Reminder, Section

_CHANNELS = ((Channel.FAX, "fax"), (Channel.PHONE, "phone"), (Channel.PORTAL, "web portal"), (Channel.MAIL, "mail"))
_PARTS = ((None, "all requests"), (Part.INITIAL, "first requests"), (Part.CONTINUATION, "renewals"))
_LINES = tuple((line.value, words) for line, words in LINE_WORDS.items())
_SIDES = ((None, "both sides"), (Benefit.PHARMACY, "pharmacy side"), (Benefit.MEDICAL, "medical side"))


class ItemRow(QWidget):
    """One thing that a form says. `changed` gives it changed."""

    changed = Signal(object)
    removed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._item: Any = None

    def show_item(self, item: object) -> None:
        """Show it as it is now."""
        self._item = item

    def _become(self, **fields: object) -> None:
        fresh = replace(self._item, **fields)
        if fresh != self._item:
            self.changed.emit(fresh)

    def _rename(self, **words: str) -> None:
        """Take other words; none at all leave what is there."""
        if all(words.values()):
            self._become(**words)

    def _drop(self, name: str) -> QWidget:
        return tool("trash", f"Delete {name}", self.removed.emit)


class ItemRows(QWidget):
    """Rows of a kind. `changed` gives all of them after a change, `removed` the place of one to be taken away.

    Args:
        make: a row for the place of it.
        more: words of the link that adds one.
    """

    changed = Signal(object)
    removed = Signal(int)
    added = Signal()

    def __init__(self, make: Callable[[int], ItemRow], more: str) -> None:
        super().__init__()
        self._make = make
        self._items: tuple[Any, ...] = ()
        self._rows = QVBoxLayout()
        self._rows.setSpacing(6)
        self._made: list[ItemRow] = []
        add = button(more, self.added.emit, kind="link", icon_name="plus")
        self.setLayout(column(self._rows, row(add, None), gap=6))

    @property
    def rows(self) -> tuple[ItemRow, ...]:
        """The rows shown."""
        return tuple(self._made)

    def show_items(self, items: Sequence[object]) -> None:
        """Show them as they are now."""
        self._items = tuple(items)
        if len(self._made) != len(self._items):
            empty(self._rows)
            self._made = [self._row(at) for at in range(len(self._items))]
            for made in self._made:
                self._rows.addWidget(made)
        for made, item in zip(self._made, self._items, strict=True):
            made.show_item(item)

    def _row(self, at: int) -> ItemRow:
        made = self._make(at)
        made.changed.connect(lambda item: self._put(at, item))
        made.removed.connect(lambda: self.removed.emit(at))
        return made

    def _put(self, at: int, item: object) -> None:
        self._items = (*self._items[:at], item, *self._items[at + 1 :])
        self.changed.emit(self._items)


class AddressRow(ItemRow):
    """Where the form goes."""

    def __init__(self, at: int) -> None:
        super().__init__()
        name = f"address {at + 1}"
        self.channel = ChoiceEditor(f"Way of {name}", _CHANNELS)
        self.name_field = LineEditor(f"Name of {name}", placeholder="what it is for")
        self.address = LineEditor(f"Number or address of {name}", placeholder="number or address")
        self.side = ChoiceEditor(f"Side of the plan of {name}", _SIDES)
        self.channel.settled.connect(lambda value: self._become(channel=value))
        self.name_field.settled.connect(lambda text: self._rename(name=str(text)))
        self.address.settled.connect(lambda text: self._rename(address=str(text)))
        self.side.settled.connect(lambda value: self._become(benefit=value))
        self.channel.setFixedWidth(104)
        self.side.setFixedWidth(124)
        self.lines = SeveralEditor(f"Plans of {name}", _LINES, none="every plan")
        self.lines.settled.connect(lambda value: self._become(lines=tuple(map(Line, value))))
        self.printed_at = LineEditor(f"Where {name} is printed", placeholder="such as page 1, top right")
        self.printed_at.settled.connect(lambda text: self._become(printed_at=str(text)))
        self.lines.setFixedWidth(150)
        parts = (self.channel, stretchy(self.name_field), stretchy(self.address), self._drop(name))
        more = row(self.side, self.lines, stretchy(self.printed_at), gap=6)
        self.setLayout(column(row(*parts, gap=6), more, gap=4))

    def show_item(self, item: object) -> None:
        """Show the address as it is now."""
        super().show_item(item)
        if isinstance(item, Destination):
            for field, value in (
                (self.channel, item.channel),
                (self.name_field, item.name),
                (self.address, item.address),
                (self.side, item.benefit),
                (self.lines, tuple(line.value for line in item.lines)),
                (self.printed_at, item.printed_at),
            ):
                field.set_value(value)


class LimitedRow(ItemRow):
    """A row with conditions of its own, which open below it."""

    def __init__(self, name: str, always: str) -> None:
        super().__init__()
        self.when = ConditionsEditor(f"{name} applies", always)
        self.when.settled.connect(lambda rule: self._become(when=rule))
        self.when.hide()
        self.opener = button("", self._open, kind="link", says=f"{name}: only under conditions")

    def show_item(self, item: object) -> None:
        """Show under which conditions it applies."""
        super().show_item(item)
        rule = getattr(item, "when", "")
        self.when.show_rule(rule)
        words = rule_words(rule)
        self.opener.setToolTip(words)
        short = words if len(words) < 52 else f"{words[:50].rstrip()} …"
        self.opener.setText(f"only where {short}" if rule else "only where …")

    def _open(self) -> None:
        opens = not self.when.isVisible()
        self.when.setVisible(opens)
        if opens and not self.when.rows:
            self.when.begin()


class SectionRow(LimitedRow):
    """A section, and which requests it is for."""

    def __init__(self, at: int) -> None:
        name = f"section {at + 1}"
        super().__init__(name.capitalize(), "Asked for in every request of these.")
        self.title = LineEditor(f"Title of {name}")
        self.asked = SeveralEditor(f"Indications of {name}", tuple(conditions().items()), none="every indication")
        self.part = ChoiceEditor(f"Requests of {name}", _PARTS)
        self.title.settled.connect(lambda text: self._rename(title=str(text)))
        self.asked.settled.connect(lambda value: self._become(conditions=tuple(value)))
        self.part.settled.connect(lambda value: self._become(part=value))
        self.inside = ChoiceEditor(f"Section around {name}", ())
        self.inside.settled.connect(lambda value: self._become(inside=value))
        self.asked.setFixedWidth(150)
        self.part.setFixedWidth(132)
        self.inside.setFixedWidth(190)
        line = row(stretchy(self.title), self.asked, self.part, self._drop(name), gap=6)
        self.setLayout(column(line, row(self.inside, self.opener, None), self.when, gap=2))

    def offer(self, head: Pack) -> None:
        """Offer the sections that this one may be a part of: none that is within it."""
        item = self._item
        if not isinstance(item, Section):
            return
        around = [
            (other.id, f"within {other.title}") for other in head.sections if item not in head.section_path(other.id)
        ]
        self.inside.set_items((("", "a part of its own"), *around))
        self.inside.set_value(item.inside)

    def show_item(self, item: object) -> None:
        """Show the section as it is now."""
        super().show_item(item)
        if isinstance(item, Section):
            self.title.set_value(item.title)
            self.asked.set_value(item.conditions)
            self.part.set_value(item.part)


class AttachmentRow(LimitedRow):
    """A document that the form asks for."""

    def __init__(self, at: int) -> None:
        name = f"attachment {at + 1}"
        super().__init__(name.capitalize(), "Asked for in every request.")
        self.kind = ChoiceEditor(f"Kind of {name}", list(KIND_WORDS.items()))
        self.wording = LineEditor(f"Wording of {name}", placeholder="as the form asks for it")
        self.importance = ChoiceEditor(f"How much the payer insists on {name}", IMPORTANCE)
        self.kind.settled.connect(lambda value: self._become(kind=value))
        self.wording.settled.connect(lambda text: self._rename(wording=str(text)))
        self.importance.settled.connect(lambda value: self._become(importance=value))
        self.kind.setFixedWidth(140)
        self.importance.setFixedWidth(104)
        line = row(self.kind, stretchy(self.wording), self.importance, self._drop(name), gap=6)
        self.setLayout(column(line, row(self.opener, None), self.when, gap=0))

    def show_item(self, item: object) -> None:
        """Show the attachment as it is now."""
        super().show_item(item)
        if isinstance(item, AttachmentRule):
            self.kind.set_value(item.kind)
            self.wording.set_value(item.wording)
            self.importance.set_value(item.importance)


class ReminderRow(LimitedRow):
    """Something that the form prints and that a request can run counter to."""

    def __init__(self, at: int) -> None:
        name = f"reminder {at + 1}"
        super().__init__(name.capitalize(), "Say when it is shown.")
        self.words = LineEditor(f"Words of {name}", placeholder="such as “Do not fax page 1”")
        self.words.settled.connect(lambda text: self._rename(text=str(text)))
        line = row(stretchy(self.words), self._drop(name), gap=6)
        self.setLayout(column(line, row(self.opener, None), self.when, gap=0))

    def show_item(self, item: object) -> None:
        """Show the reminder as it is now."""
        super().show_item(item)
        if isinstance(item, Reminder):
            self.words.set_value(item.text)
