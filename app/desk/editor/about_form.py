"""Everything of a pack beside its boxes: payer, edition, where it goes, who signs, and when its sections apply."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.desk.widgets.editors import ChoiceEditor, Editor, LineEditor, TextEditor
from app.desk.widgets.fields import FieldGrid
from app.desk.widgets.plain import button, empty, label, row, scrolling, stretchy
from app.domain.indications import condition_name
from app.domain.vocabulary import vocabulary
from app.mapping.drafting.asking import free_name, slug
from app.mapping.model import Channel, Destination, Pack, Part, Section, SignatureRule, SignerRole, SignerRule

_ROLES = (
    (SignerRole.PRESCRIBER, "the prescriber"),
    (SignerRole.COMPLETER, "who fills it in"),
    (SignerRole.EITHER, "either of them"),
)
_RULES = (
    (SignatureRule.UNKNOWN, "the form does not say"),
    (SignatureRule.ELECTRONIC, "by computer"),
    (SignatureRule.WET, "by pen only"),
    (SignatureRule.EITHER, "by pen or by computer"),
)
_CHANNELS = ((Channel.FAX, "fax"), (Channel.PORTAL, "web portal"), (Channel.MAIL, "mail"))
_PARTS = ((None, "first and renewal requests"), (Part.INITIAL, "first requests"), (Part.CONTINUATION, "renewals"))


class AboutForm(QWidget):
    """The page "About the form" of the editor."""

    #: What was changed in plain words, and the pack's head after it.
    changed = Signal(str, object)

    def __init__(self) -> None:
        super().__init__()
        self._head: Pack | None = None
        self._title = LineEditor("Title")
        self._payer = LineEditor("Payer")
        self._edition = LineEditor("Edition", placeholder="as printed, empty if none is")
        self._edition_at = LineEditor("Printed where")
        self._role = ChoiceEditor("Signed by", _ROLES)
        self._rule = ChoiceEditor("Signature", _RULES)
        self._attestation = TextEditor("Signing says", lines=3, placeholder="The form's sentence, word for word")
        self._destinations = QVBoxLayout()
        self._sections = QVBoxLayout()
        inner = QWidget()
        inner.setLayout(self._layout())
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(scrolling(inner))
        self._connect()

    def _layout(self) -> QVBoxLayout:
        top = FieldGrid(2, 84)
        top.section("The form")
        top.add(self._title, wide=True)
        top.add(self._payer, wide=True)
        top.add(self._edition)
        top.add(self._edition_at)
        top.section("Signature")
        top.add(self._role)
        top.add(self._rule)
        top.add(self._attestation, wide=True)
        for holder in (self._destinations, self._sections):
            holder.setSpacing(6)
        made = QVBoxLayout()
        made.setContentsMargins(12, 0, 12, 12)
        made.setSpacing(8)
        made.addWidget(top)
        made.addWidget(label("Where it goes", "section"))
        made.addLayout(self._destinations)
        made.addLayout(row(button("Add an address", self._add_destination, kind="link", icon_name="plus"), None))
        made.addWidget(label("Sections, and which requests they are for", "section"))
        made.addLayout(self._sections)
        made.addLayout(row(button("Add a section", self._add_section, kind="link", icon_name="plus"), None))
        made.addStretch(1)
        return made

    def _connect(self) -> None:
        for editor, name, says in (
            (self._title, "title", "Change the title"),
            (self._payer, "payer", "Change the payer"),
            (self._edition, "edition", "Change the edition"),
            (self._edition_at, "edition_at", "Change the edition"),
        ):
            editor.settled.connect(lambda value, n=name, s=says: self._set(s, n, str(value)))
        self._role.settled.connect(lambda value: self._sign(role=value))
        self._rule.settled.connect(lambda value: self._sign(rule=value))
        self._attestation.settled.connect(lambda value: self._sign(attestation=str(value)))

    def show_head(self, head: Pack, *, can_edit: bool) -> None:
        """Show the pack as it is now."""
        self.setEnabled(can_edit)
        before, self._head = self._head, head
        for editor, value in (
            (self._title, head.title),
            (self._payer, head.payer),
            (self._edition, head.edition),
            (self._edition_at, head.edition_at),
            (self._role, head.signer.role),
            (self._rule, head.signer.rule),
            (self._attestation, head.signer.attestation),
        ):
            editor.set_value(value)
        if before is None or len(before.destinations) != len(head.destinations) or not self._destinations.count():
            self._rebuild_destinations(head)
        if before is None or [item.id for item in before.sections] != [item.id for item in head.sections]:
            self._rebuild_sections(head)

    def ask_payer(self) -> None:
        """Put the focus where the payer's name is typed."""
        self._payer.setFocus()
        self._payer.line.selectAll()

    def _rebuild_destinations(self, head: Pack) -> None:
        empty(self._destinations)
        for at, item in enumerate(head.destinations):
            name, address = LineEditor(f"Name of address {at + 1}"), LineEditor(f"Number or address {at + 1}")
            channel = ChoiceEditor(f"Way {at + 1}", _CHANNELS)
            _fill(((name, item.name), (channel, item.channel), (address, item.address)))
            name.settled.connect(lambda value, n=at: self._send(n, name=str(value)))
            channel.settled.connect(lambda value, n=at: self._send(n, channel=value))
            address.settled.connect(lambda value, n=at: self._send(n, address=str(value)))
            channel.setFixedWidth(112)
            self._destinations.addLayout(row(channel, stretchy(name), stretchy(address)))

    def _rebuild_sections(self, head: Pack) -> None:
        empty(self._sections)
        conditions: list[tuple[object, str]] = [((), "every indication")]
        conditions += [((name,), condition_name(name)) for name in vocabulary().spec("condition").values]
        for item in head.sections:
            title = LineEditor(f"Section {item.title}")
            named = [*conditions]
            if len(item.conditions) > 1:
                named.append((item.conditions, " or ".join(condition_name(name) for name in item.conditions)))
            asked = ChoiceEditor(f"Indication of {item.title}", named)
            part = ChoiceEditor(f"Requests of {item.title}", _PARTS)
            _fill(((title, item.title), (asked, item.conditions), (part, item.part)))
            title.settled.connect(lambda value, n=item.id: self._in_section(n, title=str(value)))
            asked.settled.connect(lambda value, n=item.id: self._in_section(n, conditions=value))
            part.settled.connect(lambda value, n=item.id: self._in_section(n, part=value))
            asked.setFixedWidth(168)
            part.setFixedWidth(176)
            self._sections.addLayout(row(stretchy(title), asked, part))

    def _set(self, says: str, name: str, value: str) -> None:
        if self._head is not None and (value or name not in ("title", "payer")):
            self.changed.emit(says, replace(self._head, **{name: value}))  # type: ignore[arg-type]

    def _sign(self, **fields: object) -> None:
        if self._head is not None:
            signer: SignerRule = replace(self._head.signer, **fields)  # type: ignore[arg-type]
            self.changed.emit("Change the signature", replace(self._head, signer=signer))

    def _send(self, at: int, **fields: object) -> None:
        if self._head is None or not all(fields.values()):
            return
        items = list(self._head.destinations)
        items[at] = replace(items[at], **fields)  # type: ignore[arg-type]
        self.changed.emit("Change an address", replace(self._head, destinations=tuple(items)))

    def _in_section(self, section_id: str, **fields: object) -> None:
        if self._head is None or fields.get("title", "x") == "":
            return
        items = tuple(
            replace(item, **fields) if item.id == section_id else item  # type: ignore[arg-type]
            for item in self._head.sections
        )
        self.changed.emit("Change a section", replace(self._head, sections=items))

    def _add_destination(self) -> None:
        if self._head is not None:
            name = free_name("Address", (item.name for item in self._head.destinations))
            fresh = Destination(name, Channel.FAX, "not entered yet")
            self.changed.emit("Add an address", replace(self._head, destinations=(*self._head.destinations, fresh)))

    def _add_section(self) -> None:
        if self._head is not None:
            title = free_name("New section", (item.title for item in self._head.sections))
            fresh = Section(free_name(slug(title), (item.id for item in self._head.sections)), title)
            self.changed.emit("Add a section", replace(self._head, sections=(*self._head.sections, fresh)))


def _fill(fields: tuple[tuple[Editor, object], ...]) -> None:
    for editor, value in fields:
        editor.set_value(value)
