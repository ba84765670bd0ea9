"""Sentences that stand on something published, each with its citation and how it was checked."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from app.places import bundled


@dataclass(frozen=True, slots=True)
class Evidence:
    """One sentence with its citation.

    Attributes:
        caution: what the office should check before signing; empty where its text was read.
    """

    id: str
    text: str
    citation: str
    verified: str
    caution: str = ""


@cache
def evidence() -> Mapping[str, Evidence]:
    """The bundled sentences, read once."""
    data = tomllib.loads(bundled("resources", "wordings", "evidence.toml").read_text(encoding="utf-8"))
    items = (
        Evidence(item["id"], item["text"], item["citation"], item["verified"], item.get("caution", ""))
        for item in data["evidence"]
    )
    return {item.id: item for item in items}
