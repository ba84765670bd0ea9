"""Botulinum toxin products, and the therapies that patients try before them."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache, lru_cache
from typing import Any

from app.places import bundled


@dataclass(frozen=True, slots=True)
class Vial:
    """One size of a product; `ndc` in 11 digits, or empty where it is not known."""

    units: int
    ndc: str = ""


@dataclass(frozen=True, slots=True)
class Product:
    """A botulinum toxin product.

    Attributes:
        id: lower-case brand, as form boxes name products: `botox`.
        billing_units: units of the product in one HCPCS unit.
        labelled: conditions of the US label.
    """

    id: str
    brand: str
    generic: str
    hcpcs: str
    billing_units: int
    dosage_form: str
    labelled: tuple[str, ...]
    vials: tuple[Vial, ...]

    @property
    def full_name(self) -> str:
        """`Botox (onabotulinumtoxinA)`."""
        return f"{self.brand} ({self.generic})"

    def billed_units(self, units: Decimal) -> Decimal:
        """HCPCS units of so many units of the product."""
        return units / self.billing_units


@dataclass(frozen=True, slots=True)
class AdequateDose:
    """The least daily dose of a trial that payers and guidelines take for adequate.

    Attributes:
        conditions: for which it is meant.
        words: where the number comes from, as an office reads it.
        is_read: False for what was recalled and not looked up.
    """

    mg_a_day: Decimal
    conditions: tuple[str, ...]
    words: str
    source: str
    is_read: bool


@dataclass(frozen=True, slots=True)
class Therapy:
    """An earlier therapy, drug or not.

    Attributes:
        drug_class: as payers' rules name it, such as `antiepileptic`.
        oral: taken by mouth; None where it can be either.
        indications: conditions that it is tried for.
        adequate: the least daily dose of a trial that counts; None where it is not known.
    """

    generic: str
    brands: tuple[str, ...]
    drug_class: str
    oral: bool | None
    indications: tuple[str, ...] = ()
    usual_dose: str = ""
    adequate: AdequateDose | None = None

    @property
    def names(self) -> tuple[str, ...]:
        """Generic name first, then brands and other spellings."""
        return (self.generic, *self.brands)


@dataclass(frozen=True, slots=True)
class Therapies:
    """The bundled catalogue; `class_names` gives a class in plain English."""

    entries: tuple[Therapy, ...]
    class_names: Mapping[str, str]


def _words(text: str) -> str:
    """Lower case, single spaces, nothing but letters and digits: for comparing names."""
    return " ".join(re.findall(r"[a-z0-9]+", text.lower()))


@cache
def products() -> tuple[Product, ...]:
    """The bundled products, read once."""
    data = tomllib.loads(bundled("resources", "drugs", "products.toml").read_text(encoding="utf-8"))
    return tuple(
        Product(
            id=item["id"],
            brand=item["brand"],
            generic=item["generic"],
            hcpcs=item["hcpcs"],
            billing_units=item["billing_units"],
            dosage_form=item["dosage_form"],
            labelled=tuple(item["labelled"]),
            vials=tuple(Vial(vial["units"], vial.get("ndc", "")) for vial in item["vials"]),
        )
        for item in data["product"]
    )


@lru_cache(maxsize=1024)
def find_product(text: str) -> Product | None:
    """The product that a text names by brand, generic name or HCPCS code; cosmetic use names none."""
    words = f" {_words(text)} "
    if " cosmetic " in words:
        return None
    found = [
        product
        for product in products()
        if any(f" {_words(name)} " in words for name in (product.brand, product.generic, product.hcpcs))
    ]
    return found[0] if len(found) == 1 else None


@cache
def therapies() -> Therapies:
    """The bundled catalogue of earlier therapies, read once."""
    data = tomllib.loads(bundled("resources", "drugs", "therapies.toml").read_text(encoding="utf-8"))
    entries = (
        Therapy(
            generic=item["generic"],
            brands=tuple(item["brands"]),
            drug_class=item["class"],
            oral=item.get("oral"),
            indications=tuple(item.get("indications", ())),
            usual_dose=item.get("usual_dose", ""),
            adequate=_adequate(item.get("adequate"), data["dose_sources"]),
        )
        for item in data["therapy"]
    )
    return Therapies(tuple(entries), data["class_names"])


def _adequate(item: Mapping[str, Any] | None, sources: Mapping[str, Any]) -> AdequateDose | None:
    if item is None:
        return None
    source = sources[item["source"]]
    number = Decimal(str(item["mg_a_day"]))
    return AdequateDose(number, tuple(item["for"]), source["words"], source["source"], source["is_read"])


def class_name(drug_class: str) -> str:
    """`Beta blocker` for `beta_blocker`; the text itself where the class is not known."""
    return therapies().class_names.get(drug_class, drug_class)


@cache
def _aliases() -> tuple[tuple[str, Therapy], ...]:
    """Every name with its therapy, longest first."""
    pairs = [(_words(name), therapy) for therapy in therapies().entries for name in therapy.names]
    return tuple(sorted(pairs, key=lambda pair: -len(pair[0])))


@lru_cache(maxsize=4096)
def find_therapy(name: str) -> Therapy | None:
    """The therapy that a text names: `Topamax`, `propranolol LA 80 mg`; None where it names none that is known."""
    words = f" {_words(name)} "
    return next((therapy for alias, therapy in _aliases() if f" {alias} " in words), None)


def search_therapies(text: str, indication: str = "", limit: int = 12) -> tuple[Therapy, ...]:
    """Therapies with a word that starts with the text; those of the indication first, all of them for no text."""
    wanted = _words(text)

    def fits(therapy: Therapy) -> bool:
        return any(f" {wanted}" in f" {_words(name)}" for name in therapy.names)

    found = [t for t in therapies().entries if (fits(t) if wanted else indication in t.indications)]
    found.sort(key=lambda t: (indication not in t.indications, not _words(t.generic).startswith(wanted)))
    return tuple(found[:limit])
