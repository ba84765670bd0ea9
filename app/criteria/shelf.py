"""The rules at hand while somebody works: those that come with the program, and the office's own."""

from __future__ import annotations

from collections.abc import Iterable

from app.criteria.library import bundled_policies
from app.criteria.loading import load_policies
from app.criteria.policy import Policy
from app.errors import CriteriaProblem


class PolicyShelf:
    """Read from any thread; whoever writes puts all of the office's rules there anew.

    Args:
        texts: the office's rules, each the text of a file, by name.
    """

    def __init__(self, texts: Iterable[tuple[str, str]] = ()) -> None:
        self._own: tuple[Policy, ...] = ()
        self._unreadable: tuple[CriteriaProblem, ...] = ()
        self.put(texts)

    def put(self, texts: Iterable[tuple[str, str]]) -> None:
        """Take these for the office's rules from now on; one that cannot be read is set aside, and the others count."""
        own: list[Policy] = []
        unreadable: list[CriteriaProblem] = []
        for name, text in texts:
            try:
                own += load_policies(text, name)
            except CriteriaProblem as problem:
                unreadable.append(problem)
        self._own, self._unreadable = tuple(own), tuple(unreadable)

    @property
    def own(self) -> tuple[Policy, ...]:
        """The office's."""
        return self._own

    @property
    def unreadable(self) -> tuple[CriteriaProblem, ...]:
        """What is wrong with those of the office's that cannot be read."""
        return self._unreadable

    def all(self) -> tuple[Policy, ...]:
        """All rules, the office's last."""
        return (*bundled_policies(), *self._own)
