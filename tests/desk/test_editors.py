"""Fields: what is typed, what is said beside it, what is kept."""

from __future__ import annotations

import datetime as dt

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLineEdit, QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from app.desk.binding import RecordBinding, value_at, with_value
from app.desk.patients.diagnoses import DiagnosesEditor, meant
from app.desk.patients.profile import MeasureEditor
from app.desk.widgets.editors import ChoiceEditor, Editor, LineEditor, TextEditor
from app.desk.widgets.plain import button
from app.desk.widgets.shaped import DateEditor, NumberEditor, PhoneEditor, YesNoEditor, checked
from app.domain.dates import PartialDate
from app.domain.identifiers import check_npi
from app.domain.ids import PatientId
from app.domain.patient import Diagnosis, Patient
from app.domain.place import PersonName, Unit

TODAY = dt.date(2026, 11, 24)


def shown(qtbot: QtBot, editor: Editor) -> tuple[Editor, list[object]]:
    """The editor in a window with a second field to leave to, and what it settles."""
    holder = QWidget()
    layout = QVBoxLayout(holder)
    layout.addWidget(editor)
    layout.addWidget(QLineEdit())
    qtbot.addWidget(holder)
    holder.show()
    qtbot.waitExposed(holder)
    holder.activateWindow()
    qtbot.waitUntil(holder.isActiveWindow)
    settled: list[object] = []
    editor.settled.connect(settled.append)
    editor.setFocus()
    setattr(editor, "window_of_test", holder)  # noqa: B010 -- keeps the window as long as the editor
    return editor, settled


def leave(qtbot: QtBot) -> None:
    widget = QApplication.focusWidget()
    assert widget is not None
    qtbot.keyClick(widget, Qt.Key.Key_Tab)


@pytest.mark.parametrize(
    ("typed", "kept", "text"),
    [
        ("3/4/85", dt.date(1985, 3, 4), "03/04/1985"),
        ("030485", dt.date(1985, 3, 4), "03/04/1985"),
        ("t-90", dt.date(2026, 8, 26), "08/26/2026"),
        ("t", TODAY, "11/24/2026"),
    ],
)
def test_dates_are_typed_as_an_office_types_them(qtbot: QtBot, typed: str, kept: dt.date, text: str) -> None:
    editor, settled = shown(qtbot, DateEditor("Date", lambda: TODAY))
    qtbot.keyClicks(editor.field, typed)
    leave(qtbot)
    assert settled == [kept]
    assert editor.value == text


def test_a_date_that_is_none_is_said_and_not_kept(qtbot: QtBot) -> None:
    editor, settled = shown(qtbot, DateEditor("Date", lambda: TODAY))
    qtbot.keyClicks(editor.field, "13/45/85")
    leave(qtbot)
    assert settled == []
    assert "Not a date" in editor.finding
    assert editor.field.accessibleDescription() == editor.finding


def test_a_month_alone_is_a_date_where_that_is_enough(qtbot: QtBot) -> None:
    editor, settled = shown(qtbot, DateEditor("Start", lambda: TODAY, partial=True))
    qtbot.keyClicks(editor.field, "3/2026")
    leave(qtbot)
    assert settled == [PartialDate(2026, 3)]


def test_a_phone_is_shaped_on_leaving_not_while_typing(qtbot: QtBot) -> None:
    editor, settled = shown(qtbot, PhoneEditor("Phone"))
    qtbot.keyClicks(editor.field, "617.555.0101")
    assert editor.value == "617.555.0101"
    leave(qtbot)
    assert editor.value == "(617) 555-0101"
    assert settled == ["6175550101"]


def test_a_wrong_identifier_is_said_and_kept_all_the_same(qtbot: QtBot) -> None:
    editor, settled = shown(qtbot, LineEditor("NPI", check=checked(check_npi)))
    qtbot.keyClicks(editor.field, "1234567890")
    leave(qtbot)
    assert settled == ["1234567890"]
    assert editor.finding


def test_resting_keeps_what_was_typed(qtbot: QtBot) -> None:
    editor, settled = shown(qtbot, LineEditor("Name"))
    qtbot.keyClicks(editor.field, "Anna")
    qtbot.waitUntil(lambda: settled == ["Anna"], timeout=3000)


def test_a_value_from_elsewhere_does_not_replace_what_is_being_typed(qtbot: QtBot) -> None:
    editor, _ = shown(qtbot, LineEditor("Name"))
    qtbot.keyClicks(editor.field, "Ann")
    editor.set_value("Somebody else")
    assert editor.value == "Ann"


def test_nothing_is_settled_where_nothing_changed(qtbot: QtBot) -> None:
    editor, settled = shown(qtbot, TextEditor("Notes"))
    editor.set_value("as before")
    leave(qtbot)
    assert settled == []


def test_pressing_the_chosen_answer_again_takes_it_back(qtbot: QtBot) -> None:
    editor, settled = shown(qtbot, YesNoEditor("Urgent"))
    for _ in range(2):
        qtbot.keyClick(editor.field, Qt.Key.Key_Space)
    assert settled == [True, None]


def test_a_number_that_is_none_is_not_kept(qtbot: QtBot) -> None:
    editor, settled = shown(qtbot, NumberEditor("Units"))
    qtbot.keyClicks(editor.field, "15x")
    leave(qtbot)
    assert settled == []
    assert editor.finding


def test_a_choice_is_made_by_key(qtbot: QtBot) -> None:
    editor, settled = shown(qtbot, ChoiceEditor("Kind", [("a", "Alpha"), ("b", "Beta")]))
    qtbot.keyClick(editor.field, Qt.Key.Key_Down)
    assert settled == ["b"]


def test_a_choice_is_found_by_words_with_blanks(qtbot: QtBot) -> None:
    items = [("", "not documented"), ("a", "did not help enough"), ("b", "did not try"), ("c", "not tolerated")]
    editor, settled = shown(qtbot, ChoiceEditor("Outcome", items))
    qtbot.keyClicks(editor.field, "did not t")
    assert settled[-1] == "b"
    assert isinstance(editor, ChoiceEditor)
    assert not editor.choice.view().isVisible()


def test_tab_in_an_open_list_takes_the_item_and_goes_on(qtbot: QtBot) -> None:
    editor, settled = shown(qtbot, ChoiceEditor("Kind", [("a", "Alpha"), ("b", "Beta")]))
    assert isinstance(editor, ChoiceEditor)
    editor.choice.showPopup()
    qtbot.keyClick(editor.choice.view(), Qt.Key.Key_Down)
    qtbot.keyClick(editor.choice.view(), Qt.Key.Key_Tab)
    assert settled == ["b"]
    assert not editor.choice.view().isVisible()
    assert isinstance(QApplication.focusWidget(), QLineEdit)


def test_enter_presses_the_button_with_the_focus(qtbot: QtBot) -> None:
    pressed: list[bool] = []
    made = button("Start", lambda: pressed.append(True))
    qtbot.addWidget(made)
    made.show()
    qtbot.keyClick(made, Qt.Key.Key_Return)
    assert pressed == [True]


def test_a_weight_shows_its_unit_after_leaving(qtbot: QtBot) -> None:
    editor, _ = shown(qtbot, MeasureEditor("Height", Unit.INCH, "5'6\""))
    qtbot.keyClicks(editor.field, "5'6")
    leave(qtbot)
    assert editor.value == "66 in"


def test_after_the_first_diagnosis_a_second_one_can_be_added(qtbot: QtBot) -> None:
    editor, _ = shown(qtbot, DiagnosesEditor())
    assert isinstance(editor, DiagnosesEditor)
    qtbot.keyClicks(editor.lines[0].field, "G24.3")
    qtbot.keyClick(editor.lines[0].line.completer().popup(), Qt.Key.Key_Escape)
    leave(qtbot)
    adder = next(item for item in editor.findChildren(QPushButton) if item.text() == "Add a diagnosis")
    assert adder.isVisible()
    adder.click()
    assert len(editor.lines) == 2


def test_a_known_code_brings_its_description() -> None:
    assert meant("g43.709", Diagnosis()).description.startswith("Chronic migraine")
    assert meant("a rare thing", Diagnosis()) == Diagnosis("", "a rare thing")


def test_diagnoses_are_added_and_removed(qtbot: QtBot) -> None:
    editor, settled = shown(qtbot, DiagnosesEditor())
    assert isinstance(editor, DiagnosesEditor)
    qtbot.keyClicks(editor.lines[0].field, "G43.709")
    qtbot.keyClick(editor.lines[0].line.completer().popup(), Qt.Key.Key_Escape)
    leave(qtbot)
    assert isinstance(settled[-1], tuple)
    assert settled[-1][0].icd10 == "G43.709"


def test_a_path_reaches_into_a_record() -> None:
    patient = Patient(PatientId("p"), PersonName("Anna", "Bell"))
    changed = with_value(patient, "name.first", "Eva")
    assert value_at(changed, "name.first") == "Eva"
    assert changed.name.last == "Bell"
    assert patient.name.first == "Anna"


def test_edits_chain_without_waiting_for_the_store(qtbot: QtBot) -> None:
    holder = QWidget()
    qtbot.addWidget(holder)
    binding = RecordBinding(holder)
    first = binding.bind("name.first", LineEditor("First"))
    last = binding.bind("name.last", LineEditor("Last"))
    binding.load(Patient(PatientId("p"), PersonName("Anna", "Bell")))
    edits: list[tuple[Patient, Patient]] = []
    binding.edited.connect(lambda before, after: edits.append((before, after)))
    first.settled.emit("Eva")
    last.settled.emit("Stone")
    assert [after.name.full for _, after in edits] == ["Eva Bell", "Eva Stone"]
    assert edits[1][0] == edits[0][1]
