"""The request workspace: steps as places, data left, page right, both ways."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QSplitter, QStackedWidget, QVBoxLayout

from app.criteria.judging import Judgement
from app.desk.binding import RecordBinding
from app.desk.check.line import VerdictLine
from app.desk.check.live import LiveJudgement
from app.desk.check.words import open_count
from app.desk.context import Desk
from app.desk.paper.sheets import SheetsView
from app.desk.paper.view import PageView
from app.desk.places import ENTER, Spot, View
from app.desk.request.acts import RequestActs
from app.desk.request.check import CheckPane
from app.desk.request.clinical import ClinicalPane
from app.desk.request.jumping import Jumping
from app.desk.request.keys import Step
from app.desk.request.live import LivePage
from app.desk.request.loading import Loaded, load
from app.desk.request.open_items import open_items, step_states
from app.desk.request.packet import PacketPane
from app.desk.request.picking import FormPicker
from app.desk.request.plan import PlanPane
from app.desk.request.questions import QuestionsPane
from app.desk.request.sending_acts import SendingActs
from app.desk.request.steps import BESIDE, StepBar
from app.desk.shell.patient_banner import summary
from app.desk.shell.screen import Screen
from app.desk.tasks import Lane
from app.desk.widgets.plain import column, hairline, holding
from app.domain.case import Case
from app.domain.ids import PatientId, RequestId
from app.mapping.filled import FillState
from app.services import charts, paper
from app.services.prepare import Prepared

_DATA_PX = 400
_WIDEST_DATA_PX = 520
_STEPS = tuple(Step)


class RequestScreen(Screen):
    """One request."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.request_id = RequestId("")
        self.loaded: Loaded | None = None
        self.case: Case | None = None
        self._asked = 0
        self._wanted_key = ""
        self._blank = b""
        self.live = LivePage(desk, self)
        self.bar = StepBar()
        self.plan = PlanPane(lambda: desk.session.today)
        self.clinical = ClinicalPane(self._whose, lambda: desk.session.today)
        self.questions = QuestionsPane(lambda: desk.session.today)
        self.check = CheckPane()
        self.judging = LiveJudgement(desk, self)
        self.verdict = VerdictLine()
        self.packet = PacketPane()
        self.page = PageView(self._draw_blank)
        self.sheets = SheetsView(self.draw_sheet)
        self.picker = FormPicker()
        self.acts = RequestActs(self)
        self.sending = SendingActs(self)
        self.jumping = Jumping(self)
        self._build()
        self._connect()

    @property
    def prepared(self) -> Prepared | None:
        """The form as it stands on the screen."""
        return self.live.prepared

    def _whose(self) -> PatientId:
        return self.case.patient.id if self.case is not None else PatientId("")

    def _build(self) -> None:
        self.data = QStackedWidget()
        for pane in (self.plan, self.clinical, self.questions, self.check, self.packet):
            self.data.addWidget(pane)
        self.right = QStackedWidget()
        for shown in (self.picker, self.page, self.sheets, *self.sending.views):
            self.right.addWidget(shown)
        splitter = QSplitter(Qt.Orientation.Horizontal)
        splitter.setChildrenCollapsible(False)
        splitter.setHandleWidth(1)
        splitter.addWidget(holding(column(self.data, self.verdict, gap=0)))
        splitter.addWidget(self.right)
        splitter.setStretchFactor(1, 1)
        self._splitter = splitter
        self.data.setMinimumWidth(320)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.bar)
        layout.addWidget(hairline())
        layout.addWidget(splitter, 1)

    def _connect(self) -> None:
        self.bar.chosen.connect(self.show_step)
        self.bar.going.connect(self._go_beside)
        self.live.filled.connect(self._show_filled)
        self.judging.judged.connect(self._show_judgement)
        self.judging.failed.connect(self.check.rules.show_problem)
        self.check.rules.rules_wanted.connect(self._show_rules)
        self.check.rules.entering_wanted.connect(self._enter_rules)
        self.verdict.pressed.connect(lambda: self.show_step(Step.CHECK))
        self.picker.chosen.connect(self.acts.choose_form)
        self.acts.listen()
        self.sending.listen()
        self.jumping.listen()
        for keys, act in (
            ("F8", lambda: self.jumping.next_open(1)),
            ("Shift+F8", lambda: self.jumping.next_open(-1)),
            ("F6", self.jumping.switch_side),
            ("Ctrl+Return", lambda: self.show_step(_STEPS[min(_STEPS.index(self.bar.step) + 1, len(_STEPS) - 1)])),
            ("Ctrl+P", self.acts.print_document),
        ):
            made = QShortcut(QKeySequence(keys), self, context=Qt.ShortcutContext.WidgetWithChildrenShortcut)
            made.activated.connect(lambda a=act: a())
        for at, step in enumerate(_STEPS):
            made = QShortcut(QKeySequence(f"Alt+{at + 1}"), self)
            made.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            made.activated.connect(lambda s=step: self.show_step(s))

        for view, _, keys in BESIDE:
            made = QShortcut(QKeySequence(keys), self, context=Qt.ShortcutContext.WidgetWithChildrenShortcut)
            made.activated.connect(lambda v=view: self._go_beside(v))

    def _go_beside(self, view: View) -> None:
        self.desk.go(Spot(view, self.request_id))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give the data its width, and the page the rest."""
        super().resizeEvent(event)
        wide = max(min(_DATA_PX, round(self.width() * 0.4)), min(_WIDEST_DATA_PX, round(self.width() * 0.3)))
        self._splitter.setSizes([wide, self.width() - wide])

    def show_spot(self, spot: Spot) -> None:
        """Open a request, at a step."""
        if spot.record_id != self.request_id:
            self._clear()
            self.request_id = RequestId(spot.record_id)
        if spot.part in tuple(Step):
            self.show_step(Step(spot.part))
        self._wanted_key = spot.focus
        self.refresh()

    def refresh(self) -> None:
        """Read the request again."""
        if not self.request_id:
            return
        self._asked += 1
        mine, request_id = self._asked, self.request_id
        self.desk.query(
            self, lambda session: load(session, request_id), lambda loaded: self._take(mine, loaded), says="Opening"
        )

    def leave(self) -> None:
        """Let the field that is being typed in keep its value."""
        focus = self.window().focusWidget()
        if focus is not None and self.isAncestorOf(focus):
            focus.clearFocus()

    def show_step(self, step: Step) -> None:
        """Go to a step."""
        self.bar.show_step(step)
        self.data.setCurrentIndex(_STEPS.index(step))
        self.sending.shown = None
        self.show_right()
        self._place_verdict()
        if step is Step.PACKET:
            self.acts.show_document()
            self.sending.read()

    def show_case(self, case: Case) -> None:
        """Show edited records on the page."""
        self.case = case
        self.live.show(case)
        if self.prepared is None:
            self.judging.show(case, None)

    def bindings(self) -> tuple[RecordBinding, ...]:
        """All bindings to the request itself."""
        return (self.plan.request, self.clinical.request)

    def _clear(self) -> None:
        self.loaded = self.case = None
        self.judging.forget()
        self._show_judgement(None)
        self._blank = b""
        self.live.start(None)
        self.page.forget()
        self.sheets.forget()
        self.sending.forget()
        self.packet.show_packet(None)
        self.show_step(Step.PLAN)

    def _take(self, asked: int, loaded: Loaded) -> None:
        if asked != self._asked or loaded.request.id != self.request_id:
            return
        self.loaded, self.case, self._blank = loaded, loaded.case, loaded.blank
        self.live.start(loaded.prepared)
        self.plan.show_loaded(loaded)
        self.clinical.show_loaded(loaded)
        is_frozen = loaded.prepared is not None and loaded.prepared.is_frozen
        self.plan.setEnabled(not is_frozen)
        self.clinical.setEnabled(not is_frozen)
        self.picker.show_forms(loaded)
        case = loaded.case
        self.desk.patient_shown.emit(summary(case.patient, case.coverage, case.payer, self.desk.session.today))
        if loaded.prepared is not None:
            self.page.show_form(loaded.prepared.form.template, _name(loaded), can_write=not is_frozen)
            self._show_filled(loaded.prepared, loaded.settings)
        else:
            self._show_states()
        self.show_right()
        if self.bar.step is Step.PACKET:
            self.acts.show_document()
            self.sending.read()
        if self._wanted_key:
            self.jumping.to_keys((self._wanted_key,))
            self._wanted_key = ""

    def show_right(self) -> None:
        """Show on the right what belongs to the step, or what was asked for in its place."""
        if self.sending.shown is not None:
            self.right.setCurrentWidget(self.sending.shown)
        elif self.prepared is None:
            self.right.setCurrentWidget(self.picker)
        else:
            self.right.setCurrentWidget(self.sheets if self.bar.step is Step.PACKET else self.page)

    def _show_filled(self, prepared: Prepared, settings: object) -> None:
        if self.loaded is None:
            return
        self.page.show_fills(prepared.filled.boxes, settings, self.loaded.names)  # type: ignore[arg-type]
        self._show_states()

    def _show_states(self) -> None:
        prepared = self.prepared
        if self.loaded is None or self.case is None:
            return
        self.questions.show_prepared(prepared, self.loaded.names)
        self.check.show_prepared(prepared)
        self.packet.show_request(self.case.request, prepared)
        self.packet.show_handing(self.case.request, self.loaded.handed, self.loaded.names)
        self.judging.show(self.case if prepared is None else prepared.case, prepared)
        self._show_bar()
        lacking = -1 if prepared is None or prepared.pack is None else len(prepared.filled.in_state(FillState.MISSING))
        self.desk.lacking.emit(lacking if self.isVisible() else -1)

    def _show_bar(self) -> None:
        if self.case is not None:
            rules = open_count(self.check.rules.judged)
            states = step_states(open_items(self.prepared), self.prepared, rules)
            self.bar.show_states(states, self.case.request.status)

    def _show_judgement(self, judged: Judgement | None) -> None:
        self.check.show_judgement(judged)
        snapshot = None if self.case is None else self.case.request.snapshot
        since = None if self.loaded is None else self.loaded.since
        self.check.rules.show_signing(None if snapshot is None else snapshot.at.date(), since)
        case, today = self.case, self.desk.session.today
        self.check.rules.lengths.show_lengths(None if case is None else charts.lengths(case, judged, today))
        self.verdict.show_judgement(judged)
        self._show_bar()
        self._place_verdict()

    def _show_rules(self, policy_id: str) -> None:
        use = "" if self.case is None else self.case.request.indication
        self.desk.go(Spot(View.CRITERIA, policy_id, focus=use))

    def _enter_rules(self, policy_id: str) -> None:
        payer = None if self.case is None else self.case.payer
        self.desk.go(Spot(View.CRITERIA, policy_id, part=ENTER, focus=payer.name if payer else ""))

    def _place_verdict(self) -> None:
        """The check says all of it itself."""
        self.verdict.setVisible(self.check.rules.judged is not None and self.bar.step is not Step.CHECK)

    def _draw_blank(self, document: str, page: int, scale: float, took: object) -> None:
        blank = self._blank
        if blank and callable(took):
            self.desk.query(self, lambda session: paper.page_image(session, blank, page, scale), took, lane=Lane.PAPER)

    def draw_sheet(self, document: bytes, page: int, scale: float, took: object) -> None:
        """Have a page of a finished document drawn."""
        if callable(took):
            self.desk.query(
                self, lambda session: paper.page_image(session, document, page, scale), took, lane=Lane.PAPER
            )


def _name(loaded: Loaded) -> str:
    return loaded.prepared.form.template.sha256 if loaded.prepared is not None else ""
