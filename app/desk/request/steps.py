"""The line of steps: each with its name and its state in words and a count."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QToolButton, QWidget

from app.desk.look.icons import icon
from app.desk.look.theme import tokens
from app.desk.places import View
from app.desk.request.keys import STEP_WORDS, Step
from app.desk.request.open_items import StepState
from app.desk.today.words import STATUS_WORDS
from app.desk.widgets.plain import button, follow_theme, label
from app.domain.request import Status

#: What is kept beside the steps: the screen, its short name, its keys.
BESIDE: tuple[tuple[View, str, str], ...] = (
    (View.LETTERS, "Letters", "Alt+6"),
    (View.COURSE, "Dates && costs", "Alt+7"),
)


class StepBar(QWidget):
    """The steps, and how far the request is."""

    chosen = Signal(object)
    #: Letters, or dates, denials and costs, are wanted.
    going = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground, True)
        self.setProperty("ground", "plain")
        self.step = Step.PLAN
        self._states: Mapping[Step, StepState] = {}
        self.buttons: dict[Step, QToolButton] = {}
        self._status = label("", "quiet")
        self._hint = label("F8 next open item", "hint")
        group = QButtonGroup(self)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(8, 0, 16, 0)
        layout.setSpacing(0)
        for step in Step:
            made = QToolButton()
            made.setCheckable(True)
            made.setProperty("kind", "step")
            made.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
            made.setText(_shown(STEP_WORDS[step]))
            made.clicked.connect(lambda _=False, s=step: self.chosen.emit(s))
            group.addButton(made)
            self.buttons[step] = made
            layout.addWidget(made)
        layout.addStretch(1)
        for view, words, keys in BESIDE:
            made_link = button(words, lambda v=view: self.going.emit(v), kind="link", says=f"{view.value} ({keys})")  # type: ignore[misc]
            made_link.setToolTip(f"{view.value} ({keys})")
            layout.addWidget(made_link)
        layout.addSpacing(8)
        layout.addWidget(self._hint)
        layout.addSpacing(16)
        layout.addWidget(self._status)
        self.buttons[Step.PLAN].setChecked(True)
        follow_theme(self, self._draw)

    def show_step(self, step: Step) -> None:
        """Show where one is."""
        self.step = step
        self.buttons[step].setChecked(True)

    def show_states(self, states: Mapping[Step, StepState], status: Status) -> None:
        """Show how the steps stand."""
        self._states = states
        self._status.setText(STATUS_WORDS[status])
        self._draw()

    def _draw(self) -> None:
        for step, made in self.buttons.items():
            state = self._states.get(step, StepState())
            is_packet = step is Step.PACKET
            words = STEP_WORDS[step] if is_packet or not state.count else f"{STEP_WORDS[step]}  {state.count}"
            made.setText(_shown(words))
            made.setAccessibleName(f"{STEP_WORDS[step]}, {'open' if is_packet and state.count else state.words}")
            made.setToolTip(f"{STEP_WORDS[step]}: {'not made yet' if is_packet and state.count else state.words}")
            colors = tokens()
            name, color = (
                ("check", colors.good) if not state.count else ("open", colors.warn if state.must else colors.quiet)
            )
            made.setIcon(icon(name, colors, color=color))


def _shown(words: str) -> str:
    """A lone & would underline the next letter."""
    return words.replace("&", "&&")
