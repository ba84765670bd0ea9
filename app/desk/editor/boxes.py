"""The right side of the editor: filters, the offer to accept all that are sure, the table, the chosen box."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from app.desk.editor.detail import BoxDetail
from app.desk.editor.table import BoxTable, Row, Shown
from app.desk.widgets.notes import IconLabel
from app.desk.widgets.plain import button, column, hairline, label, pane, row, stretchy
from app.mapping.drafting.merge import diff_of
from app.mapping.drafting.model import BoxState, Draft, Earlier
from app.pdf.template import BoxId

#: So many boxes of the earlier edition are listed.
_GONE_SHOWN = 8


class BoxesPanel(QWidget):
    """The boxes of the form and what they mean."""

    chosen = Signal(str)
    #: All that are sure are to be accepted; pressed once it lists them first.
    all_accepted = Signal()
    #: All that are not understood are to be questions.
    rest_asked = Signal()
    #: Everything is settled: the form is to be tried.
    tried = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.table = BoxTable()
        self.detail = BoxDetail()
        self.shown = Shown.ALL
        self._draft: Draft | None = None
        self._is_filling = False
        self._chips: dict[Shown, QPushButton] = {}
        self._sure = pane("good")
        self._sure_words = label("", wrap=True)
        self.sure_button = button("Show them", self.all_accepted.emit)
        self.rest_button = button("Ask them all  Shift+F9", self.rest_asked.emit)
        self.try_button = button("Test fill  F5", self.tried.emit)
        self._diff = pane("warn")
        self._diff_words = label("", wrap=True)
        self._gone = label("", "quiet", wrap=True)
        self._gone_button = button("What is gone", self._turn_gone, kind="link")
        self._earlier: Earlier | None = None
        self._build()
        self.table.chosen.connect(self._tell)

    def _build(self) -> None:
        group = QButtonGroup(self)
        group.setExclusive(True)
        for shown in Shown:
            made = button(shown.value, lambda s=shown: self._filter(s), kind="chip")  # type: ignore[misc]
            made.setCheckable(True)
            group.addButton(made)
            self._chips[shown] = made
        self._chips[Shown.ALL].setChecked(True)
        keys = label("Enter accepts · letters search · F8 next · F2 closer", "hint")
        keys.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        chips = row(*self._chips.values(), keys, gap=6)
        chips.setStretchFactor(keys, 1)
        chips.setContentsMargins(8, 6, 12, 6)
        sure = row(
            IconLabel("check", "good"), stretchy(self._sure_words), self.sure_button, self.rest_button, self.try_button
        )
        sure.setContentsMargins(12, 4, 8, 4)
        self._sure.setLayout(sure)
        head = row(stretchy(self._diff_words), self._gone_button)
        diff = column(head, self._gone, gap=2)
        diff.setContentsMargins(12, 4, 8, 4)
        self._gone.hide()
        self._diff.setLayout(diff)
        self._diff.hide()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        for part in (self._diff, self._sure):
            layout.addWidget(part)
        layout.addLayout(chips)
        layout.addWidget(self.table, 1)
        layout.addWidget(hairline())
        layout.addWidget(self.detail)

    def show_draft(self, draft: Draft, current: BoxId | None, *, can_edit: bool) -> None:
        """Show the draft as it is now."""
        self._draft = draft
        self._show_diff(draft)
        self._count(draft)
        self._list(draft, current)
        box = None if current is None else draft.box(current)
        self.detail.show_box(draft, box, can_edit=can_edit)

    def show_only(self, shown: Shown, draft: Draft) -> None:
        """List only some of the boxes."""
        self.shown = shown
        self._chips[shown].setChecked(True)
        self._count(draft)
        self._list(draft, None)

    @property
    def listed(self) -> tuple[BoxId, ...]:
        """The boxes of the list, in its order."""
        return () if self._draft is None else tuple(box.id for box in self.shown.of(self._draft))

    def _show_diff(self, draft: Draft) -> None:
        """Say what is different from the edition that was known."""
        diff, earlier = diff_of(draft), draft.earlier
        self._diff.setVisible(diff is not None)
        self._chips[Shown.CHANGED].setVisible(diff is not None)
        if diff is None or earlier is None:
            return
        edition = f"edition {earlier.edition}" if earlier.edition else "an earlier edition"
        left = sum(box.is_open for box in draft.changed)
        parts = [f"{diff.same} boxes as before", f"{diff.moved} moved", f"{diff.doubtful} doubtful", f"{diff.new} new"]
        rest = f"{left} to confirm" if left else "all confirmed"
        self._diff_words.setText(f"Carried over from {edition}: {', '.join(parts)}; {rest}.")
        self._gone_button.setVisible(bool(earlier.gone))
        self._gone_button.setText(f"{len(earlier.gone)} gone")
        if earlier is not self._earlier:
            self._earlier = earlier
            lines = [f"page {page}: {said} ({meaning})" for page, said, meaning in earlier.gone[:_GONE_SHOWN]]
            more = len(earlier.gone) - len(lines)
            self._gone.setText("\n".join([*lines, *([f"and {more} more"] if more > 0 else [])]))

    def _turn_gone(self) -> None:
        self._gone.setVisible(not self._gone.isVisible())

    def select(self, box_id: BoxId) -> None:
        """Choose the box's row; all boxes are listed where the filter hides it."""
        at = self.table.rows_model.row_named(box_id)
        if at < 0 and self._draft is not None:
            self.show_only(Shown.ALL, self._draft)
            at = self.table.rows_model.row_named(box_id)
        if at != self.table.currentIndex().row():
            self._is_filling = True
            self.table.selectRow(at)
            self._is_filling = False

    def _count(self, draft: Draft) -> None:
        for shown, chip in self._chips.items():
            chip.setText(f"{shown.value} {sum(shown.lists(box) for box in draft.boxes)}")
        sure = len(draft.sure)
        strange = sum(box.state is BoxState.OPEN for box in draft.boxes)
        asks_rest = not sure and strange > 1
        self._sure.setVisible(bool(sure) or not draft.open or asks_rest)
        self.sure_button.setVisible(bool(sure))
        self.rest_button.setVisible(asks_rest)
        self.try_button.setVisible(not draft.open)
        if not draft.open:
            self._sure_words.setText(f"All {len(draft.boxes)} boxes are settled. Look at the test fill, then use it.")
            return
        if asks_rest:
            self._sure_words.setText(f"{strange} boxes are not understood: each can be asked as the form prints it.")
            return
        is_listed = self.shown is Shown.SURE
        self._sure_words.setText(
            f"Look down these {sure} offers once: they are almost always right."
            if is_listed
            else f"{sure} boxes have an offer that is almost always right."
        )
        self.sure_button.setText(f"Accept these {sure}  Ctrl+Enter" if is_listed else "Show them  Ctrl+Enter")

    def _list(self, draft: Draft, current: BoxId | None) -> None:
        self._is_filling = True
        self.table.show_draft(draft, self.shown)
        at = -1 if current is None else self.table.rows_model.row_named(current)
        if at >= 0 and at != self.table.currentIndex().row():
            self.table.selectRow(at)
        self._is_filling = False

    def _filter(self, shown: Shown) -> None:
        if self._draft is not None:
            self.show_only(shown, self._draft)

    def _tell(self, row_: Row | None) -> None:
        if row_ is not None and not self._is_filling:
            self.chosen.emit(row_.box.id)
