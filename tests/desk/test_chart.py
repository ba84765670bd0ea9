"""The chart on the screen: the letter's own shapes, a table beneath, and the same in words."""

from __future__ import annotations

from decimal import Decimal

import pytest
from PySide6.QtGui import QColor, QImage
from pytestqt.qtbot import QtBot

from app.desk.chart.view import ChartCanvas, chart_words
from app.desk.look.theme import theme, tokens
from app.desk.look.tokens import Scheme
from app.desk.patients.chart import PatientScreen
from app.desk.places import Spot, View
from app.desk.window import DeskWindow
from app.domain.changes import Edit
from app.domain.clinical import Observation, Phase
from app.domain.dates import PartialDate
from app.domain.ids import ObservationId, PatientId
from app.domain.sample import PATIENTS, REQUESTS
from app.packet.letter import ChartBlock
from app.services import charts, edits, letters
from app.services.session import Session
from tests.desk.conftest import frame_of, settle


def measures_of(window: DeskWindow, qtbot: QtBot, patient_id: str) -> PatientScreen:
    frame_of(window).go(Spot(View.PATIENT, patient_id, part="measures"))
    settle(window, qtbot)
    screen = frame_of(window).screen_of(View.PATIENT)
    assert isinstance(screen, PatientScreen)
    return screen


def test_the_screen_draws_the_chart_of_the_letter(window: DeskWindow, qtbot: QtBot) -> None:
    screen = measures_of(window, qtbot, PATIENTS[2])
    spec = screen.charts.canvas.spec
    found: list[object] = []

    def read(session: Session) -> list[object]:
        kind = letters.kinds_for(session, REQUESTS[2])[0]
        return [b.spec for b in letters.draft(session, REQUESTS[2], kind).letter.blocks if isinstance(b, ChartBlock)]

    frame_of(window).desk.query(screen, read, found.extend)
    settle(window, qtbot)
    assert spec is not None
    assert found == [spec]
    assert screen.charts.table.rows_model.rows == spec.rows
    words = screen.charts.canvas.accessibleDescription()
    assert "20, before treatment" in words
    assert spec.response is not None
    assert spec.response.text in words


@pytest.mark.parametrize("scheme", list(Scheme))
def test_something_is_painted_in_both_schemes(window: DeskWindow, qtbot: QtBot, scheme: Scheme) -> None:
    canvas = measures_of(window, qtbot, PATIENTS[2]).charts.canvas
    theme().set_scheme(scheme)
    image: QImage = canvas.grab().toImage()
    ink = QColor(tokens().text)
    theme().set_scheme(Scheme.LIGHT)
    seen = sum(image.pixelColor(x, y) == ink for x in range(0, image.width(), 2) for y in range(0, image.height(), 2))
    assert seen > 500


def test_a_number_that_is_written_appears_on_the_chart(window: DeskWindow, qtbot: QtBot) -> None:
    screen = measures_of(window, qtbot, PATIENTS[2])
    before = screen.charts.canvas.spec
    patient = PatientId(PATIENTS[2])
    added = Observation(
        ObservationId("one-more"), patient, PartialDate(2026, 6), "headache_days", Decimal(11), Phase.CURRENT
    )
    frame_of(window).desk.change(window, lambda session: edits.save(session, "Add", Edit(None, added)))
    settle(window, qtbot)
    after = screen.charts.canvas.spec
    assert before is not None
    assert after is not None
    assert sum(column.value is not None for column in after.columns) == 3
    assert "06/2026: 11" in chart_words(after)


def test_a_patient_without_numbers_has_no_chart(window: DeskWindow, qtbot: QtBot) -> None:
    screen = measures_of(window, qtbot, PATIENTS[2])
    screen.charts.show_charts(())
    assert not screen.charts.canvas.isVisible()
    assert not screen.charts.table.isVisible()
    canvas = ChartCanvas()
    qtbot.addWidget(canvas)
    canvas.show_chart(None)
    assert canvas.accessibleName() == ""


def test_other_measures_have_their_charts_too(window: DeskWindow, qtbot: QtBot) -> None:
    screen = measures_of(window, qtbot, PATIENTS[2])
    found: list[object] = []
    frame_of(window).desk.query(screen, lambda session: charts.of(session, PatientId(PATIENTS[2])), found.extend)
    settle(window, qtbot)
    assert len(found) == screen.charts.choice.count() > 1
    screen.charts.choice.setCurrentIndex(1)
    assert screen.charts.canvas.spec is screen.charts.specs[1]
