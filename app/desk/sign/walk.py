"""The papers that a signer goes through, one or a list, and what of each was shown."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from app.domain.ids import RequestId
from app.services.list_signing import Shown
from app.services.signing_queue import BeforeSigner


@dataclass(slots=True)
class Stop:
    """One paper of the walk.

    Attributes:
        before: the paper as it was opened; None until then.
        pages: that were on the screen from top to bottom.
        milliseconds: for which it was looked at.
    """

    request_id: RequestId
    paper: str
    patient: str = ""
    before: BeforeSigner | None = None
    pages: set[int] = field(default_factory=set)
    milliseconds: int = 0

    @property
    def is_all_shown(self) -> bool:
        """Whether every page was."""
        return self.before is not None and self.pages >= set(range(1, self.before.pages + 1))

    def shown(self) -> Shown:
        """The proof of it."""
        sha256 = "" if self.before is None else self.before.sha256
        return Shown(sha256, frozenset(self.pages), self.milliseconds // 1000)


class Walk:
    """Papers in their order, and the one before the signer.

    Args:
        stops: the papers; never none of them.
        is_list: whether they are signed together at the end.
    """

    def __init__(self, stops: Sequence[Stop], *, is_list: bool) -> None:
        self.stops = list(stops)
        self.is_list = is_list
        self._at = 0

    @property
    def now(self) -> Stop:
        """The paper before the signer."""
        return self.stops[self._at]

    @property
    def number(self) -> int:
        """Of the paper, from 1."""
        return self._at + 1

    @property
    def is_last(self) -> bool:
        """Whether no paper follows."""
        return self._at == len(self.stops) - 1

    @property
    def can_sign(self) -> bool:
        """Whether the passphrase may be asked for: of one paper at once, of a list when all of it was shown."""
        if not self.is_list:
            return self.now.before is not None
        return all(stop.is_all_shown for stop in self.stops)

    def move(self, by: int) -> bool:
        """Go to another paper; whether there was one."""
        to = self._at + by
        if not 0 <= to < len(self.stops):
            return False
        self._at = to
        return True

    def leave_out(self) -> bool:
        """Take the paper before the signer out of the list; whether any is left."""
        del self.stops[self._at]
        self._at = min(self._at, len(self.stops) - 1)
        return bool(self.stops)
