"""What was seen when a blank was added, and the one thing to do next. It stays until it is read."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from PySide6.QtWidgets import QWidget

from app.desk.widgets.notes import IconLabel
from app.desk.widgets.plain import button, column, empty, label, pane, row, set_role, tool
from app.services.forms import KnownForm

#: An act on the form that the news is about.
Act = Callable[[KnownForm], object]


@dataclass(frozen=True, slots=True)
class Told:
    """What is said of a form that was added.

    Attributes:
        head: what it is.
        lines: what else there is to know.
        act: words of what to do next; empty for nothing.
        is_warning: whether it is probably not what the office wants.
    """

    head: str
    lines: tuple[str, ...] = ()
    act: str = ""
    is_warning: bool = False


def told(form: KnownForm) -> Told:
    """What to say of a form that was just added."""
    news = form.news
    lines = news.notes
    if news.was_held:
        lines = ("The office held this file before; nothing was added twice.", *lines)
    if news.filled:
        return _filled(form, lines)
    if form.pack_id is not None:
        edition = f", edition {form.edition}" if form.edition else ""
        return Told(f"“{form.title}” of {form.payer}{edition}: the program knows this form and fills it.", lines)
    if news.looks_like:
        head = f"Another edition of “{news.looks_like}”. {news.edition}"
        carried = "What its boxes mean is carried over; only what moved, is new or doubtful is to be confirmed."
        return Told(head, (carried, *lines), "Confirm what changed")
    return Told(
        f"“{form.title}” is new to the program.",
        ("Say once what its boxes mean, and every request on it is filled. Until then it is typed on.", *lines),
        "Set up its boxes",
    )


def _filled(form: KnownForm, lines: tuple[str, ...]) -> Told:
    what = ", ".join(form.news.filled[:-1]) + f" and {form.news.filled[-1]}"
    of = f" (a filled “{form.news.looks_like}”)" if form.news.looks_like else ""
    head = f"This is no blank: it is filled in already{of}. Where the form asks for them there stand {what}."
    return Told(head, ("What stands there would be printed with every request.", *lines), "", is_warning=True)


class NewsPane(QWidget):
    """A band over the table of forms.

    Args:
        edit: opens the form's boxes.
        remove: takes the form out again.
    """

    def __init__(self, edit: Act, remove: Act) -> None:
        super().__init__()
        self._edit, self._remove = edit, remove
        self.ground = pane("good")
        self._inner = column(gap=4)
        self._inner.setContentsMargins(16, 8, 8, 8)
        self.ground.setLayout(self._inner)
        outer = column(self.ground)
        self.setLayout(outer)
        self.hide()

    def show_news(self, form: KnownForm) -> None:
        """Say what was seen."""
        said = told(form)
        empty(self._inner)
        set_role(self.ground, "ground", "warn" if said.is_warning else "good")
        icon = IconLabel("alert" if said.is_warning else "check", "warn" if said.is_warning else "good")
        words = label(said.head, "strong", wrap=True)
        head = row(icon, words, tool("close", "Close this message", self.hide))
        head.setStretch(1, 1)
        self._inner.addLayout(head)
        for line in said.lines:
            self._inner.addWidget(label(line, wrap=True))
        acts: list[QWidget] = []
        if said.act:
            acts.append(button(said.act, partial(self._act, self._edit, form), kind="primary"))
        if said.is_warning:
            acts.append(button("Take it out again", partial(self._act, self._remove, form), kind="primary"))
            acts.append(button("Keep it and set up its boxes", partial(self._act, self._edit, form), kind="link"))
        elif not form.news.was_held:
            acts.append(button("Take it out again", partial(self._act, self._remove, form), kind="link"))
        self._inner.addLayout(row(*acts, None))
        self.setAccessibleName(" ".join((said.head, *said.lines)))
        self.show()
        if acts:
            acts[0].show()
            acts[0].setFocus()

    def _act(self, act: Act, form: KnownForm) -> None:
        self.hide()
        act(form)
