"""The file of records: a ZIP with `records.json`, the same as CSV tables, and the documents; or that ZIP encrypted.

`records.json` is `{"format": "padesk/records", "version": 1, "made": …, "records": [{"kind", "body"}, …]}`; kinds and
bodies are those of the vault. `documents/` holds each kept file under its SHA-256, a PDF with that ending.
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
import zipfile
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, BinaryIO

from app.domain.changes import Record
from app.intake.problems import DamagedFile, FileTooLarge
from app.vault.codec import KINDS, from_plain, kind_name, to_plain
from app.vault.problems import RecordUnreadable

FORMAT = "padesk/records"
VERSION = 1
_RECORDS = "records.json"
_DOCUMENTS = "documents/"
_PDF = ".pdf"
MOST_BYTES = 2 * 1024**3
_STAMP = (2020, 1, 1, 0, 0, 0)
_README = """PA Desk records, version 1

records.json   every record, as the program keeps it: {"kind": ..., "body": {...}}
csv/           the same as tables, one a kind of record; lists and parts within a record have columns of their own
documents/     the kept documents, letters, signed forms and their sealed copies, each named by its SHA-256, by which
               the records name them

PA Desk takes this file in again under "Take in a file".
"""
_KIND = "record file"
_TAIL_BYTES = 4_096
_TORN = (zipfile.BadZipFile, zlib.error, KeyError, ValueError, OSError, NotImplementedError, EOFError, RuntimeError)


@dataclass(frozen=True, slots=True)
class Bundle:
    """What a file of records holds.

    Attributes:
        documents: kept files by their SHA-256.
    """

    records: tuple[Record, ...]
    documents: Mapping[str, bytes]


def packed(bundle: Bundle, made: str) -> bytes:
    """The file; the same bytes for the same records and time.

    Args:
        bundle: what goes out.
        made: the time, as ISO text.
    """
    stream = io.BytesIO()
    plain = [{"kind": kind_name(type(record)), "body": to_plain(record)} for record in bundle.records]
    body = {"format": FORMAT, "version": VERSION, "made": made, "records": plain}
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as parts:
        _put(parts, "README.txt", _README.encode())
        _put(parts, _RECORDS, json.dumps(body, ensure_ascii=False, indent=1).encode())
        for kind, table in _tables(plain).items():
            _put(parts, f"csv/{kind}.csv", table)
        for sha256, data in sorted(bundle.documents.items()):
            _put(parts, f"{_DOCUMENTS}{sha256}{_PDF if data.startswith(b'%PDF-') else ''}", data)
    return stream.getvalue()


def unpacked(data: bytes) -> Bundle:
    """What `packed` packed.

    Raises:
        DamagedFile: it is no such file, of a newer version, or a part is not as it was written.
        FileTooLarge: it unpacks to more than two gigabytes.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as parts:
            if sum(part.file_size for part in parts.infolist()) > MOST_BYTES:
                raise FileTooLarge(what="it unpacks to gigabytes")
            body = json.loads(parts.read(_RECORDS))
            names = [name for name in parts.namelist() if name.startswith(_DOCUMENTS)]
            documents = {name.removeprefix(_DOCUMENTS).removesuffix(_PDF): parts.read(name) for name in names}
    except _TORN as error:
        raise DamagedFile(kind=_KIND, why="its parts do not fit together") from error
    if any(hashlib.sha256(kept).hexdigest() != name for name, kept in documents.items()):
        raise DamagedFile(kind=_KIND, why="a document in it was changed")
    records = tuple(_records(body))
    if len({(type(record), record.id) for record in records}) != len(records):
        raise DamagedFile(kind=_KIND, why="a record stands in it twice")
    return Bundle(records, documents)


def is_bundle(data: bytes) -> bool:
    """Whether it looks like such a file."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as parts:
            return _RECORDS in parts.namelist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError):
        return False


def is_locked_bundle(data: bytes) -> bool:
    """Whether it looks like such a file, encrypted."""
    return data[:1] == b"{" and f'"kind":"{FORMAT}"'.encode() in data[-_TAIL_BYTES:]


def is_of_records(file: BinaryIO) -> bool:
    """Whether an open file looks like one of records, encrypted or not, told from its ends without reading it."""
    file.seek(0)
    head = file.read(1)
    if head == b"{":
        file.seek(-min(_TAIL_BYTES, file.seek(0, io.SEEK_END)), io.SEEK_END)
        return is_locked_bundle(head + file.read())
    try:
        with zipfile.ZipFile(file) as parts:
            return _RECORDS in parts.namelist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError):
        return False


def _records(body: Any) -> Iterable[Record]:
    if not isinstance(body, dict) or (body.get("format"), body.get("version")) != (FORMAT, VERSION):
        raise DamagedFile(kind=_KIND, why="it is of a newer program")
    try:
        return [from_plain(KINDS[item["kind"]], item["body"]) for item in body["records"]]
    except (KeyError, TypeError, RecordUnreadable) as error:
        raise DamagedFile(kind=_KIND, why="a record in it is not as this program keeps it") from error


def _tables(plain: Iterable[Mapping[str, Any]]) -> dict[str, bytes]:
    rows: dict[str, list[dict[str, str]]] = {}
    for item in plain:
        rows.setdefault(item["kind"], []).append(dict(_flat(item["body"])))
    return {kind: _table(found) for kind, found in sorted(rows.items())}


def _table(rows: list[dict[str, str]]) -> bytes:
    columns = list(dict.fromkeys(name for row in rows for name in row))
    stream = io.StringIO(newline="")
    writer = csv.DictWriter(stream, columns)
    writer.writeheader()
    writer.writerows({name: _safe(text) for name, text in row.items()} for row in rows)
    return stream.getvalue().encode("utf-8-sig")


def _flat(value: Any, path: str = "") -> Iterable[tuple[str, str]]:
    if isinstance(value, dict):
        for name, inner in value.items():
            yield from _flat(inner, f"{path}.{name}" if path else name)
    elif isinstance(value, list):
        for number, inner in enumerate(value, 1):
            yield from _flat(inner, f"{path}[{number}]")
    elif value is not None:
        yield path, str(value)


def _safe(text: str) -> str:
    """A text that a spreadsheet shows and never runs as a formula."""
    return f"'{text}" if text[:1] in ("=", "+", "-", "@", "\t", "\r") and not _is_number(text) else text


def _is_number(text: str) -> bool:
    return text.removeprefix("-").replace(".", "", 1).isdigit()


def _put(parts: zipfile.ZipFile, name: str, data: bytes) -> None:
    parts.writestr(zipfile.ZipInfo(name, _STAMP), data, zipfile.ZIP_DEFLATED)
