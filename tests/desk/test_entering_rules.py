"""Entering a payer's rules on the desk: by keyboard, kept at every step, used when whole, undone, and out as a file."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from app.criteria.judging import judge
from app.criteria.loading import load_policies
from app.criteria.own.kinds import KINDS
from app.criteria.submission import Submission
from app.desk.criteria.entering import values
from app.desk.criteria.entering.pane import EnteringPane
from app.desk.criteria.screen import CriteriaScreen
from app.desk.places import ENTER, Spot, View
from app.desk.window import DeskWindow
from app.domain.sample import REQUESTS
from tests.desk.conftest import focused, frame_of, press, settle, write
from tests.desk.test_check import opened
from tests.desk.test_criteria import criteria

_JUNIPER = "juniper/botulinum-toxin"


def entering(window: DeskWindow, qtbot: QtBot, policy_id: str = "", payer: str = "") -> EnteringPane:
    screen = criteria(window, qtbot)
    screen.acts.begin(policy_id, payer)
    settle(window, qtbot)
    assert screen.entering.isVisible()
    return screen.entering


def choose(pane: EnteringPane, name: str) -> None:
    at = pane.list.rows_model.row_named(name)
    assert at >= 0
    pane.list.selectRow(at)


def row_with(pane: EnteringPane, words: str) -> str:
    return next(entry.name for entry in pane.list.rows_model.rows if words in entry.words)


def test_a_copy_is_corrected_used_and_rules_the_request_until_it_is_undone(window: DeskWindow, qtbot: QtBot) -> None:
    pane = entering(window, qtbot, _JUNIPER)
    assert pane.state.text() == "nothing open"
    choose(pane, row_with(pane, "Headache on 15 or more"))
    assert pane.part.condition is not None
    assert pane.part.condition.form is not None
    assert "headache days a month, at least 15" in pane.part._said.text()
    number = pane.part.condition.form.editors["at_least"]
    number.setFocus()
    focused().selectAll()  # type: ignore[attr-defined]
    write(qtbot, "21")
    press(qtbot, Qt.Key.Key_Tab)
    assert "at least 21" in pane.part._said.text()
    qtbot.mouseClick(pane.use_button, Qt.MouseButton.LeftButton)
    settle(window, qtbot)
    screen = frame_of(window).screen_of(View.CRITERIA)
    assert isinstance(screen, CriteriaScreen)
    assert not pane.isVisible()
    assert screen.table.current is not None
    assert screen.table.current.policy.is_offices
    assert "The office's own rules, a corrected copy" in screen.detail.said()
    check = opened(window, qtbot, REQUESTS[0]).check.rules
    assert check.judged is not None
    assert check.judged.policy is not None
    assert check.judged.policy.is_offices
    assert check.trust.text().startswith("The office's own rules")
    frame_of(window).desk.undo()
    settle(window, qtbot)
    assert frame_of(window).desk.session.rules.own == ()


def test_new_rules_are_entered_by_keyboard_and_say_what_is_open(window: DeskWindow, qtbot: QtBot) -> None:
    pane = entering(window, qtbot, payer="Spruce Health")
    assert pane.state.text() == "3 to settle"
    assert not pane.use_button.isEnabled()
    source = pane.part.forms[0].editors["source"]
    assert source.finding.startswith("Say where it was read")
    source.setFocus()
    write(qtbot, "Bulletin of November 2026")
    pane.part.forms[0].editors["verified"].setFocus()
    assert source.finding == ""
    press(qtbot, Qt.Key.Key_Down)
    choose(pane, "covers:0")
    covered = pane.part.forms[0].editors["covered"]
    covered.setFocus()
    press(qtbot, Qt.Key.Key_Space)
    press(qtbot, Qt.Key.Key_Space)
    press(qtbot, Qt.Key.Key_Return)
    assert pane.table["covered"] == ["chronic_migraine"]
    assert pane.state.text() == "nothing open"
    pane.adds["rule"].click()
    assert pane.state.text() == "3 to settle"
    write(qtbot, "Two drugs tried")
    pane.part.forms[0].editors["topic"].set_value("step_therapy")
    pane.part.forms[0].editors["topic"].settled.emit("step_therapy")
    assert pane.part.condition is not None
    pane.part.condition.choice.set_value("trials")
    pane.part.condition.choice.currentIndexChanged.emit(0)
    settle(window, qtbot)
    assert pane.table["rule"][0]["trials"] == {}
    assert "Say what counts." in {flaw.says for flaw in pane.flaws}


def test_what_was_entered_is_there_again_and_can_be_given_up(window: DeskWindow, qtbot: QtBot) -> None:
    pane = entering(window, qtbot, payer="Spruce Health")
    number = pane.part.forms[0].editors["number"]
    number.setFocus()
    write(qtbot, "SP-12")
    press(qtbot, Qt.Key.Key_Escape)
    settle(window, qtbot)
    screen = criteria(window, qtbot)
    assert not pane.isVisible()
    (go_on,) = [b for b in screen.findChildren(QPushButton) if b.text() == "Go on" and b.isVisible()]
    go_on.click()
    assert pane.part.forms[0].editors["number"].value == "SP-12"
    pane.drop_button.click()
    settle(window, qtbot)
    assert not [b for b in screen.findChildren(QPushButton) if b.text() == "Go on" and b.isVisible()]


def test_rules_of_parts_are_shown_changed_and_removed(window: DeskWindow, qtbot: QtBot) -> None:
    pane = entering(window, qtbot, _JUNIPER)
    name = row_with(pane, "At least 7 fewer headache days")
    choose(pane, name)
    condition = pane.part.condition
    assert condition is not None
    assert [part.choice.value for part in condition.parts] == ["fell", "measure"]
    condition._add(KINDS["any"])
    assert any(flaw.says == "Choose what is asked." for flaw in pane.flaws)
    condition.parts[-1].choice.set_value("helped")
    condition.parts[-1].choice.currentIndexChanged.emit(0)
    assert pane.state.text() == "nothing open"
    before = len(pane.table["rule"])
    pane.part.removed.emit(pane.part.at)
    assert len(pane.table["rule"]) == before - 1
    assert pane.part.at == ("head", 0)


def test_the_offices_rules_go_out_to_a_file_and_come_in_again(window: DeskWindow, qtbot: QtBot, tmp_path: Path) -> None:
    pane = entering(window, qtbot, _JUNIPER)
    pane.use_button.click()
    settle(window, qtbot)
    screen = criteria(window, qtbot)
    (policy,) = screen.detail.own
    file = tmp_path / "rules.toml"
    screen.acts.write(policy, file)
    settle(window, qtbot)
    assert load_policies(file.read_text(encoding="utf-8"), "file") == (policy,)
    screen.acts.remove(policy)
    settle(window, qtbot)
    assert screen.detail.own == ()
    screen.acts.take_in(file)
    settle(window, qtbot)
    assert screen.detail.own == (policy,)


def test_a_link_from_elsewhere_begins_the_rules_of_a_payer(window: DeskWindow, qtbot: QtBot) -> None:
    screen = criteria(window, qtbot, Spot(View.CRITERIA, part=ENTER, focus="Spruce Health"))
    settle(window, qtbot)
    assert screen.entering.isVisible()
    assert screen.entering.table["payers"] == ["Spruce Health"]


def test_values_are_shown_as_they_are_typed() -> None:
    assert values.from_words("WA,  OR;ID\n") == ["WA", "OR", "ID"]
    assert values.as_words(["WA", "OR"]) == "WA, OR"
    groups = values.from_groups("Tilt, turn; pain")
    assert groups == [{"one_of": ["tilt", "turn"]}, {"one_of": ["pain"]}]
    assert values.as_groups(groups) == "tilt, turn; pain"
    assert (values.as_number(15), values.as_number(2.5), values.as_number(None)) == ("15", "2.5", "")


def test_a_request_whose_payer_has_no_rules_leads_to_entering_them(window: DeskWindow, qtbot: QtBot) -> None:
    rules = opened(window, qtbot, REQUESTS[0]).check.rules
    assert rules.enter.isHidden()
    rules.show_judgement(judge(Submission(payer="Nobody's Plan")))
    assert not rules.enter.isHidden()
    rules.enter.click()
    settle(window, qtbot)
    screen = frame_of(window).screen_of(View.CRITERIA)
    assert isinstance(screen, CriteriaScreen)
    assert screen.entering.isVisible()
    assert screen.entering.table["payers"] == ["Juniper Health Plan"]


def test_tab_goes_through_the_fields_in_the_order_in_which_they_stand(window: DeskWindow, qtbot: QtBot) -> None:
    pane = entering(window, qtbot, _JUNIPER)
    choose(pane, row_with(pane, "Chart notes"))
    condition = pane.part.condition
    assert condition is not None
    condition.choice.set_value("age")
    condition.choice.currentIndexChanged.emit(0)
    settle(window, qtbot)
    qtbot.wait(20)
    pane.part.forms[0].editors["text"].setFocus()
    seen = []
    for _ in range(8):
        press(qtbot, Qt.Key.Key_Tab)
        seen.append(focused().accessibleName())
    assert seen == ["About", "For the uses", "On", "What is asked", "At least", "More than", "At most", "Only for"]


def test_nothing_of_the_part_before_is_left_and_each_part_says_its_use(window: DeskWindow, qtbot: QtBot) -> None:
    pane = entering(window, qtbot, "aetna/cpb-0113")
    choose(pane, row_with(pane, "10 units/kg"))
    assert pane.part._said.isVisible()
    about = {entry.name: entry.about for entry in pane.list.rows_model.rows}
    codes = next(name for name in about if name.startswith("codes:"))
    assert about[codes] == "Chronic migraine"
    assert about["head:0"] == ""
    choose(pane, codes)
    assert pane.part._said.isHidden()
    assert pane.part._said.text() == ""
