"""The status strip: offline, backup, lock, and what the open request lacks."""

from __future__ import annotations

import datetime as dt

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QPushButton, QWidget

from app.desk.tasks import Job
from app.desk.widgets.plain import button, label, set_role

#: A backup older than this asks for attention.
STALE_DAYS = 7


def backup_words(last: dt.datetime | None, now: dt.datetime) -> tuple[str, bool]:
    """How old the last backup is, in words, and whether that asks for attention."""
    if last is None:
        return "no backup yet", True
    days = (now.date() - last.date()).days
    if days <= 0:
        return f"backup today {last:%H:%M}", False
    return ("backup yesterday" if days == 1 else f"backup {days} days ago"), days > STALE_DAYS


def lock_words(seconds: int) -> str:
    """How long until the desk locks itself."""
    if seconds > 120:
        return f"locks in {-(-seconds // 60)} min"
    return f"locks in {max(seconds, 0) // 60}:{max(seconds, 0) % 60:02}"


class Strip(QWidget):
    """One quiet line at the lower edge."""

    lacking_pressed = Signal()
    backup_pressed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground, True)
        self.setProperty("ground", "rail")
        self.setFixedHeight(26)
        self._offline = label("offline: sends nothing", "strip")
        self._offline.setToolTip("PA Desk makes no connection of any kind. Packets leave by your fax or portal.")
        self._backup = self._link(self.backup_pressed)
        self._lock = label("", "strip")
        self._lacking = self._link(self.lacking_pressed)
        self._doing = label("", "strip")
        self._progress = QProgressBar()
        self._progress.setRange(0, 0)
        self._progress.setFixedWidth(80)
        self._progress.setTextVisible(False)
        self._progress.setAccessibleName("Work under way")
        self._cancel = button("Cancel", self._cancel_job, kind="link")
        self._job: Job | None = None
        layout = QHBoxLayout(self)
        layout.setContentsMargins(12, 0, 12, 0)
        layout.setSpacing(16)
        for part in (self._offline, self._backup, self._lock, self._lacking):
            layout.addWidget(part)
        layout.addStretch(1)
        self._work: tuple[QWidget, ...] = (self._doing, self._progress, self._cancel)
        for piece in self._work:
            layout.addWidget(piece)
            piece.hide()
        self._lacking.hide()
        self._backup.hide()

    def _link(self, pressed: object) -> QPushButton:
        made = button("", kind="link")
        made.clicked.connect(pressed)
        made.setProperty("grade", "small")
        made.setFixedHeight(24)
        return made

    def show_backup(self, last: dt.datetime | None, now: dt.datetime) -> None:
        """Say how old the last backup is."""
        words, is_stale = backup_words(last, now)
        self._backup.setText(words)
        self._backup.setAccessibleName(words)
        set_role(self._backup, "state", "warn" if is_stale else "quiet")
        self._backup.show()

    def show_lock(self, seconds: int) -> None:
        """Say when the desk locks itself."""
        words = lock_words(seconds)
        if self._lock.text() != words:
            self._lock.setText(words)

    def show_lacking(self, count: int) -> None:
        """Say how much the open request lacks; nothing for -1."""
        self._lacking.setVisible(count >= 0)
        words = "everything documented" if count == 0 else f"{count} not documented"
        self._lacking.setText(words)
        self._lacking.setAccessibleName(words)
        set_role(self._lacking, "state", "warn" if count > 0 else "quiet")

    def show_work(self, job: object, is_slow: bool) -> None:
        """Show work that takes long, with a way to give it up."""
        if not isinstance(job, Job) or (not is_slow and job is not self._job):
            return
        self._job = job if is_slow else None
        self._doing.setText(f"{job.says}…" if is_slow else "")
        for piece in self._work:
            piece.setVisible(is_slow)

    def _cancel_job(self) -> None:
        if self._job is not None:
            self._job.cancel()
            self.show_work(self._job, False)
