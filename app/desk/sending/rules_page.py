"""What the office keeps to when it sends papers: the cover of a fax, and what each way takes."""

from __future__ import annotations

from decimal import Decimal

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.desk.binding import RecordBinding
from app.desk.widgets.editors import Editor, TextEditor
from app.desk.widgets.fields import FieldGrid, page_of
from app.desk.widgets.plain import label, scrolling
from app.desk.widgets.shaped import NumberEditor, PhoneEditor, YesNoEditor
from app.domain.practice import Practice, SendingRules
from app.packet.cover import CONFIDENTIAL
from app.packet.limits import LEAST_PAGES

_NAME_WIDTH_PX = 150
_MOST = 10_000
_USUAL = SendingRules()


class SendingRulesPage(QWidget):
    """Cover and limits."""

    edited = Signal(object, object)

    def __init__(self) -> None:
        super().__init__()
        self.binding = RecordBinding(self)
        self.binding.edited.connect(self.edited)
        grid = FieldGrid(name_width_px=_NAME_WIDTH_PX)
        grid.section("Cover of a fax")
        name = "the practice, the site and its address"
        grid.add(self._text("header", TextEditor("Head of the cover", lines=2, placeholder=name)))
        grid.add(self.binding.bind("sending.fax_from", PhoneEditor("Fax comes from")))
        grid.add(self._text("cover_text", TextEditor("Text on the cover", lines=3, placeholder="nothing beside")))
        notice = TextEditor("Confidentiality notice", lines=4, placeholder=CONFIDENTIAL)
        grid.add(self._text("confidentiality", notice))
        names = YesNoEditor("Patient on the cover", yes="Initials, year of birth", no="Nothing")
        grid.add(self.binding.bind("sending.cover_names_patient", names, mean=bool))
        grid.section("What a fax takes")
        grid.add(self._number("fax_pages", "Pages of one call", least=LEAST_PAGES))
        grid.add(self._number("fax_megabytes", "MB of one call"))
        grid.section("What a portal takes")
        grid.add(self._number("portal_files", "Files of one upload"))
        grid.add(self._number("portal_megabytes", "MB of each file"))
        grid.add_wide(label(_HELP, "hint", wrap=True))
        content = page_of(grid)
        content.setMaximumWidth(640)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(scrolling(content))

    def show_practice(self, practice: Practice) -> None:
        """Show what is kept to."""
        self.binding.load(practice)

    def _text(self, field: str, editor: Editor) -> Editor:
        return self.binding.bind(f"sending.{field}", editor)

    def _number(self, field: str, name: str, *, least: int = 1) -> Editor:
        usual = getattr(_USUAL, field)

        def meant(value: object) -> int:
            return usual if not isinstance(value, Decimal) else min(max(int(value), least), _MOST)

        editor = NumberEditor(name, placeholder=str(usual))
        return self.binding.bind(f"sending.{field}", editor, show=str, mean=meant)


_HELP = (
    "What is more than this is helped when the packet is made, and said there in plain words: a long fax goes out in "
    "several calls, a file too large becomes grey with fewer dots or is split, too many files are joined. The signed "
    "pages never change."
)
