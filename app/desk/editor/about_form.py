"""Everything a form says beside its boxes: payer, edition, where it goes, who signs, what is attached, its sections."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.desk.editor.rows import AddressRow, AttachmentRow, ItemRow, ItemRows, ReminderRow, SectionRow
from app.desk.editor.several import SeveralEditor
from app.desk.patients.lists import LINE_WORDS
from app.desk.widgets.editors import ChoiceEditor, LineEditor, TextEditor
from app.desk.widgets.fields import FieldGrid
from app.desk.widgets.plain import column, label, scrolling
from app.domain.practice import Line
from app.domain.request import AttachmentKind
from app.mapping.drafting import acts
from app.mapping.drafting.model import Draft
from app.mapping.drafting.names import free_name, slug
from app.mapping.drafting.steps import Step
from app.mapping.drafting.to_pack import NOT_ENTERED
from app.mapping.model import (
    AttachmentRule,
    Channel,
    Destination,
    Importance,
    Pack,
    Reminder,
    Section,
    SignatureRule,
    SignerRole,
)

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
_CODE = re.compile(r"[A-Z]\d{4}")
_LINES = tuple((line.value, words) for line, words in LINE_WORDS.items())

Act = Callable[[Draft], Step]


class AboutForm(QWidget):
    """The page "About the form" of the editor."""

    #: An act on the draft: what changes something that is said here.
    done = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._head: Pack | None = None
        self._title = LineEditor("Title")
        self._payer = LineEditor("Payer")
        self._edition = LineEditor("Edition", placeholder="as printed, empty if none is")
        self._edition_at = LineEditor("Printed where")
        self._lines = SeveralEditor("For plans", _LINES, none="the form does not say")
        self._products = LineEditor(
            "For drugs", placeholder="codes such as J0585, J0586; empty for any drug", check=_codes_trouble
        )
        self._role = ChoiceEditor("Signed by", _ROLES)
        self._rule = ChoiceEditor("Signature", _RULES)
        self._attestation = TextEditor("Signing says", lines=3, placeholder="The form's sentence, word for word")
        self._attestation_at = LineEditor("It stands", placeholder="such as page 2, above the signature")
        self._note = LineEditor("Known from", placeholder="where the rule of the signature is said")
        self.addresses = ItemRows(AddressRow, "Add an address")
        self.attachments = ItemRows(AttachmentRow, "Add an attachment")
        self.reminders = ItemRows(ReminderRow, "Add a reminder")
        self.sections = ItemRows(SectionRow, "Add a section")
        inner = QWidget()
        inner.setLayout(self._layout())
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(scrolling(inner))
        self._connect()
        self._connect_rows()

    def _layout(self) -> QVBoxLayout:
        top = FieldGrid(2, 84)
        top.section("The form")
        for wide in (self._title, self._payer):
            top.add(wide, wide=True)
        top.add(self._edition)
        top.add(self._edition_at)
        top.add(self._lines, wide=True)
        top.add(self._products, wide=True)
        top.section("Signature")
        top.add(self._role)
        top.add(self._rule)
        top.add(self._attestation, wide=True)
        top.add(self._attestation_at)
        top.add(self._note)
        made = column(
            top,
            label("Where it goes", "section"),
            self.addresses,
            label("What is to be attached", "section"),
            self.attachments,
            label("Sections, and which requests they are for", "section"),
            self.sections,
            label("Reminders that the form prints", "section"),
            self.reminders,
            None,
        )
        made.setContentsMargins(12, 0, 12, 12)
        return made

    def _connect(self) -> None:
        for editor, name, says in (
            (self._title, "title", "Change the title"),
            (self._payer, "payer", "Change the payer"),
            (self._edition, "edition", "Change the edition"),
            (self._edition_at, "edition_at", "Change the edition"),
        ):
            editor.settled.connect(lambda value, n=name, s=says: self._set(s, n, str(value)))
        self._lines.settled.connect(lambda value: self._rehead("Change the plans", lines=tuple(map(Line, value))))
        self._products.settled.connect(lambda text: self._set_products(str(text)))
        self._role.settled.connect(lambda value: self._sign(role=value))
        self._rule.settled.connect(lambda value: self._sign(rule=value))
        self._attestation.settled.connect(lambda value: self._sign(attestation=str(value)))
        self._attestation_at.settled.connect(lambda value: self._sign(attestation_at=str(value)))
        self._note.settled.connect(lambda value: self._sign(note=str(value)))

    def _connect_rows(self) -> None:
        for rows, name, says, fresh in (
            (self.addresses, "destinations", "an address", _address),
            (self.attachments, "attachments", "an attachment", _attachment),
            (self.reminders, "reminders", "a reminder", _reminder),
            (self.sections, "sections", "a section", _section),
        ):
            rows.changed.connect(lambda items, n=name, s=says: self._rehead(f"Change {s}", **{n: items}))
            rows.added.connect(lambda n=name, s=says, f=fresh, r=rows: self._add(r, n, s, f))
            rows.removed.connect(lambda at, n=name, s=says: self._remove(at, n, s))

    def show_head(self, head: Pack, *, can_edit: bool) -> None:
        """Show what is said as it is now."""
        self.setEnabled(can_edit)
        self._head = head
        for editor, value in (
            (self._title, head.title),
            (self._payer, head.payer),
            (self._edition, head.edition),
            (self._edition_at, head.edition_at),
            (self._lines, tuple(line.value for line in head.lines)),
            (self._products, ", ".join(head.products)),
            (self._role, head.signer.role),
            (self._rule, head.signer.rule),
            (self._attestation, head.signer.attestation),
            (self._attestation_at, head.signer.attestation_at),
            (self._note, head.signer.note),
        ):
            editor.set_value(value)
        self.addresses.show_items(head.destinations)
        self.attachments.show_items(head.attachments)
        self.reminders.show_items(head.reminders)
        self.sections.show_items(head.sections)
        for made in self.sections.rows:
            if isinstance(made, SectionRow):
                made.offer(head)

    def offer_payers(self, names: Sequence[str]) -> None:
        """Offer the payers that are known while one is typed."""
        self._payer.offer(names)

    def ask_payer(self) -> None:
        """Put the focus where the payer's name is typed."""
        self._payer.setFocus()
        self._payer.line.selectAll()

    def _set(self, says: str, name: str, value: str) -> None:
        if value or name not in ("title", "payer"):
            self._rehead(says, **{name: value})

    def _set_products(self, text: str) -> None:
        if not _codes_trouble(text):
            self._rehead("Change the drugs", products=tuple(dict.fromkeys(_codes(text))))

    def _sign(self, **fields: object) -> None:
        if self._head is not None:
            signer = replace(self._head.signer, **fields)  # type: ignore[arg-type]
            self._rehead("Change the signature", signer=signer)

    def _rehead(self, says: str, **fields: object) -> None:
        if self._head is not None:
            head = replace(self._head, **fields)  # type: ignore[arg-type]
            self.done.emit(lambda draft: acts.rehead(draft, says, head))

    def _add(self, rows: ItemRows, name: str, says: str, fresh: Callable[[Pack], object]) -> None:
        if self._head is not None:
            items: Sequence[object] = getattr(self._head, name)
            self._rehead(f"Add {says}", **{name: (*items, fresh(self._head))})
            _focus_first(rows.rows[-1])

    def _remove(self, at: int, name: str, says: str) -> None:
        if self._head is None:
            return
        items: Sequence[object] = getattr(self._head, name)
        gone = items[at]
        if isinstance(gone, Section):
            self.done.emit(lambda draft: acts.drop_section(draft, gone.id))
        else:
            self._rehead(f"Delete {says}", **{name: (*items[:at], *items[at + 1 :])})


def _codes(text: str) -> list[str]:
    return text.upper().replace(",", " ").replace(";", " ").split()


def _codes_trouble(text: str) -> str:
    wrong = next((code for code in _codes(text) if not _CODE.fullmatch(code)), "")
    return f"“{wrong}” is no such code: a letter and four digits." if wrong else ""


def _focus_first(made: ItemRow) -> None:
    field = next((item for item in made.findChildren(LineEditor) if item.isVisible()), None)
    if field is not None:
        field.setFocus()
        field.line.selectAll()


def _address(head: Pack) -> Destination:
    name = free_name("Fax", (item.name for item in head.destinations)).replace("_", " ")
    return Destination(name, Channel.FAX, NOT_ENTERED)


def _attachment(_: Pack) -> AttachmentRule:
    return AttachmentRule(AttachmentKind.CHART_NOTE, "Chart notes", importance=Importance.IMPORTANT)


def _reminder(_: Pack) -> Reminder:
    return Reminder("New reminder")


def _section(head: Pack) -> Section:
    title = free_name("New section", (item.title for item in head.sections)).replace("_", " ")
    return Section(free_name(slug(title), (item.id for item in head.sections)), title)
