"""The draft of a letter, block by block, with what is missing on top."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.desk.check.finding_row import place_words
from app.desk.letters.paragraph import ParagraphPart
from app.desk.letters.words import block_words, changed_since, state_words
from app.desk.widgets.plain import button, empty, label, pane, row, scrolling, set_role
from app.packet.letter import Gap, Heading, Paragraph
from app.services.letters import LetterDraft

#: Longer words would widen the draft; the tooltip and screen readers have them whole.
_LONGEST_LINK = 34


class DraftPane(QWidget):
    """The left side of the letters screen."""

    #: Name and text of a paragraph in own words; None goes back to what the facts give.
    written = Signal(str, object)
    #: A key of the vocabulary: where something missing can be filled in.
    jumped = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.parts: dict[str, ParagraphPart] = {}
        self._shape: tuple[str, ...] = ()
        self._gaps_shown: tuple[Gap, ...] | None = None
        self._links: list[QWidget] = []
        self.state = label("", "strong", wrap=True)
        self.gaps = QVBoxLayout()
        self.gaps.setSpacing(0)
        self.notes = label("", "quiet", wrap=True)
        self._blocks = QVBoxLayout()
        self._blocks.setSpacing(2)
        body = pane()
        layout = QVBoxLayout(body)
        layout.setContentsMargins(16, 4, 16, 16)
        layout.setSpacing(4)
        layout.addWidget(self.state)
        layout.addLayout(self.gaps)
        layout.addWidget(self.notes)
        layout.addLayout(self._blocks)
        layout.addStretch(1)
        around = QVBoxLayout(self)
        around.setContentsMargins(0, 0, 0, 0)
        around.addWidget(scrolling(body))

    def show_draft(self, draft: LetterDraft) -> None:
        """Show a letter; paragraphs that stay keep their place and their cursor."""
        words, role = state_words(draft)
        self.state.setText(words)
        set_role(self.state, "role", role)
        self._show_gaps(draft.gaps)
        notes = "\n".join(f"• {note}" for note in draft.notes)
        self.notes.setText(f"Look at before it is signed (not printed):\n{notes}" if notes else "")
        self.notes.setVisible(bool(notes))
        named = {block.name: block.text for block in draft.letter.blocks if isinstance(block, Paragraph)}
        shape = tuple(_name(block) for block in draft.letter.blocks)
        own = () if draft.kept is None else tuple(item.paragraph for item in draft.kept.words)
        left_out = tuple(name for name in own if name not in named)
        if (*shape, *left_out) != self._shape:
            self._shape = (*shape, *left_out)
            self._rebuild(draft, left_out)
        for name, part in self.parts.items():
            part.show_text(
                named.get(name, ""),
                generated=draft.generated.get(name, ""),
                has_own=name in own,
                is_stale=changed_since(draft, name),
                can_write=name in draft.generated,
            )

    def stops(self) -> tuple[QWidget, ...]:
        """Everything that takes the focus, in the order of the letter."""
        parts = (stop for part in self.parts.values() for stop in part.stops())
        return (*self._links, *parts)

    def forget(self) -> None:
        """Let the letter go."""
        self._shape, self._gaps_shown = (), None
        empty(self._blocks)
        empty(self.gaps)
        self.parts, self._links = {}, []
        self.state.clear()
        self.notes.clear()

    def _rebuild(self, draft: LetterDraft, left_out: tuple[str, ...]) -> None:
        kept = self.parts
        for part in kept.values():
            self._blocks.removeWidget(part)
        empty(self._blocks)
        self.parts = {}
        for block in draft.letter.blocks:
            if isinstance(block, Heading):
                self._blocks.addWidget(label(block.text, "section"))
            elif isinstance(block, Paragraph):
                self._add(block.name, kept)
            else:
                self._blocks.addWidget(label(block_words(block), "quiet", wrap=True))
        if left_out:
            self._blocks.addWidget(label("Left out", "section"))
        for name in left_out:
            self._add(name, kept)
        for name, part in kept.items():
            if name not in self.parts:
                part.hide()
                part.deleteLater()

    def _add(self, name: str, kept: dict[str, ParagraphPart]) -> None:
        part = kept.get(name)
        if part is None:
            part = ParagraphPart(name)
            part.written.connect(self.written)
        self.parts[name] = part
        self._blocks.addWidget(part)

    def _show_gaps(self, gaps: tuple[Gap, ...]) -> None:
        if gaps == self._gaps_shown:
            return
        self._gaps_shown = gaps
        empty(self.gaps)
        self._links = []
        for gap in gaps:
            where = place_words((gap.key,)) if gap.key else ""
            made: QWidget
            if where:
                shown = gap.words if len(gap.words) <= _LONGEST_LINK else f"{gap.words[:_LONGEST_LINK]}…"
                made = button(f"Fill in: {shown}", kind="link", says=f"Fill in: {gap.words}")
                made.setToolTip(made.accessibleName())
                made.clicked.connect(lambda _=False, key=gap.key: self.jumped.emit(key))
                self._links.append(made)
            else:
                made = label(f"Write it yourself below: {gap.words}", "warn", wrap=True)
            self.gaps.addLayout(row(made, None))


def _name(block: object) -> str:
    return str(getattr(block, "name", "") or getattr(block, "text", ""))
