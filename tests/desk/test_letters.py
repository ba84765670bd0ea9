"""Letters on the desk: drafted, gaps in words, the office's own paragraphs, the pages, into the packet."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from app.desk.letters.screen import LettersScreen
from app.desk.places import Spot, View
from app.desk.request.keys import Step
from app.desk.request.workspace import RequestScreen
from app.desk.window import DeskWindow
from app.domain.changes import Edit
from app.domain.clinical import Observation
from app.domain.course import LetterKind
from app.domain.request import Attachment, AttachmentKind
from app.domain.sample import PATIENTS, REQUESTS
from app.services import edits, sample
from app.services.session import Act, Session, allows
from tests.desk.conftest import WAIT_MS, focused, frame_of, press, settle, write
from tests.desk.test_check import opened


def letters_of(window: DeskWindow, qtbot: QtBot, request_id: str, kind: str = "") -> LettersScreen:
    frame_of(window).go(Spot(View.LETTERS, request_id, part=kind))
    settle(window, qtbot)
    screen = frame_of(window).screen_of(View.LETTERS)
    assert isinstance(screen, LettersScreen)
    return screen


def _without_counts(session: Session) -> None:
    for item in session.vault.find(Observation, patient_id=PATIENTS[0]):
        if item.measure == "headache_days":
            edits.save(session, "Forget", Edit(item, None))


def test_the_likeliest_letter_is_drafted_and_its_pages_are_shown(window: DeskWindow, qtbot: QtBot) -> None:
    opened(window, qtbot, REQUESTS[0], Step.CLINICAL)
    press(qtbot, Qt.Key.Key_6, Qt.KeyboardModifier.AltModifier)
    settle(window, qtbot)
    screen = frame_of(window).screen_of(View.LETTERS)
    assert isinstance(screen, LettersScreen)
    assert screen.opened is not None
    assert screen.opened.kind is LetterKind.NECESSITY
    assert screen.draft.parts["ask"]._text.text().startswith("I am writing on behalf of my patient")
    qtbot.waitUntil(lambda: screen.sheets.sheets[0].has_picture, timeout=WAIT_MS)
    screen.chips[LetterKind.BRIEF].click()
    settle(window, qtbot)
    assert screen.opened.kind is LetterKind.BRIEF
    assert len(screen.sheets.sheets) == 1


def test_what_is_missing_is_said_and_leads_to_its_field(window: DeskWindow, qtbot: QtBot) -> None:
    screen = letters_of(window, qtbot, REQUESTS[0])
    frame_of(window).desk.change(window, _without_counts)
    settle(window, qtbot)
    assert screen.opened is not None
    assert screen.opened.draft.gaps
    assert "not documented" in screen.draft.state.text()
    assert "not documented]" in screen.draft.parts["frequency"]._text.text()
    assert not screen.add_button.isEnabled()
    screen.draft.jumped.emit("measure.headache_days")
    settle(window, qtbot)
    assert frame_of(window).spot.view is View.REQUEST
    workspace = frame_of(window).screen_of(View.REQUEST)
    assert isinstance(workspace, RequestScreen)
    assert workspace.bar.step is Step.CLINICAL
    assert workspace.clinical.measures.isAncestorOf(focused())


def test_a_paragraph_in_own_words_is_kept_and_given_back(window: DeskWindow, qtbot: QtBot) -> None:
    screen = letters_of(window, qtbot, REQUESTS[0])
    part = screen.draft.parts["closing"]
    was = part._text.text()
    part.write_button.click()
    assert focused().accessibleName() == "Own words: Closing"
    focused().selectAll()  # type: ignore[attr-defined]
    write(qtbot, "Please call me.")
    press(qtbot, Qt.Key.Key_Tab)
    settle(window, qtbot)
    assert screen.opened is not None
    assert "Please call me." in screen.opened.draft.text
    assert was not in screen.opened.draft.text
    letters_of(window, qtbot, REQUESTS[1])
    assert "Please call me." not in screen.opened.draft.text
    letters_of(window, qtbot, REQUESTS[0])
    part = screen.draft.parts["closing"]
    assert part.editor.value == "Please call me."
    part.back_button.click()
    settle(window, qtbot)
    assert was in screen.opened.draft.text


def test_a_whole_letter_goes_into_the_packet_once(window: DeskWindow, qtbot: QtBot, tmp_path: Path) -> None:
    screen = letters_of(window, qtbot, REQUESTS[0])
    for _ in range(2):
        screen.add_button.click()
        settle(window, qtbot)
    found: list[Attachment] = []
    frame_of(window).desk.query(
        screen, lambda session: session.vault.find(Attachment, patient_id=PATIENTS[0]), found.extend
    )
    settle(window, qtbot)
    assert {item.kind for item in found} == {AttachmentKind.LETTER}
    workspace = opened(window, qtbot, REQUESTS[0], Step.CLINICAL)
    assert workspace.case is not None
    assert len(workspace.case.attachments) == 1
    letters_of(window, qtbot, REQUESTS[0])
    (tmp_path / "out").mkdir()
    screen.write(tmp_path / "out")
    settle(window, qtbot)
    assert frame_of(window).notices.errors == ()
    assert [path.suffix for path in (tmp_path / "out").iterdir()] == [".pdf"]


def test_the_prescriber_signs_what_is_shown(window: DeskWindow, qtbot: QtBot) -> None:
    screen = letters_of(window, qtbot, REQUESTS[0])
    screen.sign_button.click()
    settle(window, qtbot)
    assert screen.foot.isVisible()
    assert focused() is screen.foot.passphrase
    write(qtbot, "not the passphrase")
    press(qtbot, Qt.Key.Key_Return)
    settle(window, qtbot)
    assert screen.foot.said.text()
    assert screen.foot.passphrase.text() == ""
    write(qtbot, sample.SAMPLE_SIGNING_WORDS)
    press(qtbot, Qt.Key.Key_Return)
    settle(window, qtbot)
    assert not screen.foot.isVisible()
    workspace = opened(window, qtbot, REQUESTS[0], Step.CLINICAL)
    assert workspace.case is not None
    assert [item.title for item in workspace.case.attachments] == ["Letter of medical necessity, signed"]


def test_a_wording_is_tried_before_it_is_kept_and_can_be_put_back(window: DeskWindow, qtbot: QtBot) -> None:
    screen = letters_of(window, qtbot, REQUESTS[0])
    assert screen.opened is not None
    bundled = screen.opened.pdf.pdf
    screen.wording_button.click()
    settle(window, qtbot)
    pane = screen.wording
    assert pane.name == "necessity.j2"
    pane.text.setPlainText(pane.text.toPlainText().replace("To the Medical Director", "Dear colleagues"))
    qtbot.waitUntil(lambda: screen.sheets._document != bundled, timeout=WAIT_MS)
    settle(window, qtbot)
    assert "nothing is kept yet" in pane._state.text()
    pane.text.setPlainText("{{ fact(")
    pane.try_button.click()
    settle(window, qtbot)
    assert "cannot be used" in pane._state.text()
    pane.leave_button.click()
    settle(window, qtbot)
    assert screen.sheets._document == bundled
    assert "Dear colleagues" not in screen.opened.draft.text


def test_only_an_administrator_keeps_a_wording(window: DeskWindow, qtbot: QtBot) -> None:
    screen = letters_of(window, qtbot, REQUESTS[0])
    screen.wording_button.click()
    settle(window, qtbot)
    pane = screen.wording
    may_keep = allows(frame_of(window).desk.session.actor, Act.ADMINISTER)
    assert pane.keep_button.isEnabled() is may_keep
    pane.kept.emit(pane.name, pane.text.toPlainText().replace("To the Medical Director", "Dear colleagues"))
    settle(window, qtbot)
    assert ("in force" in pane._state.text()) is may_keep
    pane.left.emit()
    settle(window, qtbot)
    assert screen.opened is not None
    assert ("Dear colleagues" in screen.opened.draft.text) is may_keep
