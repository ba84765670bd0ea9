"""The loop that aborts the interpreter where a Qt binding loses references (PySide6 6.12 on Python 3.11)."""

from __future__ import annotations

import sys

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QApplication


def test_twenty_thousand_turns_of_the_loop_lose_no_reference(qapp: QApplication) -> None:
    before = sys.getrefcount(None)
    for _ in range(20_000):
        QCoreApplication.processEvents()
    # Where every call loses one reference, the count falls by 20,000 and the interpreter dies.
    assert before - sys.getrefcount(None) < 5_000
