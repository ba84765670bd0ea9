"""Between a policy's values and what fields show: lists with commas, numbers, days."""

from __future__ import annotations

import datetime as dt
import re
from decimal import Decimal


def as_words(value: object) -> str:
    """`WA, OR` for a list."""
    return ", ".join(str(item) for item in value) if isinstance(value, list | tuple) else ""


def from_words(text: str) -> list[str]:
    """A list from what was typed with commas, semicolons or lines between."""
    return [part for part in (" ".join(item.split()) for item in re.split(r"[,;\n]", text)) if part]


def as_groups(value: object) -> str:
    """`tilt, turn; pain, limited` for groups of words."""
    groups = value if isinstance(value, list) else []
    return "; ".join(as_words(group.get("one_of")) for group in groups if isinstance(group, dict))


def from_groups(text: str) -> list[dict[str, list[str]]]:
    """Groups of words from what was typed with semicolons between groups."""
    return [{"one_of": words} for part in text.split(";") if (words := [w.lower() for w in from_words(part)])]


def as_number(value: object) -> str:
    """A number as it is typed."""
    return "" if value is None else f"{Decimal(str(value)).normalize():f}"


def from_number(value: object) -> int | float | None:
    """A number as files have it."""
    if not isinstance(value, Decimal):
        return None
    return int(value) if value == value.to_integral_value() else float(value)


def as_day(value: object) -> dt.date | None:
    """The day of a text; None where it is none."""
    try:
        return dt.date.fromisoformat(str(value))
    except ValueError:
        return None
