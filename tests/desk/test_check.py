"""The payer's rules on a request: three groups, links that jump, and an answer while one types."""

from __future__ import annotations

import datetime as dt
import json
import time
from dataclasses import replace

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QScrollArea
from pytestqt.qtbot import QtBot

from app.criteria.findings import State
from app.criteria.judging import Judgement
from app.criteria.library import bundled_policies
from app.desk.check.finding_row import place_words
from app.desk.check.live import judgement
from app.desk.check.words import Group, since_words, trust_words, verdict
from app.desk.places import Spot, View
from app.desk.request.keys import Step
from app.desk.request.open_items import open_items, open_rules
from app.desk.request.workspace import RequestScreen
from app.desk.window import DeskWindow
from app.domain.sample import PATIENTS, REQUESTS
from app.services.judging import judge_cases
from app.services.rules_since import Since
from tests.desk.conftest import focused, frame_of, press, settle, write


def opened(window: DeskWindow, qtbot: QtBot, request_id: str, step: Step = Step.CHECK) -> RequestScreen:
    frame_of(window).go(Spot(View.REQUEST, request_id, part=step.value))
    settle(window, qtbot)
    screen = frame_of(window).screen_of(View.REQUEST)
    assert isinstance(screen, RequestScreen)
    return screen


def test_the_rules_are_judged_before_a_form_is_chosen(window: DeskWindow, qtbot: QtBot) -> None:
    pane = opened(window, qtbot, REQUESTS[0]).check.rules
    assert pane.judged is not None
    assert pane.judged.policy is not None
    assert pane.isVisible()
    assert pane.title.text() == pane.judged.policy.title
    for words in (pane.judged.policy.number, f"{pane.judged.policy.checked:%m/%d/%Y}", "in force since"):
        assert words in pane.policy.text()
    assert pane.trust.text().startswith("Read in full")
    shown = [row.finding for part in pane.groups.values() for row in part.rows.values()]
    assert sorted(f.text for f in shown) == sorted(f.text for f in pane.judged.findings)
    assert all(row.finding.state is State.MET for row in pane.groups[Group.DOCUMENTED].rows.values())


def test_what_is_cheapest_to_settle_comes_first(window: DeskWindow, qtbot: QtBot) -> None:
    pane = opened(window, qtbot, REQUESTS[0]).check.rules
    costs = [row.finding.cost for row in pane.groups[Group.SETTLE].rows.values()]
    assert costs
    assert costs == sorted(costs, key=lambda cost: 99 if cost is None else cost)


def test_a_link_goes_to_the_field_behind_a_rule(window: DeskWindow, qtbot: QtBot) -> None:
    screen = opened(window, qtbot, REQUESTS[0])
    link = screen.check.rules.first_link()
    assert link is not None
    link.setFocus()
    press(qtbot, Qt.Key.Key_Space)
    assert screen.bar.step is Step.CLINICAL
    assert focused() is screen.clinical.documents.add_button
    screen.check.rules.jumped.emit(("prior[2].end_date",))
    assert focused().accessibleName() == "Stop"
    screen.check.rules.jumped.emit(("measure.headache_days",))
    assert focused().accessibleName() == "Value"


def test_the_date_of_the_last_injection_is_written_with_the_patient(window: DeskWindow, qtbot: QtBot) -> None:
    screen = opened(window, qtbot, REQUESTS[2])
    assert place_words(("request.last_treatment_date",))
    screen.check.rules.jumped.emit(("request.last_treatment_date",))
    settle(window, qtbot)
    assert frame_of(window).spot == Spot(View.PATIENT, PATIENTS[2], part="treatments")


def test_every_rule_that_can_be_settled_at_the_desk_has_a_link() -> None:
    without = set()
    for policy in bundled_policies():
        for use in policy.covered:
            given = {"payer": policy.payers[0].rstrip("*"), "kind": "initial", "product": "J0585", "indication": use}
            given |= {"line": next(iter(policy.lines), "commercial"), "state": next(iter(policy.states), "WA")}
            judged = judge_cases(json.dumps(given | {"date": "2026-11-24"}))
            assert isinstance(judged, Judgement)
            without |= {f.settle for f in judged.findings if f.settle and not place_words(f.keys)}
    assert without <= {"Enter the rules from the payer's own bulletin.", "Attach the diary.", "Ask the payer."}


def test_the_verdict_follows_the_keys(window: DeskWindow, qtbot: QtBot) -> None:
    screen = opened(window, qtbot, REQUESTS[0], Step.CLINICAL)
    assert screen.verdict.isVisible()
    before = screen.verdict.words
    screen.clinical.request.focus("drug.frequency")
    focused().selectAll()  # type: ignore[attr-defined]
    write(qtbot, "every 8 weeks")
    qtbot.waitUntil(lambda: screen.verdict.words != before, timeout=3000)
    assert "not met" in screen.verdict.words
    assert focused().accessibleName() == "How often"


def test_a_row_that_stays_keeps_its_place_and_its_focus(window: DeskWindow, qtbot: QtBot) -> None:
    screen = opened(window, qtbot, REQUESTS[0])
    pane = screen.check.rules
    link = pane.first_link()
    assert link is not None
    link.setFocus()
    assert screen.case is not None
    screen.acts._patch_request("drug.frequency", "every 8 weeks")
    settle(window, qtbot)
    settled = [row.finding.state for row in pane.groups[Group.SETTLE].rows.values()]
    assert State.NOT_MET in settled
    assert link.isVisible()
    assert link.hasFocus()


def test_judging_and_showing_takes_no_more_than_a_blink(window: DeskWindow, qtbot: QtBot) -> None:
    screen = opened(window, qtbot, REQUESTS[0])
    case = screen.case
    assert case is not None
    session = frame_of(window).desk.session
    took = []
    for _ in range(10):
        began = time.thread_time()
        made = judgement(session, (case, None))
        screen.check.rules.judged = None
        screen.check.rules.show_judgement(made)
        took.append(time.thread_time() - began)
    assert sorted(took)[5] < 0.020


def test_what_was_not_verified_says_so_and_nothing_speaks_of_chances() -> None:
    for policy in bundled_policies():
        words, role = trust_words(policy)
        assert words.endswith(".")
        if not policy.may_decide or not policy.complete or policy.is_stub:
            assert role == "warn"


def test_a_verdict_never_speaks_of_chances(window: DeskWindow, qtbot: QtBot) -> None:
    for request_id in REQUESTS:
        judged = opened(window, qtbot, request_id).check.rules.judged
        assert judged is not None
        words = verdict(judged)[0].lower()
        assert not any(word in words for word in ("%", "likely", "chance", "probab"))


def test_long_names_of_fields_do_not_widen_the_list(window: DeskWindow, qtbot: QtBot) -> None:
    screen = opened(window, qtbot, REQUESTS[0])
    window.resize(1093, 574)
    assert screen.case is not None
    assert screen.case.payer is not None
    aetna = replace(screen.case, payer=replace(screen.case.payer, name="Aetna"), observations=())
    screen.judging.show(aetna, None)
    settle(window, qtbot)
    pane = screen.check.rules
    assert len(pane.groups[Group.SETTLE].rows) >= 3
    area = pane.findChildren(QScrollArea)[0]
    assert area.widget().width() <= area.viewport().width()
    link = pane.groups[Group.SETTLE].links()[1]
    assert "4 hours or more" in link.accessibleName()


def test_the_step_counts_the_open_rules(window: DeskWindow, qtbot: QtBot) -> None:
    screen = opened(window, qtbot, REQUESTS[0])
    before = screen.bar.buttons[Step.CHECK].text()
    screen.acts._patch_request("drug.frequency", "every 8 weeks")
    settle(window, qtbot)
    after = screen.bar.buttons[Step.CHECK].text()
    assert int(after.split()[-1]) == int(before.split()[-1]) + 1


def test_a_key_outside_the_workspace_has_no_link() -> None:
    assert place_words(()) == ""
    assert place_words(("measure.headache_days",))


def test_a_signed_request_says_when_it_was_judged_and_what_changed_since(window: DeskWindow, qtbot: QtBot) -> None:
    pane = opened(window, qtbot, REQUESTS[0]).check.rules
    assert not pane.signing.isVisible()
    pane.show_signing(dt.date(2026, 11, 24))
    assert pane.signing.text() == "As it was judged when it was signed on 11/24/2026."
    assert pane.judged is not None
    assert pane.judged.policy is not None
    policy = pane.judged.policy
    older = replace(policy, number="JHP-BT-2025")
    assert since_words(Since(policy, policy, has_changed=False)) == ""
    changed = since_words(Since(older, policy, True, ("Chart notes",), ("A letter",)))
    assert changed.startswith("Judged by JHP-BT-2025")
    assert "the rules have changed since: now JHP-BT-2026" in changed
    assert changed.endswith("Asked now: Chart notes. Not asked any more: A letter.")
    assert since_words(Since(older, None, True)).endswith("no such rules are on file any more.")


def test_the_next_open_item_goes_on_from_boxes_to_rules_and_ends_at_the_packet(
    window: DeskWindow, qtbot: QtBot
) -> None:
    screen = opened(window, qtbot, REQUESTS[1])
    items = screen.jumping._open_ones()
    rules = [item for item in items if item.rule]
    assert len(items) == len(rules) + len(open_items(screen.prepared))
    assert screen.check.rules.judged is not None
    told = {finding.text for finding in screen.check.rules.judged.findings}
    assert {item.words for item in rules} <= told
    boxes = open_items(screen.prepared)
    assert {item.datum for item in rules if item.datum}.isdisjoint({item.datum for item in boxes})
    assert open_rules(None, ()) == ()


def test_a_rule_that_no_field_settles_is_shown_in_the_check(window: DeskWindow, qtbot: QtBot) -> None:
    screen = opened(window, qtbot, REQUESTS[0])
    given = {"payer": "Aetna", "line": "commercial", "kind": "initial", "product": "J0585", "date": "2026-11-24"}
    judged = judge_cases(json.dumps(given | {"indication": "tmj"}))
    assert isinstance(judged, Judgement)
    screen.check.show_judgement(judged)
    items = open_rules(judged, ())
    assert items
    for item in items:
        screen.jumping._go(item)
        where = focused()
        assert where is not None
    settle(window, qtbot)
    assert screen.check.rules.judged is not None
    first = screen.check.rules.judged.findings[0]
    screen.jumping._go_to_rule(replace(items[0], words=first.text, datum=None))
    assert screen.bar.step is Step.CHECK
    assert screen.check.rules.isVisible()
    assert screen.check.rules.isAncestorOf(focused())


def test_the_lengths_of_trials_stand_beside_what_the_payer_asks(window: DeskWindow, qtbot: QtBot) -> None:
    lengths = opened(window, qtbot, REQUESTS[0]).check.rules.lengths
    assert lengths.spec is not None
    assert not lengths.isHidden()
    assert "Asked: 60 days. topiramate: 110 days, long enough." in lengths.accessibleDescription()
    lengths.grab()
    lengths.show_lengths(None)
    assert lengths.isHidden()
