"""Loads the larger parts of the program after the window can be seen, away from the screen.

Nothing that the first picture of the window does not need is imported before it is shown.
"""

from __future__ import annotations

from importlib import import_module

#: What stands before the desk: first run and unlocking, with the services behind them.
_DOOR = (
    *("app.services.setup", "app.services.sample", "app.services.quick_unlock"),
    *("app.desk.unlock.screen", "app.desk.first_run.screen"),
)
#: The desk itself.
_DESK = ("app.desk.context", "app.desk.shell.frame")


def load_door() -> None:
    """Import what the door needs."""
    for name in _DOOR:
        import_module(name)


def load_desk() -> None:
    """Import what the desk needs; quick where it was done before."""
    for name in _DESK:
        import_module(name)
