"""Which kind of file it is, told from its first bytes and never from its name."""

from __future__ import annotations

import re

from app.intake.incoming import FileKind
from app.intake.problems import EmptyFile, FileTooLarge, UnknownFile

MOST_BYTES = 100_000_000
_HEAD_BYTES = 4_096
_STARTS: tuple[tuple[FileKind, re.Pattern[bytes]], ...] = (
    (FileKind.FORM, re.compile(rb"[\s\S]{0,1024}%PDF-")),
    (FileKind.EXCEL, re.compile(rb"PK\x03\x04|\xd0\xcf\x11\xe0")),
    (FileKind.FHIR, re.compile(rb"[{\[]")),
    (FileKind.HL7, re.compile(rb"(?:(?:FHS|BHS)[^\r\n]*[\r\n]+)*\s*\x0b?MSH[^\w\s]")),
    (FileKind.VCARD, re.compile(rb"BEGIN:VCARD", re.IGNORECASE)),
    (FileKind.CCDA, re.compile(rb"<|\xff\xfe<|\xfe\xff\0<")),
)


def kind_of(data: bytes) -> FileKind:
    """What the file is.

    Raises:
        EmptyFile: there are no bytes.
        FileTooLarge: more than a hundred megabytes.
        UnknownFile: none of the kinds that can be imported.
    """
    if len(data) > MOST_BYTES:
        raise FileTooLarge(what="more than 100 MB")
    head = data[:_HEAD_BYTES].removeprefix(b"\xef\xbb\xbf").lstrip()
    if not head:
        raise EmptyFile()
    return next((kind for kind, starts in _STARTS if starts.match(head)), None) or _list_or_nothing(data[:_HEAD_BYTES])


def _list_or_nothing(head: bytes) -> FileKind:
    wide = head.startswith((b"\xff\xfe", b"\xfe\xff"))
    if (b"\0" in head and not wide) or not any(sign in head for sign in (b",", b";", b"\t", b"|", b"\n")):
        raise UnknownFile()
    return FileKind.CSV
