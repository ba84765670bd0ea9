"""The signer looks at what a person decided before the rest."""

from __future__ import annotations

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from app.desk.places import Spot, View
from app.desk.sign.looks import looks_of
from app.desk.sign.screen import SignScreen
from app.desk.window import DeskWindow
from app.domain.sample import REQUESTS
from app.services import requests
from app.services.demo import stand_in
from app.services.prepare import Prepared, prepare
from app.services.sample import own_form
from app.services.session import Session
from tests.desk.conftest import frame_of, press, settle


def test_what_was_typed_by_hand_comes_first_then_answers_then_clinical_facts(window: DeskWindow, qtbot: QtBot) -> None:
    frame = frame_of(window)
    made: list[Prepared] = []

    def make_ready(session: Session) -> Prepared:
        stand_in(session, REQUESTS[0], own_form(session).choice)
        filled = prepare(session, REQUESTS[0]).filled
        box = next(fill.box for fill in filled.boxes.values() if fill.keys == ("patient.city",))
        requests.type_on_box(session, REQUESTS[0], box, "Warwick")
        return prepare(session, REQUESTS[0])

    frame.desk.change(frame, make_ready, made.append)
    settle(window, qtbot)
    looks = looks_of(made[0])
    kinds = [look.why for look in looks]
    assert kinds == sorted(kinds, key=["typed by hand", "answer", "clinical"].index)
    assert set(kinds) == {"typed by hand", "answer", "clinical"}
    assert "Warwick" in looks[0].words
    assert all(0 <= look.place.left() < look.place.right() <= 1 for look in looks)

    frame.go(Spot(View.SIGN, REQUESTS[0]))
    settle(window, qtbot)
    screen = frame.screen_of(View.SIGN)
    assert isinstance(screen, SignScreen)
    assert f"1 of {len(looks)}" in screen.looks.said
    assert "Warwick" in screen.looks.said
    press(qtbot, Qt.Key.Key_F8)
    assert f"2 of {len(looks)}" in screen.looks.said
