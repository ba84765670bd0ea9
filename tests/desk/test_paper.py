"""The page: boxes where they are, ink as it prints, everything by keyboard and in words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.desk.paper.geometry import PageGeometry, scale_to_width
from app.desk.paper.images import PageImages, image_of
from app.desk.paper.ink import draw_setting
from app.desk.paper.view import PageView
from app.desk.paper.words import Names, origin_words, spoken, tooltip
from app.domain.facts import Origin, OriginKind
from app.domain.ids import PersonId
from app.domain.sample import REQUESTS
from app.mapping.filled import BoxFill, EmptyReason, FillState
from app.mapping.model import Importance
from app.pdf.composing.composer import compose
from app.pdf.ink.typesetter import lay_out
from app.pdf.raster import Raster
from app.pdf.template import Box, BoxId, BoxKind, FormKind, PageShape, Rect, Template
from app.services import forms, requests
from app.services.prepare import prepare
from app.services.session import Session

SHAPE = PageShape(Rect(10, 20, 210, 320))


@pytest.mark.parametrize(
    ("turn", "corner"),
    [(0, (0, 600)), (90, (0, 0)), (180, (400, 0)), (270, (600, 400))],
)
def test_the_bottom_left_corner_is_seen_where_the_page_is_turned_to(turn: int, corner: tuple[float, float]) -> None:
    geometry = PageGeometry(replace(SHAPE, turn=turn), 2.0)
    assert geometry.point(10, 20) == QPointF(*corner)
    size = geometry.size
    assert (size.width(), size.height()) == ((600, 400) if turn % 180 else (400, 600))


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_every_box_is_seen_on_its_page(turn: int) -> None:
    geometry = PageGeometry(replace(SHAPE, turn=turn), 1.5)
    seen = geometry.rect(Rect(50, 60, 100, 80))
    assert seen.left() >= 0
    assert seen.top() >= 0
    assert seen.right() <= geometry.size.width()
    assert seen.bottom() <= geometry.size.height()


def test_a_page_is_as_wide_as_its_room() -> None:
    assert PageGeometry(SHAPE, scale_to_width(SHAPE, 500)).size.width() == pytest.approx(500)


def _darkness(image: QImage) -> float:
    gray = image.convertToFormat(QImage.Format.Format_Grayscale8)
    data = bytes(gray.constBits())
    return sum(255 - value for value in data) / 255


def test_the_screen_draws_what_the_printed_file_holds(session: Session, qapp: QApplication) -> None:
    known = next(form for form in forms.known_forms(session) if form.sha256)
    requests.choose_form(session, REQUESTS[0], known.choice)
    prepared = prepare(session, REQUESTS[0])
    boxes = {box.id: box for box in prepared.form.template.boxes}
    values = {k: v for k, v in prepared.filled.values().items() if isinstance(v, str) and boxes[k].page == 1}
    printed = image_of(session.paper.render(compose(prepared.form, values).pdf, 1, 2.0))
    drawn = image_of(session.paper.render(compose(prepared.form, dict.fromkeys(values, "")).pdf, 1, 2.0))
    before = _darkness(drawn)
    painter = QPainter(drawn)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    for box_id, value in values.items():
        draw_setting(painter, lay_out(boxes[box_id], value), PageGeometry(prepared.form.template.pages[0], 2.0))
    painter.end()
    ink = _darkness(printed) - before
    assert ink > 1000
    assert _darkness(drawn) - before == pytest.approx(ink, rel=0.2)
    assert _difference(printed, drawn) < ink * 0.45


def _difference(one: QImage, other: QImage) -> float:
    a = bytes(one.convertToFormat(QImage.Format.Format_Grayscale8).constBits())
    b = bytes(other.convertToFormat(QImage.Format.Format_Grayscale8).constBits())
    return sum(abs(x - y) for x, y in zip(a, b, strict=True)) / 255


def _box(number: int, kind: BoxKind = BoxKind.TEXT, page: int = 1) -> Box:
    y = 700 - 40 * number
    return Box(BoxId(f"{page}:100,{y}"), page, Rect(50, y - 8, 200, y + 8), kind)


BOXES = (_box(1), _box(2, BoxKind.CHECK), _box(3, BoxKind.MULTILINE), _box(4, page=2))
TEMPLATE = Template("sha", FormKind.FILLABLE, (PageShape(Rect(0, 0, 612, 792)),) * 2, BOXES)


def _fill(box: Box, state: FillState, value: str | bool | None = None) -> BoxFill:
    return BoxFill(box.id, box.page, box.kind, value, state, title=f"Question {box.id}")


@pytest.fixture
def view(qtbot: QtBot) -> Iterator[PageView]:
    made = PageView(lambda document, page, scale, took: None)
    qtbot.addWidget(made)
    made.resize(700, 500)
    made.show()
    qtbot.waitExposed(made)
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    made.show_form(TEMPLATE, "doc", can_write=True)
    fills = {box.id: _fill(box, FillState.MISSING) for box in BOXES}
    made.show_fills(fills, {}, Names({}))
    yield made


def test_boxes_are_reached_in_the_order_of_the_paper_across_pages(view: PageView, qtbot: QtBot) -> None:
    view.focus_box(BOXES[0].id)
    seen = [BOXES[0].id]
    for _ in BOXES[1:]:
        widget = QApplication.focusWidget()
        assert widget is not None
        qtbot.keyClick(widget, Qt.Key.Key_Tab)
        focus = QApplication.focusWidget()
        seen.append(getattr(focus, "box").id)  # noqa: B009
    assert seen == [box.id for box in BOXES]
    assert view.page == 2


def test_every_box_has_a_name_for_screen_readers(view: PageView) -> None:
    for handle in view.canvas.handles.values():
        assert "missing" in handle.accessibleName()
        assert handle.toolTip()


def test_typing_on_a_box_is_told_once(view: PageView, qtbot: QtBot) -> None:
    told: list[tuple[str, str]] = []
    view.typed_on.connect(lambda box, text: told.append((box, text)))
    view.focus_box(BOXES[0].id)
    qtbot.keyClick(view.canvas.handles[BOXES[0].id], Qt.Key.Key_A)
    widget = QApplication.focusWidget()
    assert widget is not None
    qtbot.keyClicks(widget, "bc")
    qtbot.keyClick(widget, Qt.Key.Key_Return)
    assert told == [(BOXES[0].id, "abc")]


def test_escape_gives_typing_up(view: PageView, qtbot: QtBot) -> None:
    told: list[object] = []
    view.typed_on.connect(lambda *args: told.append(args))
    view.focus_box(BOXES[0].id)
    qtbot.keyClick(view.canvas.handles[BOXES[0].id], Qt.Key.Key_A)
    widget = QApplication.focusWidget()
    assert widget is not None
    qtbot.keyClick(widget, Qt.Key.Key_Escape)
    assert told == []


def test_space_ticks_and_ticks_off(view: PageView, qtbot: QtBot) -> None:
    told: list[tuple[str, str]] = []
    view.typed_on.connect(lambda box, text: told.append((box, text)))
    box = BOXES[1]
    view.focus_box(box.id)
    qtbot.keyClick(view.canvas.handles[box.id], Qt.Key.Key_Space)
    view.show_fills({box.id: _fill(box, FillState.TYPED, True)}, {}, Names({}))
    qtbot.keyClick(view.canvas.handles[box.id], Qt.Key.Key_Space)
    assert told == [(box.id, "yes"), (box.id, "no")]


def test_a_form_that_may_not_be_written_on_takes_nothing(view: PageView, qtbot: QtBot) -> None:
    told: list[object] = []
    view.typed_on.connect(lambda *args: told.append(args))
    view.show_form(TEMPLATE, "doc", can_write=False)
    view.focus_box(BOXES[0].id)
    qtbot.keyClick(view.canvas.handles[BOXES[0].id], Qt.Key.Key_A)
    qtbot.keyClick(view.canvas.handles[BOXES[1].id], Qt.Key.Key_Space)
    assert told == []


def test_a_click_chooses_the_box(view: PageView, qtbot: QtBot) -> None:
    with qtbot.waitSignal(view.chosen) as told:
        qtbot.mouseClick(view.canvas.handles[BOXES[0].id], Qt.MouseButton.LeftButton)
    assert told.args == [BOXES[0].id]


def test_pictures_are_asked_for_once_and_kept() -> None:
    asked: list[tuple[str, int, float]] = []
    took: list[object] = []

    def ask(document: str, page: int, scale: float, came: object) -> None:
        asked.append((document, page, scale))
        took.append(came)

    images = PageImages(ask)
    assert images.get("doc", 1, 1.0, lambda: None) is None
    assert images.get("doc", 1, 1.0, lambda: None) is None
    assert len(asked) == 1
    took[0](Raster(2, 2, bytes([255] * 12)))  # type: ignore[operator]
    image = images.get("doc", 1, 1.0, lambda: None)
    assert image is not None
    assert image.pixelColor(0, 0) == QColor("white")


def test_origins_are_said_in_words() -> None:
    origin = Origin(OriginKind.PROFILE, "patient:1", "dob", by=PersonId("p"))
    assert origin_words(origin, Names({PersonId("p"): "Dana Cole"})) == (
        "from the patient's profile, changed by Dana Cole"
    )


def test_a_reason_is_said_where_a_box_is_empty_on_purpose() -> None:
    fill = replace(_fill(BOXES[0], FillState.EMPTY_ON_PURPOSE), reason=EmptyReason.SECTION)
    assert "does not apply" in tooltip(fill, None, Names({}))
    must = replace(_fill(BOXES[0], FillState.MISSING), importance=Importance.REQUIRED)
    assert "required" in spoken(must)
