"""Opening the form editor on a form, for its tests."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot
from reportlab.pdfgen.canvas import Canvas

from app.desk.editor.screen import FormEditorScreen
from app.desk.forms.screen import FormsScreen
from app.desk.places import Spot, View
from app.desk.window import DeskWindow
from tests.desk.conftest import WAIT_MS, frame_of, settle


def strange_form(folder: Path, *, turn: int = 0, moved: float = 0.0) -> Path:
    """A form that nobody has seen: our own flat one, with another wording in its file, so that no pack knows it."""
    path = folder / "strange.pdf"
    canvas = Canvas(str(path), pagesize=(612, 792))
    canvas.setPageRotation(turn)
    canvas.setFont("Helvetica-Bold", 14)
    canvas.drawString(72, 740, "Prior Authorization Request Form")
    canvas.setFont("Helvetica-Bold", 11)
    canvas.drawString(72, 700, "Patient Information")
    canvas.setFont("Helvetica", 10)
    for at, words in enumerate(("Patient Name:", "Date of Birth:", "Member ID:", "Phone:")):
        canvas.drawString(72, 676 - 24 * at, words)
        right = moved if at > 0 else 0.0
        canvas.line(160 + right, 673 - 24 * at, 420 + right, 673 - 24 * at)
    canvas.setFont("Helvetica-Bold", 11)
    canvas.drawString(72, 560, "Clinical Information")
    canvas.setFont("Helvetica", 10)
    canvas.drawString(72, 536, "Does the member sleep in a hammock?")
    for x, words in ((300, "Yes"), (360, "No")):
        canvas.rect(x, 534, 9, 9)
        canvas.drawString(x + 14, 536, words)
    canvas.drawString(72, 512, "Colour of the hammock:")
    canvas.line(200, 509, 420, 509)
    canvas.save()
    return path


def open_editor(window: DeskWindow, qtbot: QtBot, form: Path, *, at: int = 0) -> FormEditorScreen:
    """Add a blank on the Forms screen and open it in the editor."""
    frame = frame_of(window)
    frame.go(Spot(View.FORMS))
    settle(window, qtbot)
    forms_screen = frame.screen_of(View.FORMS)
    assert isinstance(forms_screen, FormsScreen)
    forms_screen.add_file(form)
    settle(window, qtbot)
    settle(window, qtbot)
    held = [item for item in forms_screen.table.rows_model.rows if item.is_held]
    row = held[0] if at == 0 else next(item for item in held if item.pack_id is None)
    frame.go(Spot(View.FORM_EDITOR, row.sha256))
    editor = frame.screen_of(View.FORM_EDITOR)
    assert isinstance(editor, FormEditorScreen)
    qtbot.waitUntil(lambda: editor.work.history is not None, timeout=WAIT_MS)
    settle(window, qtbot)
    editor.boxes.table.setFocus()
    return editor


def drag(editor: FormEditorScreen, qtbot: QtBot, start: QPoint, end: QPoint) -> None:
    canvas = editor.page.canvas
    qtbot.mousePress(canvas, Qt.MouseButton.LeftButton, pos=start)
    qtbot.mouseMove(canvas, start + (end - start) / 2)
    _move(canvas, start, end)
    qtbot.mouseRelease(canvas, Qt.MouseButton.LeftButton, pos=end)
    QApplication.processEvents()


def _move(canvas: QWidget, start: QPoint, end: QPoint) -> None:
    for spot in (start + QPoint(5, 5), end):
        left = Qt.MouseButton.LeftButton
        event = QMouseEvent(
            QEvent.Type.MouseMove, QPointF(spot), QPointF(spot), left, left, Qt.KeyboardModifier.NoModifier
        )
        QApplication.sendEvent(canvas, event)
