"""The audit log for people: looked through by filters, and written out so that anybody can check it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

from app.domain.practice import Person
from app.packet.assemble import Packet, PacketFile, write_packet
from app.places import bundled
from app.services.session import Act, Session
from app.services.writing import made_folder
from app.vault.audit import AuditFilter, AuditRow, AuditVerdict

_PAGE = 200


@dataclass(frozen=True, slots=True)
class AuditPage:
    """A part of the log.

    Attributes:
        rows: the latest ones first.
        people: names, by id.
        more: whether there are earlier ones.
    """

    rows: tuple[AuditRow, ...]
    people: dict[str, str]
    more: bool


@dataclass(frozen=True, slots=True)
class AuditChoices:
    """What the log can be narrowed to.

    Attributes:
        events: names of all events that it holds.
        people: id and name of everybody who did something or could have.
    """

    events: tuple[str, ...]
    people: tuple[tuple[str, str], ...]


def look(session: Session, wanted: AuditFilter, *, before: int | None = None) -> AuditPage:
    """The latest rows that a filter lets through, or those before a number.

    Raises:
        NotAllowed: only an administrator looks at the log.
    """
    session.allow(Act.ADMINISTER)
    rows = session.vault.audit.find(wanted, _PAGE + 1, before=before)
    return AuditPage(rows[:_PAGE], _people(session), len(rows) > _PAGE)


def choices(session: Session) -> AuditChoices:
    """What the log can be narrowed to.

    Raises:
        NotAllowed: only an administrator looks at the log.
    """
    session.allow(Act.ADMINISTER)
    people = sorted(_people(session).items(), key=lambda item: item[1].casefold())
    return AuditChoices(session.vault.audit.events(), tuple(people))


def check(session: Session) -> AuditVerdict:
    """Whether the log is as it was written; that it was asked stands in it.

    Raises:
        NotAllowed: only an administrator looks at the log.
    """
    session.allow(Act.ADMINISTER)
    verdict = session.vault.audit.verify()
    session.vault.audit.append(
        "log.verify", actor=session.actor.id, details={"rows": str(verdict.rows), "ok": str(verdict.ok)}
    )
    return verdict


def write_log(session: Session, folder: Path) -> tuple[Path, ...]:
    """Write the whole log as JSON lines into a folder, with the program that checks it.

    Raises:
        NotAllowed: only an administrator does this.
        ExportProblem: the folder cannot take it; no half file is left.
    """
    session.allow(Act.ADMINISTER)
    head = session.vault.audit.head
    log = PacketFile("padesk-log.jsonl", "".join(lines(session)).encode())
    checker = PacketFile("verify_log.py", bundled("resources", "audit", "verify_log.py").read_bytes())
    written = write_packet(Packet((log, checker)), made_folder(folder))
    session.vault.audit.append(
        "log.export", actor=session.actor.id, details={"rows": str(head.seq), "file1": log.sha256}
    )
    return written


def lines(session: Session) -> Iterator[str]:
    """Each row of the log as a line of JSON with its hash; ids and field names, never a value."""
    for row, digest in session.vault.audit.chained():
        yield json.dumps(asdict(row) | {"hash": digest}, ensure_ascii=False) + "\n"


def _people(session: Session) -> dict[str, str]:
    return {person.id: person.name.full for person in session.vault.all(Person)}
