"""Addresses, telephones and names of people, kept in their parts because forms split them."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class PersonName:
    """A person's name in parts, as it stands on the insurance card."""

    first: str = ""
    last: str = ""
    middle: str = ""
    suffix: str = ""

    @property
    def full(self) -> str:
        """`Ánh T. Nguyễn Jr.`: first, middle initial or name, last, suffix."""
        middle = f"{self.middle}." if len(self.middle) == 1 else self.middle
        return " ".join(part for part in (self.first, middle, self.last, self.suffix) if part)


@dataclass(frozen=True, slots=True)
class Address:
    """A postal address in the United States."""

    street: str = ""
    city: str = ""
    state: str = ""
    zip: str = ""
    county: str = ""


@dataclass(frozen=True, slots=True)
class Contact:
    """How an organisation or a desk is reached; telephones as ten digits, extension after `x`."""

    name: str = ""
    phone: str = ""
    fax: str = ""
    email: str = ""


class Unit(StrEnum):
    """Units a body measure is kept in: the one that was entered, never converted on the way in."""

    INCH = "in"
    CENTIMETRE = "cm"
    POUND = "lb"
    KILOGRAM = "kg"


@dataclass(frozen=True, slots=True)
class BodyMeasure:
    """A height or weight in the unit in which the office entered it."""

    value: Decimal
    unit: Unit
