"""The vocabulary: the closed list of names of facts, and references to them as form packs write them."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cache

from app.domain.problems import BadReference, UnknownKey
from app.places import bundled

#: Keys with further rows, `dx.icd10[2]`, beside those that have rows only, `prior[n].drug`. Row 1 is the bare key.
_FURTHER_ROWS = frozenset({"dx.description", "dx.icd10", "dx.onset_date", "drug.cpt", "drug.hcpcs", "drug.ndc"})
#: Keys whose rows are items of the whole, not further ones: `measure.midas[1]` is no total.
_ITEMS = {"measure.midas": 5}

_REFERENCE = re.compile(
    r"(?P<head>[a-z][a-z0-9_]*)(?:\[(?P<head_row>[1-9][0-9]?)\])?(?:\.(?P<tail>[a-z][a-z0-9_]*))?"
    r"(?:\[(?P<row>[1-9][0-9]?)\])?(?::(?P<part>[A-Za-z0-9]+))?(?:=(?P<wanted>.+))?"
)


class KeyKind(StrEnum):
    """What a key's values are."""

    TEXT = "text"
    LONG_TEXT = "long text"
    DATE = "date"
    TEL = "tel"
    ZIP = "zip"
    NUMBER = "number"
    INTEGER = "int"
    CHOICE = "choice"
    YES_NO = "yes/no"
    SIGNATURE = "signature"


#: The parts that a form may split a value into.
PARTS: Mapping[KeyKind, tuple[str, ...]] = {
    KeyKind.DATE: ("MM", "DD", "YYYY", "YY"),
    KeyKind.TEL: ("area", "prefix", "line", "local", "ext"),
    KeyKind.ZIP: ("zip5", "plus4"),
}


class Rows(StrEnum):
    """Whether a key is repeated."""

    NONE = "none"
    ONLY_ROWS = "only rows"
    FURTHER = "further"
    ITEMS = "items"


@dataclass(frozen=True, slots=True)
class KeySpec:
    """One name of the vocabulary.

    Attributes:
        key: as the vocabulary writes it, `prior[n].drug` for rows.
        name: in plain English; `{n}` stands for the row.
        values: what a choice can be, in the vocabulary's order.
        value_names: the same in plain English.
    """

    key: str
    kind: KeyKind
    name: str
    meaning: str = ""
    values: tuple[str, ...] = ()
    value_names: Mapping[str, str] = field(default_factory=dict)
    rows: Rows = Rows.NONE

    @property
    def group(self) -> str:
        """What it belongs to: `patient`, `prior`, `condition`."""
        return re.split(r"[.\[]", self.key, maxsplit=1)[0]


@dataclass(frozen=True, slots=True)
class KeyRef:
    """A reference to a fact, to a part of it, or to one value that it may have.

    Attributes:
        row: from 1, None where the key is not repeated or its first row is meant.
        part: such as `MM` or `area`, None for the whole.
        wanted: the value after `=`, for a box that is ticked when the key has it.
    """

    spec: KeySpec
    row: int | None = None
    part: str | None = None
    wanted: str | None = None

    @property
    def kind(self) -> KeyKind:
        """What the key's values are."""
        return self.spec.kind

    @property
    def fact_key(self) -> str:
        """The name under which `Facts` holds it, such as `prior[2].drug`."""
        if self.row is None:
            return self.spec.key
        if self.spec.rows is Rows.ONLY_ROWS:
            return self.spec.key.replace("[n]", f"[{self.row}]")
        return f"{self.spec.key}[{self.row}]"

    @property
    def title(self) -> str:
        """In plain English, with its row."""
        if self.spec.rows is Rows.ONLY_ROWS or self.row is None:
            return self.spec.name.format(n=self.row)
        return f"{self.spec.name} {'item ' if self.spec.rows is Rows.ITEMS else ''}{self.row}"

    def __str__(self) -> str:
        part = "" if self.part is None else f":{self.part}"
        wanted = "" if self.wanted is None else f"={self.wanted}"
        return f"{self.fact_key}{part}{wanted}"


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The closed list of keys."""

    by_key: Mapping[str, KeySpec]

    def __iter__(self) -> Iterator[KeySpec]:
        return iter(self.by_key.values())

    def __len__(self) -> int:
        return len(self.by_key)

    def get(self, key: str) -> KeySpec | None:
        """The key as the vocabulary writes it (`prior[n].drug`), or None."""
        return self.by_key.get(key)

    def spec(self, key: str) -> KeySpec:
        """The key as the vocabulary writes it.

        Raises:
            UnknownKey: it is not in the vocabulary.
        """
        spec = self.by_key.get(key)
        if spec is None:
            raise UnknownKey(key=key)
        return spec

    def parse(self, reference: str) -> KeyRef:
        """Read a reference such as `patient.dob:MM`, `prior[2].drug`, `dx.icd10[2]` or `patient.sex=female`.

        Raises:
            UnknownKey: its key is not in the vocabulary.
            BadReference: the key has no such row, part or value.
        """
        match = _REFERENCE.fullmatch(reference)
        if match is None:
            raise BadReference(reference=reference, why="it is not written as a reference")
        spec, row = self._find(match, reference)
        part, wanted = match["part"], match["wanted"]
        _check_part(spec, part, wanted, reference)
        _check_wanted(spec, wanted, reference)
        return KeyRef(spec, row, part, wanted)

    def title(self, reference: str) -> str:
        """The plain-English name of a reference's key, with its row."""
        return self.parse(reference).title

    def value_name(self, key: str, value: str) -> str:
        """The plain-English name of one value of a choice; the value itself where it has none."""
        spec = self.by_key.get(key)
        return value if spec is None else spec.value_names.get(value, value)

    def _find(self, match: re.Match[str], reference: str) -> tuple[KeySpec, int | None]:
        head, tail = match["head"], match["tail"]
        if match["head_row"] and tail:
            spec = self.spec(f"{head}[n].{tail}")
            if match["row"]:
                raise BadReference(reference=reference, why="it has two rows")
            return spec, int(match["head_row"])
        row = match["row"] or match["head_row"]
        spec = self.spec(f"{head}.{tail}" if tail else head)
        return spec, _further_row(spec, row, reference)


def _further_row(spec: KeySpec, row: str | None, reference: str) -> int | None:
    if row is None:
        return None
    if spec.rows is Rows.ITEMS:
        if int(row) > _ITEMS[spec.key]:
            raise BadReference(reference=reference, why=f"it has items 1 to {_ITEMS[spec.key]}")
        return int(row)
    if spec.rows is Rows.NONE:
        raise BadReference(reference=reference, why="this fact has no rows")
    return int(row) if row != "1" else None


def _check_part(spec: KeySpec, part: str | None, wanted: str | None, reference: str) -> None:
    if part is None:
        return
    if wanted is not None:
        raise BadReference(reference=reference, why="a part and a value exclude one another")
    parts = PARTS.get(spec.kind, ())
    if part not in parts:
        why = f"its parts are {', '.join(parts)}" if parts else "this fact has no parts"
        raise BadReference(reference=reference, why=why)


def _check_wanted(spec: KeySpec, wanted: str | None, reference: str) -> None:
    if wanted is None:
        return
    if spec.kind is KeyKind.TEXT:
        return
    values = {KeyKind.YES_NO: ("yes", "no"), KeyKind.CHOICE: spec.values}.get(spec.kind, ())
    if wanted not in values:
        why = f"its values are {', '.join(values)}" if values else "this fact has no fixed values"
        raise BadReference(reference=reference, why=why)


def _kind(key: str, written: str) -> KeyKind:
    """The kind; the vocabulary leaves telephones and ZIP codes of mixed rows to the name."""
    name = key.rsplit(".", 1)[-1]
    if written != "text":
        return KeyKind(written)
    if name.startswith(("phone", "fax")) or name.endswith(("_phone", "_fax")):
        return KeyKind.TEL
    return KeyKind.ZIP if name == "zip" else KeyKind.TEXT


def _rows(key: str) -> Rows:
    if "[n]" in key:
        return Rows.ONLY_ROWS
    if key in _ITEMS:
        return Rows.ITEMS
    return Rows.FURTHER if key in _FURTHER_ROWS else Rows.NONE


@cache
def vocabulary() -> Vocabulary:
    """The bundled vocabulary, read once."""
    listed = json.loads(bundled("resources", "vocabulary.json").read_text(encoding="utf-8"))
    words = tomllib.loads(bundled("resources", "key_names.toml").read_text(encoding="utf-8"))
    specs = (
        KeySpec(
            key=item["key"],
            kind=_kind(item["key"], item["type"]),
            name=words["names"][item["key"]],
            meaning=item["meaning"],
            values=tuple(item.get("values", ())),
            value_names=words["values"].get(item["key"], {}),
            rows=_rows(item["key"]),
        )
        for item in listed
    )
    return Vocabulary({spec.key: spec for spec in specs})
