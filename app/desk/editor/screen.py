"""The form editor: the page with its boxes on the left, what they mean on the right, every step undoable and kept."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QEvent, Qt, QTimer
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QFileDialog, QSplitter, QStackedWidget, QWidget

from app.desk.context import Desk
from app.desk.editor.about_form import AboutForm
from app.desk.editor.boxes import BoxesPanel
from app.desk.editor.canvas import kind_by_shape
from app.desk.editor.head import EditorHead, Part
from app.desk.editor.page import EditorPage
from app.desk.editor.states import spoken
from app.desk.editor.table import Shown
from app.desk.editor.trial import TrialView
from app.desk.places import Spot, View
from app.desk.shell.screen import Screen
from app.desk.tasks import Lane
from app.desk.widgets.plain import column
from app.mapping.drafting import acts, asking
from app.mapping.drafting.from_form import UNKNOWN_PAYER
from app.mapping.drafting.model import Draft, DraftBox
from app.mapping.drafting.offers import source_of
from app.mapping.drafting.plain import offer_words
from app.mapping.drafting.snapping import Guides, snapped
from app.mapping.drafting.steps import History, Step
from app.mapping.drafting.to_pack import pack_of
from app.mapping.drafting.toml_text import pack_toml
from app.mapping.pack import Pack
from app.pdf.raster import Raster
from app.pdf.template import BoxId, Rect
from app.services import packs, paper
from app.services.packs import Drafted
from app.services.session import Act, allows

_KEEP_AFTER_MS = 900


class FormEditorScreen(Screen):
    """One form's boxes and their meanings."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._drafted: Drafted | None = None
        self._history: History | None = None
        self._kept: Draft | None = None
        self._current: BoxId | None = None
        self._sha256 = ""
        self._can_edit = allows(desk.session.actor, Act.EDIT)
        self.head = EditorHead()
        self.page = EditorPage(self._draw_page)
        self.boxes = BoxesPanel()
        self.about = AboutForm()
        self.trial = TrialView(self._draw_page)
        self._parts = QStackedWidget()
        for part in (self.boxes, self.about, self.trial):
            self._parts.addWidget(part)
        self._split = QSplitter(Qt.Orientation.Horizontal)
        self._split.setChildrenCollapsible(False)
        self._split.addWidget(self.page)
        self._split.addWidget(self._parts)
        self._split.setStretchFactor(0, 5)
        self._split.setStretchFactor(1, 6)
        self.page.setMinimumWidth(320)
        self._parts.setMinimumWidth(400)
        layout = column(self.head, self._split, gap=0)
        layout.setStretch(1, 1)
        self.setLayout(layout)
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(_KEEP_AFTER_MS)
        self._rest.timeout.connect(self._keep)
        self.setFocusProxy(self.boxes.table)
        self._connect()

    def _connect(self) -> None:
        self.head.part_chosen.connect(self._show_part)
        self.head.undone.connect(self.undo)
        self.head.redone.connect(self.redo)
        self.head.used.connect(self.use)
        self.head.exported.connect(self._export)
        self.head.back.connect(lambda: self.desk.go(Spot(View.FORMS)))
        boxes, detail, canvas = self.boxes, self.boxes.detail, self.page.canvas
        boxes.chosen.connect(lambda name: self.choose(BoxId(name), from_table=True))
        boxes.table.accepted.connect(self.accept)
        boxes.all_accepted.connect(self.accept_sure)
        boxes.table.searching.connect(detail.picker.begin)
        boxes.table.entering.connect(detail.picker.setFocus)
        detail.picked.connect(self._pick)
        detail.picker.given_up.connect(boxes.table.setFocus)
        detail.asked.connect(self.ask)
        detail.skipped.connect(lambda: self._on_current(acts.not_ours, on=True))
        detail.by_hand.connect(lambda: self._on_current(acts.by_hand, on=True))
        detail.cleared.connect(lambda: self._on_current(acts.reopen))
        detail.deleted.connect(self.delete)
        detail.written.connect(lambda source: self._with_box(lambda d, i: acts.mean(d, i, source)))
        detail.relabelled.connect(lambda text: self._with_box(lambda d, i: acts.relabel(d, i, text)))
        detail.sectioned.connect(lambda name: self._with_box(lambda d, i: acts.in_section(d, (i,), name)))
        detail.insisted.connect(lambda how: self._with_box(lambda d, i: acts.insist(d, (i,), how)))
        detail.rekinded.connect(lambda kind, n: self._with_box(lambda d, i: acts.rekind(d, i, kind, n)))
        detail.reworded.connect(lambda item: self._with_box(lambda d, _: asking.reword(d, item)))
        canvas.chosen.connect(lambda name: self.choose(BoxId(name)))
        canvas.drawn.connect(self._draw_box)
        canvas.placed.connect(self._place)
        canvas.nudged.connect(self._nudge)
        canvas.deleted.connect(self.delete)
        canvas.stepped.connect(self.step)
        canvas.accepted.connect(self.accept)
        canvas.left.connect(boxes.table.setFocus)
        self.about.changed.connect(lambda says, head: self._with(lambda d: acts.rehead(d, says, head)))
        self.page.page_changed.connect(self.trial.show_page)
        self.page.take_keys(self)
        for keys, act in (
            ("F8", lambda: self.go_open(1)),
            ("Shift+F8", lambda: self.go_open(-1)),
            ("F9", self.ask),
            ("F7", lambda: self._on_current(acts.not_ours, on=True)),
            ("F6", lambda: self._on_current(acts.by_hand, on=True)),
            ("Ctrl+Backspace", lambda: self._on_current(acts.reopen)),
            ("Ctrl+Return", self.accept_sure),
            ("F4", self.page.canvas.setFocus),
        ):
            made = QShortcut(QKeySequence(keys), self, context=Qt.ShortcutContext.WidgetWithChildrenShortcut)
            made.activated.connect(act)

    # Opening and keeping

    def show_spot(self, spot: Spot) -> None:
        """Open the form of that hash."""
        if spot.record_id == self._sha256 and self._history is not None:
            return
        self._sha256, self._history, self._drafted = spot.record_id, None, None
        self.head.show_loading()
        self.desk.query(
            self, lambda session: packs.open_draft(session, spot.record_id), self._show, says="Reading the form's boxes"
        )

    def leave(self) -> None:
        """Keep what was done, and let pictures go."""
        self._keep()

    @property
    def history(self) -> History | None:
        """The draft with its steps, once the form is open."""
        return self._history

    @property
    def draft(self) -> Draft:
        """The draft as it stands."""
        return self._history.draft if self._history is not None else Draft(_NOTHING)

    @property
    def current(self) -> DraftBox | None:
        """The chosen box."""
        return None if self._current is None else self.draft.box(self._current)

    def _show(self, drafted: Drafted) -> None:
        if drafted.stored.sha256 != self._sha256:
            return
        self._drafted, self._history, self._kept = drafted, History(drafted.draft), drafted.draft
        self._current = None
        self.page.canvas.set_up(self._says, self._snap, can_edit=self._can_edit)
        self.page.show_form(drafted.template)
        self.boxes.show_diff(drafted.diff)
        first = next(iter(drafted.draft.open), next(iter(drafted.draft.boxes), None))
        self._current = None if first is None else first.id
        self._refresh(follow=True)
        self.boxes.table.setFocus()

    def _keep(self) -> None:
        self._rest.stop()
        history, name = self._history, self._sha256
        if history is None or not self._can_edit or history.draft is self._kept or history.draft == self._kept:
            return
        draft = self._kept = history.draft
        self.desk.query(
            self,
            lambda session: packs.keep_draft(session, name, draft),
            lambda _: self.head.show_kept(self.desk.session.now),
        )

    # Choosing

    def choose(self, box_id: BoxId | None, *, from_table: bool = False) -> None:
        """Make a box the chosen one, on the page and in the table."""
        if box_id == self._current or box_id is None:
            return
        self._current = box_id
        self.page.show_draft(self.draft, box_id, follow=True)
        if not from_table:
            self.boxes.select(box_id)
        self.boxes.detail.show_box(self.draft, self.current, can_edit=self._can_edit)

    def go_open(self, by: int) -> None:
        """Go to the next or previous box that is not settled."""
        order = [box.id for box in self.draft.boxes]
        waiting = {box.id for box in self.draft.open}
        if not waiting:
            self.head.say("No box is open any more.")
            return
        start = order.index(self._current) if self._current in order else -1
        for off in range(1, len(order) + 1):
            box_id = order[(start + by * off) % len(order)]
            if box_id in waiting:
                self._show_part(Part.BOXES)
                self.choose(box_id)
                return

    def step(self, by: int) -> None:
        """Go to the next or previous box of the paper."""
        order = [box.id for box in self.draft.boxes]
        at = order.index(self._current) + by if self._current in order else 0
        if 0 <= at < len(order):
            self.choose(order[at])

    # Acts

    def accept(self) -> None:
        """Settle the chosen box on what is offered, and go to the next that is open."""
        box = self.current
        if box is None:
            return
        if box.is_open and box.offered:
            self._with_box(lambda d, i: acts.accept(d, (i,)))
        elif box.is_open:
            self.head.say("Nothing is offered for this box: type what it means, or F9 makes it a question.")
            return
        self.go_open(1)

    def accept_sure(self) -> None:
        """Settle all that are sure: first they are listed, then the same act settles them."""
        if not self.draft.sure:
            self.head.say("No offer is sure any more.")
            return
        if self.boxes.shown is not Shown.SURE:
            self._show_part(Part.BOXES)
            self.boxes.show_only(Shown.SURE, self.draft)
            return
        listed = [box.id for box in self.draft.sure]
        self._with(lambda draft: acts.accept(draft, listed))
        self.boxes.show_only(Shown.ALL, self.draft)
        self.go_open(1)

    def ask(self) -> None:
        """Make the chosen box a question, with the boxes that answer the same."""
        if self._current is not None:
            self._with_box(asking.ask)
            self.go_open(1)

    def delete(self) -> None:
        """Delete the chosen box; one of the form's own is left to be typed by hand."""
        box = self.current
        if box is None:
            return
        if box.own:
            self.head.say("A box of the form itself cannot be deleted. F7 leaves it empty.")
            return
        self.step(1)
        if self.current is box:
            self.step(-1)
        gone = (box.id,)
        self._with(lambda draft: acts.delete(draft, gone))

    def undo(self) -> None:
        """Take the last step back."""
        if self._history is not None and self._history.done:
            self.head.say(f"Undone: {self._history.done[-1].label}")
            self._become(self._history.undo())

    def redo(self) -> None:
        """Make the step again that was taken back last."""
        if self._history is not None and self._history.undone:
            self.head.say(f"Made again: {self._history.undone[-1].label}")
            self._become(self._history.redo())

    def use(self) -> None:
        """Make the draft the form's pack."""
        if self._history is None:
            return
        if self._history.draft.head.payer == UNKNOWN_PAYER:
            self._show_part(Part.ABOUT)
            self.about.ask_payer()
            self.head.say("Say first whose form it is.")
            return
        self._rest.stop()
        draft, name = self._history.draft, self._sha256
        self.desk.change(
            self, lambda session: packs.use_pack(session, name, draft), self._used, says="Checking the pack"
        )

    def _used(self, pack: Pack) -> None:
        self._kept = self.draft
        left = len(self.draft.open)
        rest = f" {left} boxes are still open: they are typed by hand." if left else ""
        self.desk.note(f"“{pack.title}” fills requests from now on.{rest}")

    def _pick(self, key: str) -> None:
        box = self.current
        source = None if box is None else source_of(key, box.kind)
        if box is not None and source is not None:
            self._with_box(lambda d, i: acts.mean(d, i, source))
        self.boxes.table.setFocus()
        self.go_open(1)

    def _on_current(self, act: Callable[[Draft, tuple[BoxId, ...]], Step], *, on: bool = False) -> None:
        self._with_box(lambda draft, box_id: act(draft, (box_id,)))
        if on:
            self.go_open(1)

    def _draw_box(self, rect: Rect) -> None:
        kind, page = kind_by_shape(rect), self.page.page
        before = {box.id for box in self.draft.boxes}
        self._with(lambda draft: acts.add(draft, page, rect, kind))
        made = next((box.id for box in self.draft.boxes if box.id not in before), None)
        self.boxes.show_only(Shown.ALL, self.draft)
        self.choose(made)

    def _place(self, name: str, rect: Rect, moved: bool) -> None:
        box = self.draft.box(BoxId(name))
        if box is None:
            return
        dx, dy = rect.x0 - box.rect.x0, rect.y0 - box.rect.y0
        act = acts.move(self.draft, (box.id,), dx, dy) if moved else acts.resize(self.draft, box.id, rect)
        self._with(lambda _: act)

    def _nudge(self, dx: float, dy: float, sizes: bool) -> None:
        box = self.current
        if box is None:
            return
        rect = Rect(box.rect.x0, box.rect.y0, box.rect.x1 + dx, box.rect.y1 + dy)
        act = acts.resize(self.draft, box.id, rect) if sizes else acts.move(self.draft, (box.id,), dx, dy)
        self._with(lambda _: act)

    def _with_box(self, act: Callable[[Draft, BoxId], Step]) -> None:
        box_id = self._current
        if box_id is not None:
            self._with(lambda draft: act(draft, box_id))

    def _with(self, act: Callable[[Draft], Step]) -> None:
        if self._history is not None and self._can_edit:
            self._become(self._history.after(act(self._history.draft)))

    def _become(self, history: History) -> None:
        if history is self._history:
            return
        self._history = history
        if self._current is not None and history.draft.box(self._current) is None:
            self._current = next(iter(box.id for box in history.draft.boxes), None)
        self._refresh(follow=False)
        self._rest.start()

    # Showing

    def _refresh(self, *, follow: bool) -> None:
        draft, history = self.draft, self._history
        self.head.show_draft(draft, can_edit=self._can_edit)
        self.head.show_steps(
            history.done[-1].label if history and history.done else "",
            history.undone[-1].label if history and history.undone else "",
        )
        self.page.show_draft(draft, self._current, follow=follow)
        self.boxes.show_draft(draft, self._current, can_edit=self._can_edit)
        self.about.show_head(draft.head, can_edit=self._can_edit)
        if self._parts.currentWidget() is self.trial:
            self._try()

    def _show_part(self, part: Part) -> None:
        self.head.light(part)
        pages: dict[Part, QWidget] = {Part.BOXES: self.boxes, Part.ABOUT: self.about, Part.TRIAL: self.trial}
        self._parts.setCurrentWidget(pages[part])
        if part is Part.TRIAL:
            self._try()

    def _try(self) -> None:
        if self._drafted is not None:
            draft, template = self.draft, self._drafted.template
            self.trial.show_draft(self.desk, draft, template, self.page.page)

    def _says(self, box: DraftBox) -> str:
        return spoken(box, offer_words(self.draft, box))

    def _snap(self, rect: Rect, box_id: BoxId | None, whole: bool) -> Rect:
        page = self.page.page
        guides = self._drafted.guides.get(page, Guides()) if self._drafted is not None else Guides()
        others = [box.rect for box in self.draft.boxes if box.page == page and box.id != box_id]
        return snapped(rect, guides, others, whole=whole)

    def _draw_page(self, document: str, page: int, scale: float, took: Callable[[Raster], None]) -> None:
        drafted = self._drafted
        if drafted is not None and document == drafted.template.sha256:
            self.desk.query(
                self,
                lambda session: paper.page_image(session, drafted.blank, page, scale),
                took,
                lane=Lane.PAPER,
            )

    def _export(self) -> None:
        pack = pack_of(self.draft)
        path, _ = QFileDialog.getSaveFileName(
            self, "Save the pack as a file", packs.file_name_of(pack), "Pack (*.toml)"
        )
        if path:
            text = pack_toml(pack)
            self.desk.query(
                self,
                lambda _: packs.write_file(Path(path), text),
                lambda _: self.desk.note("The pack is saved. It holds no patient and no page of the form."),
            )

    def event(self, event: QEvent) -> bool:
        """Keep the keys of undo for the editor's own steps."""
        if event.type() is QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and _undo_key(event):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Undo and make again."""
        which = _undo_key(event)
        if which == "undo":
            self.undo()
        elif which == "redo":
            self.redo()
        else:
            super().keyPressEvent(event)


def _undo_key(event: QKeyEvent) -> str:
    mods = event.modifiers()
    if not mods & Qt.KeyboardModifier.ControlModifier:
        return ""
    if event.key() == Qt.Key.Key_Z:
        return "redo" if mods & Qt.KeyboardModifier.ShiftModifier else "undo"
    return "redo" if event.key() == Qt.Key.Key_Y else ""


_NOTHING = Pack("payer/form/edition", "Form", "Payer", 1)
