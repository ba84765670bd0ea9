"""Both ways: from a box of the page to its datum, from a datum to its boxes, and from one open item to the next."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtWidgets import QWidget

from app.desk.binding import RecordBinding
from app.desk.places import Spot, View
from app.desk.request.keys import Datum, Step, datum_of_key, datum_of_origin, patient_part_of_key
from app.desk.request.open_items import OpenItem, open_items, open_rules
from app.domain.vocabulary import vocabulary
from app.mapping.filled import BoxFill
from app.pdf.template import BoxId

if TYPE_CHECKING:
    from app.desk.request.workspace import RequestScreen


#: Records that a request only names, and the office's page that keeps them.
_OFFICE_PAGES = {
    "prescriber_id": "prescribers",
    "location_id": "locations",
    "facility_id": "facilities",
    "pharmacy_id": "pharmacies",
}

#: Where the way ends when only rules are open that no box asks for.
_PACKET = OpenItem(Step.PACKET, "Packet", None, "", False)


class Jumping(QObject):
    """Focus follows meaning."""

    def __init__(self, screen: RequestScreen) -> None:
        super().__init__(screen)
        self._screen = screen
        self._at = -1
        self._last: object = None
        self._left: QWidget | None = None

    def listen(self) -> None:
        """Listen to the page and the panes."""
        screen = self._screen
        screen.page.chosen.connect(self.to_datum)
        screen.page.left.connect(self.switch_side)
        screen.page.origin_asked.connect(self._offer_source)
        screen.check.jumped.connect(self.to_datum)
        screen.check.rules.jumped.connect(self.to_keys)
        screen.packet.jumped.connect(self.to_datum)
        screen.plan.need_pressed.connect(self._to_key)
        screen.questions.entered.connect(lambda name: self._light(Datum(Step.FORM, "question", name)))
        for record, binding in self._bindings().items():
            for path, editor in binding.editors.items():
                editor.entered.connect(partial(self._light_field, record.split("/")[0], path))

    def _bindings(self) -> Mapping[str, RecordBinding]:
        screen = self._screen
        return {
            "request/plan": screen.plan.request,
            "request/clinical": screen.clinical.request,
            "patient": screen.plan.patient,
            "coverage": screen.plan.coverage,
            "trial": screen.clinical.trials.binding,
            "observation": screen.clinical.measures.binding,
        }

    def to_datum(self, box_id: str) -> None:
        """Put the focus on what a box was made from, or type on the box where that is nowhere here."""
        screen = self._screen
        fill = None if screen.prepared is None else screen.prepared.filled.boxes.get(BoxId(box_id))
        if fill is None:
            return
        screen.page.light((BoxId(box_id),), turn=True)
        datum, record_id = datum_of(fill)
        if datum is None or not self.focus(datum, record_id):
            screen.page.focus_box(BoxId(box_id))

    def _to_key(self, key: str) -> None:
        self.to_keys((key,))

    def to_keys(self, keys: tuple[str, ...]) -> None:
        """Go to the field of the first key that the workspace shows, or to the patient's page that keeps it."""
        key = next((item for item in keys if datum_of_key(item) is not None or patient_part_of_key(item)), "")
        datum = datum_of_key(key) if key else None
        if datum is not None:
            self.focus(datum)
            self._offer_office(datum, vocabulary().title(key))
        elif key and self._screen.case is not None:
            part = patient_part_of_key(key)
            self._screen.desk.go(Spot(View.PATIENT, self._screen.case.patient.id, part=part))

    def focus(self, datum: Datum, record_id: str = "") -> bool:
        """Go to a field."""
        screen = self._screen
        screen.show_step(datum.step)
        if datum.record == "question":
            return screen.questions.focus(datum.path)
        if datum.step is Step.PLAN:
            return screen.plan.focus(datum.record, datum.path)
        return screen.clinical.focus(datum.record, datum.path, record_id, datum.row)

    def next_open(self, by: int) -> None:
        """Go to the next open item, or the one before: the form's boxes, then the payer's rules, then the packet."""
        items = self._open_ones()
        if not items:
            self._screen.show_step(Step.PACKET)
            self._screen.packet.primary.setFocus()
            return
        self._at = self._step(items, by) % len(items)
        self._last = _key(items[self._at])
        self._go(items[self._at])

    def _open_ones(self) -> tuple[OpenItem, ...]:
        prepared = self._screen.prepared
        boxes = open_items(prepared)
        if prepared is None or prepared.is_frozen:
            return boxes
        rules = open_rules(self._screen.check.rules.judged, boxes)
        return (*boxes, *rules) if boxes or not rules else (*rules, _PACKET)

    def _step(self, items: tuple[OpenItem, ...], by: int) -> int:
        """Where to go from here; an item that was settled meanwhile has left its place to the next one."""
        keys = [_key(item) for item in items]
        if self._last in keys:
            return keys.index(self._last) + by
        if self._at < 0:
            return 0 if by > 0 else -1
        return self._at if by > 0 else self._at - 1

    def after(self, question_id: str) -> None:
        """Go on once a question is settled: to the next open one below it."""
        items = [item for item in open_items(self._screen.prepared) if item.datum is not None]
        names = [item.datum.path if item.datum is not None else "" for item in items]
        at = names.index(question_id) + 1 if question_id in names else 0
        if at < len(items):
            QTimer.singleShot(0, self, lambda: self._go(items[at]))
        else:
            QTimer.singleShot(0, self, lambda: self._screen.show_step(Step.CHECK))

    def switch_side(self) -> None:
        """From the data to the page, and back."""
        screen = self._screen
        focus = screen.window().focusWidget()
        if focus is not None and screen.right.isAncestorOf(focus):
            self._focus_data()
        elif screen.right.currentWidget() is screen.page:
            self._left = focus
            screen.page.focus_page()
        else:
            self._left = focus
            (screen.right.currentWidget() or screen.page).setFocus()

    def _focus_data(self) -> None:
        """Back to the field that was left, or the first of the step."""
        shown = self._screen.data.currentWidget() or self._screen.plan
        target = self._left if self._left is not None and shown.isAncestorOf(self._left) else _first_field(shown)
        if target is not None:
            target.setFocus()

    def _go(self, item: OpenItem) -> None:
        if item is _PACKET:
            self._screen.show_step(Step.PACKET)
            self._screen.packet.primary.setFocus()
            return
        if item.rule:
            self._go_to_rule(item)
            return
        if item.box:
            self._screen.page.light((BoxId(item.box),))
        is_found = item.datum is not None and self.focus(item.datum)
        if item.datum is not None:
            self._offer_office(item.datum, item.words)
        if item.box and not is_found:
            self._screen.page.focus_box(BoxId(item.box))
        if item.datum is not None and item.datum.path == "form" and self._screen.prepared is None:
            self._screen.picker.table.setFocus()

    def _go_to_rule(self, item: OpenItem) -> None:
        """To the field that settles a rule, with the rule told; to the rule itself where no field does."""
        if item.datum is not None and self.focus(item.datum):
            self._screen.desk.note(item.rule)
            self._offer_office(item.datum, item.words)
            return
        self._screen.show_step(Step.CHECK)
        self._screen.check.show_rule(item.words)

    def _offer_office(self, datum: Datum, words: str) -> None:
        """Where the record is chosen but lacks something, it is completed in the office's pages."""
        case = self._screen.case
        page = _OFFICE_PAGES.get(datum.path) if datum.record == "request" else None
        if case is not None and page is not None and getattr(case.request, datum.path) is not None:
            desk = self._screen.desk
            desk.note(
                f"“{words}” is not documented under Office, {page}.", "Change it there", lambda: desk.go(_office(page))
            )

    def _light_field(self, record: str, path: str) -> None:
        held = self._bindings()[record].record if record in ("trial", "observation") else None
        if held is None:
            self._light(Datum(Step.PLAN, record, path))
            return
        prepared = self._screen.prepared
        fills = () if prepared is None else prepared.filled.boxes.values()
        wanted = f"{record}:{held.id}"
        boxes = tuple(fill.box for fill in fills if any(origin.record == wanted for origin in fill.origins))
        self._screen.page.light(boxes, turn=bool(boxes))

    def _light(self, datum: Datum) -> None:
        prepared = self._screen.prepared
        if prepared is None:
            return
        boxes = tuple(fill.box for fill in prepared.filled.boxes.values() if _is_made_from(fill, datum))
        self._screen.page.light(boxes, turn=bool(boxes))

    def _offer_source(self, box_id: str) -> None:
        """Say where a value can be changed, with a way there."""
        screen = self._screen
        fill = None if screen.prepared is None else screen.prepared.filled.boxes.get(BoxId(box_id))
        if fill is None or not fill.origins:
            return
        kind, _, record_id = fill.origins[0].record.partition(":")
        spot = {
            "patient": Spot(View.PATIENT, record_id, focus=fill.origins[0].field),
            "prescriber": Spot(View.OFFICE, part="prescribers"),
            "location": Spot(View.OFFICE, part="locations"),
            "practice": Spot(View.OFFICE, part="practice"),
            "payer": Spot(View.OFFICE, part="payers"),
            "facility": Spot(View.OFFICE, part="facilities"),
            "pharmacy": Spot(View.OFFICE, part="pharmacies"),
            "person": Spot(View.OFFICE, part="people"),
        }.get(kind)
        if spot is not None:
            screen.desk.note(
                f"{fill.title}: kept outside this request.", "Change it there", lambda: screen.desk.go(spot)
            )


def _first_field(shown: QWidget) -> QWidget | None:
    wanted = (item for item in shown.findChildren(QWidget) if item.focusPolicy() & Qt.FocusPolicy.TabFocus)
    return next((item for item in wanted if item.isVisible() and item.isEnabled()), None)


def _key(item: OpenItem) -> object:
    return item.datum or item.box or item.words


def _office(page: str) -> Spot:
    return Spot(View.OFFICE, part=page)


def datum_of(fill: BoxFill) -> tuple[Datum | None, str]:
    """What a box was made from, or asks for, and the record's id."""
    if fill.question is not None:
        return Datum(Step.FORM, "question", fill.question), ""
    for origin in fill.origins:
        datum = datum_of_origin(origin)
        if datum is not None:
            return datum, origin.record.partition(":")[2]
    keys = fill.lacking or fill.keys
    return next((found for key in keys if (found := datum_of_key(key)) is not None), None), ""


def _is_made_from(fill: BoxFill, datum: Datum) -> bool:
    if datum.record == "question":
        return fill.question == datum.path
    found = [item for origin in fill.origins if (item := datum_of_origin(origin)) is not None]
    found += [item for key in (*fill.keys, *fill.lacking) if (item := datum_of_key(key)) is not None]
    return any(item.record == datum.record and item.path == datum.path for item in found)
