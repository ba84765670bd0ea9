"""The payers' rules to look up: every policy is listed, found by words, and told with its source and date."""

from __future__ import annotations

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from app.criteria.library import bundled_policies
from app.desk.criteria.beyond import beyond
from app.desk.criteria.rows import Stand, found_rows, policy_rows
from app.desk.criteria.screen import CriteriaScreen
from app.desk.criteria.sections import sections_of
from app.desk.places import Spot, View
from app.desk.request.keys import Step
from app.desk.window import DeskWindow
from app.domain.practice import Line
from app.domain.sample import REQUESTS
from tests.desk.conftest import focused, frame_of, press, settle, write
from tests.desk.test_check import opened

_HERE = Spot(View.CRITERIA)
_CTRL = Qt.KeyboardModifier.ControlModifier


def criteria(window: DeskWindow, qtbot: QtBot, spot: Spot = _HERE) -> CriteriaScreen:
    frame_of(window).go(spot)
    settle(window, qtbot)
    screen = frame_of(window).screen_of(View.CRITERIA)
    assert isinstance(screen, CriteriaScreen)
    return screen


def test_every_policy_and_every_use_it_speaks_of_is_listed() -> None:
    rows = policy_rows(bundled_policies())
    assert {row.policy.id for row in rows} == {policy.id for policy in bundled_policies()}
    assert len({row.name for row in rows}) == len(rows)
    for policy in bundled_policies():
        listed = {row.indication for row in rows if row.policy is policy and row.indication}
        assert listed == policy.covered | policy.unproven


def test_every_rule_of_a_policy_is_shown_for_the_uses_it_is_for() -> None:
    for row in policy_rows(bundled_policies()):
        said = "\n".join(line for part in sections_of(row.policy, row.indication) for line in part.lines)
        for rule in row.policy.rules:
            is_for = not (row.indication and rule.conditions) or row.indication in rule.conditions
            assert not is_for or rule.text in said


def test_all_words_of_a_search_must_be_there() -> None:
    rows = policy_rows(bundled_policies())
    found = found_rows(rows, "aetna migraine", "")
    assert found
    assert "CPB 0113" in {row.policy.number for row in found}
    assert all("aetna" in row.text and "migraine" in row.text for row in found)
    assert {row.indication for row in found_rows(rows, "", "tmj")} == {"tmj", ""}
    assert found_rows(rows, "no such payer anywhere", "") == ()


def test_the_rules_are_found_and_read_by_keyboard(window: DeskWindow, qtbot: QtBot) -> None:
    press(qtbot, Qt.Key.Key_5, _CTRL)
    settle(window, qtbot)
    screen = criteria(window, qtbot)
    assert focused() is screen.field
    write(qtbot, "cpb 0113 migraine")
    assert [row.use for row in screen.table.rows_model.rows] == ["Chronic migraine"]
    said = screen.detail.said()
    policy = next(policy for policy in bundled_policies() if policy.number == "CPB 0113")
    checked = f"checked {policy.checked:%m/%d/%Y}"
    for words in ("Aetna: botulinum toxin", "CPB 0113", "01/01/2026", checked, "Read in full", "60 days each"):
        assert words in said
    assert "bladder" not in said
    write(qtbot, "zzz")
    assert screen.table.rows_model.rows == ()
    press(qtbot, Qt.Key.Key_Tab)
    assert focused() is screen.choice


def test_what_was_not_read_says_so(window: DeskWindow, qtbot: QtBot) -> None:
    screen = criteria(window, qtbot)
    row = next(row for row in screen.table.rows_model.rows if row.stand is Stand.UNKNOWN)
    screen.detail.show_row(row)
    assert "enter them from the payer's bulletin" in screen.detail.said()
    assert "criteria not read" in screen.detail.said()


def test_the_check_leads_to_the_rules_of_its_payer(window: DeskWindow, qtbot: QtBot) -> None:
    screen = opened(window, qtbot, REQUESTS[1], Step.CHECK)
    screen.check.rules.link.click()
    settle(window, qtbot)
    shown = criteria(window, qtbot, frame_of(window).spot).table.current
    assert shown is not None
    assert shown.name == "juniper/botulinum-toxin:cervical_dystonia"
    press(qtbot, Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    assert frame_of(window).spot == Spot(View.REQUEST, REQUESTS[1], part=Step.CHECK.value)


def test_find_anything_finds_a_payers_rules(window: DeskWindow, qtbot: QtBot) -> None:
    frame = frame_of(window)
    press(qtbot, Qt.Key.Key_K, _CTRL)
    write(qtbot, "cpb 0113")
    qtbot.waitUntil(lambda: {hit.kind for hit in frame.finder.hits} >= {"Criteria"}, timeout=5000)
    press(qtbot, Qt.Key.Key_Return)
    settle(window, qtbot)
    shown = criteria(window, qtbot, frame.spot).table.current
    assert shown is not None
    assert shown.policy.number == "CPB 0113"


def test_an_offices_first_questions_are_answered_beside_the_rules(window: DeskWindow, qtbot: QtBot) -> None:
    screen = criteria(window, qtbot, Spot(View.CRITERIA, "aetna/cpb-0113", focus="chronic_migraine"))
    said = screen.detail.said()
    for words in (
        *("Chronic migraine: covered, with conditions", "What must have been tried", "60 days each"),
        *("Employer plan, before the service: 15 calendar days", "internal appeal: file within 180 calendar days"),
        *("What it costs without cover", "Botox, 155 units $1,008.43", "BOTOX Savings Program"),
    ):
        assert words in said


def test_no_program_is_offered_to_a_line_that_may_not_use_it_and_no_far_rule_is_told() -> None:
    for policy in bundled_policies():
        told = "\n".join(line for section in beyond(policy) for line in section.lines)
        if policy.lines & {Line.MEDICARE_FFS, Line.MEDICAID_FFS, Line.MEDICAID_MCO, Line.MEDICARE_ADVANTAGE}:
            assert "BOTOX Savings" not in told
        if policy.states and "WA" not in policy.states:
            assert "Washington, insured plan" not in told
        if policy.lines - {Line.TRICARE}:
            assert "How long a decision takes" in {section.title for section in beyond(policy)}
