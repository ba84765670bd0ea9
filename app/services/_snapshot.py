"""What signing freezes, as text: the records, the facts with their origins, the findings of the day, the signature."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import asdict, dataclass, fields
from decimal import Decimal
from typing import Any

from app.domain.case import Case
from app.domain.changes import Record
from app.domain.dates import PartialDate
from app.domain.facts import Fact, Facts, FactValue, Origin, OriginKind
from app.domain.identifiers import Finding
from app.domain.ids import PersonId
from app.mapping.pack import Pack, load_pack
from app.vault.codec import KINDS, from_plain, kind_name, to_plain

_VERSION = 1


@dataclass(frozen=True, slots=True)
class Signing:
    """What was printed of the signature.

    Attributes:
        signed_by: name and credential.
        signed_at: date, time and zone as printed.
        document_sha256: of the bytes that were agreed to.
        signature_pages: pages appended for the signature.
    """

    signed_by: str
    signed_at: str
    document_sha256: str
    signature_pages: int = 0


@dataclass(frozen=True, slots=True)
class Frozen:
    """What stood in the records when the request was signed."""

    case: Case
    facts: Facts
    findings: tuple[Finding, ...]
    signing: Signing


def freeze(frozen: Frozen) -> str:
    """The text that a snapshot keeps."""
    body = {
        "version": _VERSION,
        "case": {item.name: _records_out(getattr(frozen.case, item.name)) for item in fields(Case)},
        "facts": [fact_out(fact) for fact in frozen.facts],
        "findings": [[f.code, f.text, f.record, f.field, f.key] for f in frozen.findings],
        "signing": asdict(frozen.signing),
    }
    return json.dumps(body, ensure_ascii=False, separators=(",", ":"))


def thaw(text: str) -> Frozen:
    """What `freeze` wrote."""
    body = json.loads(text)
    case: Any = {name: _records_in(kept) for name, kept in body["case"].items()}
    facts = [fact_in(item) for item in body["facts"]]
    return Frozen(
        Case(**case),
        Facts({fact.key: fact for fact in facts}),
        tuple(Finding(*map(str, item)) for item in body["findings"]),
        Signing(**body["signing"]),
    )


def pack_from(toml: str, pack_id: str | None) -> Pack | None:
    """The pack as it was when the request was signed."""
    return load_pack(toml, f"{pack_id} (as signed)") if toml else None


def _records_out(kept: Record | tuple[Record, ...] | None) -> object:
    if isinstance(kept, tuple):
        return [_records_out(record) for record in kept]
    return None if kept is None else {"kind": kind_name(type(kept)), "body": to_plain(kept)}


def _records_in(kept: Any) -> Record | tuple[Record, ...] | None:
    if isinstance(kept, list):
        return tuple(from_plain(KINDS[item["kind"]], item["body"]) for item in kept)
    return None if kept is None else from_plain(KINDS[kept["kind"]], kept["body"])


def fact_out(fact: Fact) -> dict[str, Any]:
    """A fact with its origin as plain values."""
    origin = fact.origin
    return {
        "key": fact.key,
        "value": _value_out(fact.value),
        "kind": origin.kind.value,
        "record": origin.record,
        "field": origin.field,
        "from": list(origin.from_keys),
        "by": origin.by,
        "at": None if origin.at is None else origin.at.isoformat(),
    }


def fact_in(item: dict[str, Any]) -> Fact:
    """What `fact_out` made it from."""
    origin = Origin(
        OriginKind(item["kind"]),
        item["record"],
        item["field"],
        tuple(item["from"]),
        None if item["by"] is None else PersonId(item["by"]),
        None if item["at"] is None else dt.datetime.fromisoformat(item["at"]),
    )
    return Fact(item["key"], _value_in(item["value"]), origin)


def _value_out(value: FactValue) -> list[object]:
    if isinstance(value, bool):
        return ["yes/no", value]
    if isinstance(value, int):
        return ["int", value]
    if isinstance(value, Decimal):
        return ["number", str(value)]
    if isinstance(value, PartialDate):
        return ["partial", [value.year, value.month, value.day]]
    if isinstance(value, dt.date):
        return ["date", value.isoformat()]
    return ["text", value]


def _value_in(pair: list[Any]) -> FactValue:
    kind, value = pair
    if kind == "number":
        return Decimal(value)
    if kind == "partial":
        return PartialDate(*value)
    if kind == "date":
        return dt.date.fromisoformat(value)
    typed: FactValue = value
    return typed
