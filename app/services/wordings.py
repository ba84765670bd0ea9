"""The office's own wordings of letters, in place of those that come with the program."""

from __future__ import annotations

from dataclasses import replace

from app.domain.changes import Edit
from app.domain.course import OfficeWording
from app.domain.ids import WordingId, new_id
from app.packet.letter import WordingBook, bundled_wordings
from app.packet.letter.wording import check_wording
from app.services import edits
from app.services.problems import NoSuchWording
from app.services.session import Act, Session


def book(session: Session) -> WordingBook:
    """The wordings in force."""
    session.allow(Act.VIEW)
    return bundled_wordings().with_own({item.name: item.text for item in session.vault.all(OfficeWording)})


def names() -> tuple[str, ...]:
    """The wordings that there are, such as `necessity.j2` and `conditions/migraine.j2`."""
    return tuple(name for name, _ in bundled_wordings().texts)


def text(session: Session, name: str) -> str:
    """One wording as it is in force.

    Raises:
        NoSuchWording: no letter uses it.
    """
    found = book(session).text(name)
    if found is None:
        raise NoSuchWording(name=name)
    return found


def keep(session: Session, name: str, wording: str) -> OfficeWording:
    """Use the office's own wording from now on.

    Raises:
        NoSuchWording: no letter uses one of that name.
        BadWording: it cannot be read.
        NotAllowed: the person is no administrator.
    """
    if name not in names():
        raise NoSuchWording(name=name)
    check_wording(bundled_wordings().with_own({name: wording}), name)
    before = _own(session, name)
    fresh = OfficeWording(WordingId(new_id()), name, wording) if before is None else replace(before, text=wording)
    if fresh != before:
        edits.save(session, "Change wording", Edit(before, fresh))
    return fresh


def reset(session: Session, name: str) -> None:
    """Go back to the wording that came with the program."""
    before = _own(session, name)
    if before is not None:
        edits.save(session, "Reset wording", Edit(before, None))


def is_own(session: Session, name: str) -> bool:
    """Whether the office has a wording of its own."""
    return _own(session, name) is not None


def _own(session: Session, name: str) -> OfficeWording | None:
    session.allow(Act.VIEW)
    return next((item for item in session.vault.all(OfficeWording) if item.name == name), None)
