"""The form editor: the page with its boxes on the left, what they mean on the right, every step undoable and kept."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QEvent, Qt, QTimer
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QFileDialog, QSplitter, QStackedWidget, QWidget

from app.desk.context import Desk
from app.desk.editor.about_form import AboutForm
from app.desk.editor.box_sheet import BoxSheet
from app.desk.editor.boxes import BoxesPanel
from app.desk.editor.canvas import kind_by_shape
from app.desk.editor.head import EditorHead, Part
from app.desk.editor.page import EditorPage
from app.desk.editor.states import spoken
from app.desk.editor.table import Shown
from app.desk.editor.trial import TrialView
from app.desk.editor.undo_keys import undo_key
from app.desk.editor.working import Working
from app.desk.places import Spot, View
from app.desk.shell.screen import Screen
from app.desk.tasks import Lane
from app.desk.widgets.plain import column
from app.mapping.drafting import acts, asking
from app.mapping.drafting.from_form import UNKNOWN_PAYER
from app.mapping.drafting.model import Draft, DraftBox
from app.mapping.drafting.plain import offer_words
from app.mapping.drafting.snapping import Guides, snapped
from app.mapping.drafting.to_pack import pack_of
from app.mapping.drafting.toml_text import pack_toml
from app.mapping.drafting.troubles import Trouble, trouble_of
from app.mapping.pack import Pack
from app.pdf.raster import Raster
from app.pdf.template import BoxId, Rect
from app.services import packs, paper
from app.services.packs import Drafted
from app.services.session import Act, allows
from app.services.text_files import write_text
from app.services.trying import box_prints

_KEEP_AFTER_MS = 900


class FormEditorScreen(Screen):
    """One form's boxes and their meanings."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._drafted: Drafted | None = None
        self._kept: Draft | None = None
        self._sha256 = ""
        self.work = Working()
        self.work.can_edit = allows(desk.session.actor, Act.EDIT)
        self.head = EditorHead()
        self.page = EditorPage(self._draw_page)
        self.boxes = BoxesPanel()
        self.about = AboutForm()
        self.sheet = BoxSheet()
        self.trial = TrialView(self._draw_page)
        self._parts = QStackedWidget()
        for part in (self.boxes, self.sheet, self.about, self.trial):
            self._parts.addWidget(part)
        self._build()
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(_KEEP_AFTER_MS)
        self._rest.timeout.connect(self._keep)
        self.setFocusProxy(self.boxes.table)
        self._connect()
        self._connect_boxes()
        self._connect_sheet()
        self._take_keys()

    def _build(self) -> None:
        split = QSplitter(Qt.Orientation.Horizontal)
        split.setChildrenCollapsible(False)
        split.addWidget(self.page)
        split.addWidget(self._parts)
        split.setStretchFactor(0, 5)
        split.setStretchFactor(1, 6)
        self.page.setMinimumWidth(320)
        self._parts.setMinimumWidth(400)
        layout = column(self.head, split, gap=0)
        layout.setStretch(1, 1)
        self.setLayout(layout)

    def _connect(self) -> None:
        work, canvas = self.work, self.page.canvas
        work.changed.connect(self._follow)
        work.chosen.connect(self._show_chosen)
        work.said.connect(self.head.say)
        self.head.part_chosen.connect(self.show_part)
        self.head.undone.connect(work.undo)
        self.head.redone.connect(work.redo)
        self.head.used.connect(self.use)
        self.head.exported.connect(self._export)
        self.head.back.connect(lambda: self.desk.go(Spot(View.FORMS)))
        canvas.chosen.connect(lambda name: work.choose(BoxId(name)))
        canvas.drawn.connect(self._draw_box)
        canvas.placed.connect(work.place)
        canvas.nudged.connect(work.nudge)
        canvas.deleted.connect(work.delete)
        canvas.stepped.connect(work.step)
        canvas.accepted.connect(work.accept)
        canvas.left.connect(self.boxes.table.setFocus)
        self.about.done.connect(work.do)
        self.page.page_changed.connect(self.trial.show_page)

    def _connect_boxes(self) -> None:
        work, boxes, detail = self.work, self.boxes, self.boxes.detail
        work.listed = lambda: boxes.listed
        boxes.chosen.connect(lambda name: work.choose(BoxId(name)))
        boxes.table.accepted.connect(work.accept)
        boxes.rest_asked.connect(work.ask_rest)
        boxes.all_accepted.connect(self.accept_sure)
        boxes.tried.connect(lambda: self.show_part(Part.TRIAL))
        boxes.table.searching.connect(detail.picker.begin)
        boxes.table.entering.connect(detail.picker.setFocus)
        detail.picked.connect(self._pick)
        detail.picker.given_up.connect(boxes.table.setFocus)
        detail.asked.connect(work.ask)
        detail.skipped.connect(work.not_ours)
        detail.by_hand.connect(work.by_hand)
        detail.cleared.connect(work.reopen)
        detail.deleted.connect(work.delete)
        detail.written.connect(lambda source: work.on_box(lambda d, i: acts.mean(d, i, source)))
        detail.relabelled.connect(lambda text: work.on_box(lambda d, i: acts.relabel(d, i, text)))
        detail.sectioned.connect(lambda name: work.on_boxes(lambda d, ids: acts.in_section(d, ids, name)))
        detail.insisted.connect(lambda how: work.on_boxes(lambda d, ids: acts.insist(d, ids, how)))
        detail.grouped.connect(lambda pick: work.on_boxes(lambda d, ids: acts.group(d, ids, pick)))
        detail.opened.connect(lambda: self.show_part(Part.BOX))
        boxes.table.marked.connect(self._mark)
        detail.rekinded.connect(lambda kind, n, ring: work.on_box(lambda d, i: acts.rekind(d, i, kind, n, ring=ring)))
        detail.reworded.connect(lambda item: work.do(lambda d: asking.reword(d, item)))

    def _connect_sheet(self) -> None:
        work, sheet = self.work, self.sheet
        sheet.written.connect(lambda source: work.on_box(lambda d, i: acts.mean(d, i, source)))
        sheet.asked.connect(lambda: work.on_box(asking.ask))
        sheet.cleared.connect(lambda: work.on_box(lambda d, i: acts.reopen(d, (i,))))
        sheet.limited.connect(lambda rule: work.on_box(lambda d, i: acts.apply_when(d, (i,), rule)))
        sheet.rest_taken.connect(lambda rest: work.on_box(lambda d, i: acts.take_rest(d, i, rest)))
        sheet.reworded.connect(lambda item: work.do(lambda d: asking.reword(d, item)))
        sheet.lettered.connect(lambda look, limit: work.on_box(lambda d, i: acts.letter(d, i, look, limit)))
        sheet.grouped.connect(lambda pick, ids: work.do(lambda d: acts.group(d, ids, pick)))
        sheet.back.connect(lambda: self.show_part(Part.BOXES))

    def _take_keys(self) -> None:
        self.page.take_keys(self)
        for keys, act in (
            ("F8", lambda: self._go_open(1)),
            ("Shift+F8", lambda: self._go_open(-1)),
            ("F9", self.work.ask),
            ("Shift+F9", self.work.ask_rest),
            ("F7", self.work.not_ours),
            ("F6", self.work.by_hand),
            ("Ctrl+Backspace", self.work.reopen),
            ("Ctrl+Return", self.accept_sure),
            ("F2", self.page.look_closer),
            ("F5", lambda: self.show_part(Part.TRIAL)),
            ("Ctrl+S", self.use),
            ("F3", lambda: self.show_part(Part.BOXES if self._parts.currentWidget() is self.sheet else Part.BOX)),
            ("F4", self.page.canvas.setFocus),
        ):
            made = QShortcut(QKeySequence(keys), self, context=Qt.ShortcutContext.WidgetWithChildrenShortcut)
            made.activated.connect(act)

    def show_spot(self, spot: Spot) -> None:
        """Open the form of that hash."""
        if spot.record_id == self._sha256 and self.work.history is not None:
            return
        self._sha256, self._drafted = spot.record_id, None
        self.work.end()
        self.head.show_loading()
        self.desk.query(
            self, lambda session: packs.open_draft(session, spot.record_id), self._show, says="Reading the form's boxes"
        )

    def leave(self) -> None:
        """Keep what was done."""
        self._keep()

    @property
    def draft(self) -> Draft:
        """As it stands."""
        return self.work.draft

    def accept_sure(self) -> None:
        """Settle all that are sure: first they are listed, then the same act settles them."""
        if not self.draft.sure:
            self.head.say("No offer is sure any more.")
            return
        if self.boxes.shown is not Shown.SURE:
            self.show_part(Part.BOXES)
            self.boxes.show_only(Shown.SURE, self.draft)
            return
        listed = [box.id for box in self.draft.sure]
        self.work.do(lambda draft: acts.accept(draft, listed))
        self.boxes.show_only(Shown.OPEN if self.draft.open else Shown.ALL, self.draft)
        self.work.choose(self.boxes.listed[0])

    def use(self) -> None:
        """Make the draft the form's pack."""
        if self.work.history is None:
            return
        if self.draft.head.payer == UNKNOWN_PAYER:
            self.show_part(Part.ABOUT)
            self.about.ask_payer()
            self.head.say("Say first whose form it is.")
            return
        trouble = trouble_of(self.draft)
        if trouble is not None:
            self._show_trouble(trouble)
            return
        self._rest.stop()
        draft, name = self.draft, self._sha256
        self.desk.change(
            self, lambda session: packs.use_pack(session, name, draft), self._used, says="Checking the setup"
        )

    def _show_trouble(self, trouble: Trouble) -> None:
        """Go where something is to be put right, and say what."""
        self.show_part(Part.ABOUT if trouble.box is None else Part.BOXES)
        self.work.choose(trouble.box)
        self.head.say(trouble.says)

    def show_part(self, part: Part) -> None:
        """Show the boxes, what is said about the form, or the test fill."""
        self.head.light(part)
        pages: dict[Part, QWidget] = {
            Part.BOXES: self.boxes,
            Part.BOX: self.sheet,
            Part.ABOUT: self.about,
            Part.TRIAL: self.trial,
        }
        self._parts.setCurrentWidget(pages[part])
        if part is Part.BOX:
            self._show_sheet()
            self.sheet.setFocus()
        elif part is Part.BOXES:
            self.boxes.table.setFocus()
        elif part is Part.TRIAL:
            self._try()

    def _show(self, drafted: Drafted) -> None:
        if drafted.stored.sha256 != self._sha256:
            return
        self._drafted, self._kept = drafted, drafted.draft
        self.work.begin(drafted.draft)
        self.about.offer_payers(drafted.payers)
        self.page.canvas.set_up(self._says, self._snap, can_edit=self.work.can_edit)
        self.page.show_form(drafted.template)
        self.boxes.shown = Shown.CHANGED if any(box.is_open for box in drafted.draft.changed) else Shown.ALL
        self._refresh(follow=True)
        self.boxes.show_only(self.boxes.shown, drafted.draft)
        if self.boxes.shown is Shown.CHANGED:
            self.work.choose(self.boxes.listed[0])
        self.boxes.table.setFocus()

    def _keep(self) -> None:
        self._rest.stop()
        name, draft = self._sha256, self.draft
        if self.work.history is None or not self.work.can_edit or draft is self._kept or draft == self._kept:
            return
        self._kept = draft
        self.desk.query(
            self,
            lambda session: packs.keep_draft(session, name, draft),
            lambda _: self.head.show_kept(self.desk.session.now),
        )

    def _used(self, pack: Pack) -> None:
        self._kept = self.draft
        left = len(self.draft.open)
        rest = f" {left} boxes are still open: they are typed by hand." if left else ""
        self.desk.note(f"“{pack.title}” fills requests from now on.{rest}")

    def _go_open(self, by: int) -> None:
        self.show_part(Part.BOXES)
        self.work.go_open(by)

    def _pick(self, key: str) -> None:
        self.work.pick(key)
        self.boxes.table.setFocus()

    def _draw_box(self, rect: Rect) -> None:
        self.boxes.show_only(Shown.ALL, self.draft)
        self.work.draw(self.page.page, rect, kind_by_shape(rect))
        drafted, draft, box_id = self._drafted, self.draft, self.work.current_id
        if drafted is not None and box_id is not None:
            read = partial(packs.read_drawn, drafted, draft, box_id)
            self.desk.query(self, lambda _: read(), self.work.amend_drawn, lane=Lane.LIVE)

    def _follow(self) -> None:
        if self.boxes.shown is Shown.OPEN and not self.draft.open:
            self.boxes.show_only(Shown.ALL, self.draft)
        self._refresh(follow=False)
        self._rest.start()

    def _show_chosen(self) -> None:
        work = self.work
        self.page.show_draft(work.draft, work.current_id, follow=True)
        if work.current_id is not None:
            self.boxes.select(work.current_id)
        self.boxes.detail.show_box(work.draft, work.current, can_edit=work.can_edit)
        self._show_sheet()

    def _refresh(self, *, follow: bool) -> None:
        work, draft = self.work, self.draft
        history = work.history
        self.head.show_draft(draft, can_edit=work.can_edit)
        self.head.show_steps(
            history.done[-1].label if history and history.done else "",
            history.undone[-1].label if history and history.undone else "",
        )
        self.page.show_draft(draft, work.current_id, follow=follow)
        self.boxes.show_draft(draft, work.current_id, can_edit=work.can_edit)
        self.about.show_head(draft.head, can_edit=work.can_edit)
        self._show_sheet()
        if self._parts.currentWidget() is self.trial:
            self._try()

    def _mark(self, ids: tuple[BoxId, ...]) -> None:
        self.work.mark(ids)
        self.boxes.detail.show_marked(len(ids))

    def _show_sheet(self) -> None:
        """Show the chosen box in full, and ask what it prints for the invented patients."""
        work, drafted = self.work, self._drafted
        if self._parts.currentWidget() is not self.sheet or drafted is None:
            return
        self.sheet.show_box(work.draft, work.current, can_edit=work.can_edit)
        box_id, draft, today = work.current_id, work.draft, self.desk.session.today
        if box_id is not None:
            self.desk.query(
                self,
                lambda _: box_prints(draft, drafted.template, box_id, today),
                lambda lines: self.sheet.show_prints(lines) if work.current_id == box_id else None,
                lane=Lane.LIVE,
            )

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
            self, "Save the form's setup as a file", packs.file_name_of(pack), "Form setup (*.toml)"
        )
        if path:
            text = pack_toml(pack)
            self.desk.query(
                self,
                lambda _: write_text(Path(path), text),
                lambda _: self.desk.note("The setup is saved. It holds no patient and no page of the form."),
            )

    def event(self, event: QEvent) -> bool:
        """Keep the keys of undo for the editor's own steps."""
        if event.type() is QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and undo_key(event):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Undo and make again."""
        which = undo_key(event)
        if which == "undo":
            self.work.undo()
        elif which == "redo":
            self.work.redo()
        else:
            super().keyPressEvent(event)
