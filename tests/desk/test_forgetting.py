"""What a locked desk still has in its memory: nothing of the records, no page, no undo, no text of ours to paste."""

from __future__ import annotations

import gc
from collections import Counter
from dataclasses import replace

from PySide6.QtCore import QAbstractItemModel, QCoreApplication, QEvent
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from app.desk.context import Desk
from app.desk.places import Spot, View
from app.desk.sending.clipboard import PassingClipboard
from app.desk.shell.frame import Frame
from app.desk.window import DeskWindow
from app.domain.changes import Change, Edit
from app.domain.patient import Coverage, Patient
from app.domain.request import Request
from app.domain.sample import PATIENTS, REQUESTS
from app.services import edits
from app.services.prepare import Prepared
from app.services.session import Session
from app.vault.database import Database
from app.vault.vault import Vault
from tests.desk.conftest import frame_of, settle
from tests.desk.test_screens import choose_form

RECORDS = (Patient, Coverage, Request, Prepared, Change, Edit)
OPEN = (Session, Vault, Database, Desk, Frame)


def alive(*kinds: type) -> Counter[str]:
    gc.collect()
    return Counter(type(item).__name__ for item in gc.get_objects() if type(item) in kinds)


def full_models() -> list[str]:
    gc.collect()
    found = (item for item in gc.get_objects() if isinstance(item, QAbstractItemModel) and isValid(item))
    return [type(item).__name__ for item in found if type(item).__module__.startswith("app.") and item.rowCount()]


def used(window: DeskWindow, qtbot: QtBot) -> None:
    """Half a morning's work: lists, a chart with an edit, a request with its page, something copied."""
    for spot in (Spot(View.REQUESTS), Spot(View.PATIENTS), Spot(View.PATIENT, PATIENTS[0])):
        frame_of(window).go(spot)
        settle(window, qtbot)
    screen = choose_form(window, qtbot)
    settle(window, qtbot)
    frame_of(window).go(Spot(View.REQUEST, REQUESTS[0]))
    settle(window, qtbot)

    def edited(session: Session) -> None:
        before = session.vault.get(Patient, PATIENTS[0])
        assert before is not None
        edits.save(session, "Edit patient", Edit(before, replace(before, allergies="latex")))

    frame_of(window).desk.change(screen, edited)
    settle(window, qtbot)
    PassingClipboard(screen).copy("W123456789")
    assert QGuiApplication.clipboard().text() == "W123456789"


def test_a_locked_desk_has_forgotten_everything(window: DeskWindow, qtbot: QtBot) -> None:
    used(window, qtbot)
    assert alive(*OPEN)["Session"] >= 1
    assert alive(*RECORDS).total() >= 10
    assert full_models() != []
    window.lock()
    settle(window, qtbot)
    qtbot.waitUntil(lambda: window.frame is None and window.door is not None)
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    QApplication.processEvents()
    assert alive(*OPEN) == {}
    assert alive(*RECORDS) == {}
    assert full_models() == []
    assert QGuiApplication.clipboard().text() == ""
    assert all("guy" not in str(item.property("text") or "") for item in window.findChildren(QWidget))
    pictures = [item for item in gc.get_objects() if isinstance(item, QImage) and item.width() > 300]
    assert pictures == []
