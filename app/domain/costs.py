"""Reference cards: what a drug costs without cover, and programs that help, each with its date and source."""

from __future__ import annotations

import datetime as dt
import tomllib
from dataclasses import dataclass
from functools import cache

from app.domain.clocks.problems import BadClockRule
from app.domain.clocks.rules import Verified
from app.domain.drugs import find_product
from app.domain.practice import Line
from app.places import bundled
from app.tables.lines import LineMap
from app.tables.table import Table, Where

_GOVERNMENT = frozenset(
    {Line.MEDICARE_FFS, Line.MEDICARE_ADVANTAGE, Line.MEDICAID_FFS, Line.MEDICAID_MCO, Line.TRICARE}
)


@dataclass(frozen=True, slots=True)
class CostCard:
    """What something costs.

    Attributes:
        figures: what, and how much in dollars as the source writes it.
        lines: whom it is about; everybody where it is empty.
    """

    id: str
    title: str
    as_of: str
    text: str
    figures: tuple[tuple[str, str], ...]
    products: tuple[str, ...]
    lines: tuple[Line, ...]
    sources: tuple[str, ...]
    verified: Verified


@dataclass(frozen=True, slots=True)
class Program:
    """A savings or assistance program.

    Attributes:
        labelled_only: whether it helps with uses of the US label alone.
        not_for: lines of business whose patients may not use it.
        who: who may use it, in plain English.
    """

    id: str
    title: str
    products: tuple[str, ...]
    labelled_only: bool
    not_for: tuple[Line, ...]
    who: tuple[str, ...]
    how: str
    amounts: tuple[str, ...]
    phone: str
    caution: str
    sources: tuple[str, ...]
    verified: Verified


@dataclass(frozen=True, slots=True)
class Offer:
    """A program as it stands for one patient.

    Attributes:
        barred: why it cannot be used; empty where nothing on file speaks against it.
    """

    program: Program
    barred: str = ""


@dataclass(frozen=True, slots=True)
class CostLibrary:
    """All cards and programs."""

    checked: dt.date
    cards: tuple[CostCard, ...]
    programs: tuple[Program, ...]

    def cards_for(self, drug: str, line: Line | None) -> tuple[CostCard, ...]:
        """The cards about a product and a line of business; those of all products where none is known."""
        product = find_product(drug)
        return tuple(
            card
            for card in self.cards
            if (product is None or product.id in card.products) and (not card.lines or line in card.lines)
        )

    def offers_for(self, drug: str, lines: tuple[Line, ...], condition: str) -> tuple[Offer, ...]:
        """The programs for a product, those that can be used first.

        Args:
            drug: asked for.
            lines: of all the patient's plans: one government plan bars, whichever plan is asked.
            condition: treated; empty where not documented.
        """
        product = find_product(drug)
        offers = [
            Offer(program, _barred(program, drug, lines, condition))
            for program in self.programs
            if product is not None and product.id in program.products
        ]
        return tuple(sorted(offers, key=lambda offer: bool(offer.barred)))


@cache
def cost_library() -> CostLibrary:
    """The bundled cards and programs, read once."""
    texts = [bundled("resources", "costs", name) for name in ("without_cover.toml", "assistance.toml")]
    cards, programs = (_top(path.read_text(encoding="utf-8"), path.name) for path in texts)
    library = CostLibrary(
        checked=min(cards[1], programs[1]),
        cards=tuple(_card(item) for item in cards[0].tables("card")),
        programs=tuple(_program(item) for item in programs[0].tables("program")),
    )
    for top, _ in (cards, programs):
        top.done()
    return library


def _top(text: str, file_name: str) -> tuple[Table, dt.date]:
    data = tomllib.loads(text)
    top = Table(
        {key: value for key, value in data.items() if key != "checked"},
        (),
        Where(file_name, LineMap.of(text), BadClockRule),
    )
    if not isinstance(data.get("checked"), dt.date):
        raise top.problem("checked", "it must be the day on which the cards were checked")
    return top, data["checked"]


def _barred(program: Program, drug: str, lines: tuple[Line, ...], condition: str) -> str:
    held = [line for line in lines if line in program.not_for]
    if held:
        public = "government insurance" if held[0] in _GOVERNMENT else "this kind of plan"
        return f"Not for patients with {public}, whichever plan is asked."
    product = find_product(drug)
    if program.labelled_only and condition and product is not None and condition not in product.labelled:
        return "Only for uses of the US label."
    return ""


def _card(item: Table) -> CostCard:
    figures = []
    for figure in item.tables("figures"):
        figures.append((figure.text("what"), figure.text("usd")))
        figure.done()
    card = CostCard(
        id=item.text("id"),
        title=item.text("title"),
        as_of=item.text("as_of"),
        text=item.text("text"),
        figures=tuple(figures),
        products=item.texts("products"),
        lines=item.some_of("lines", Line),
        sources=item.texts("sources"),
        verified=item.one_of("verified", Verified),
    )
    item.done()
    return card


def _program(item: Table) -> Program:
    program = Program(
        id=item.text("id"),
        title=item.text("title"),
        products=item.texts("products"),
        labelled_only=item.flag("labelled_only"),
        not_for=item.some_of("not_for", Line),
        who=item.texts("who"),
        how=item.text("how"),
        amounts=item.texts("amounts"),
        phone=item.text("phone"),
        caution=item.text("caution", ""),
        sources=item.texts("sources"),
        verified=item.one_of("verified", Verified),
    )
    item.done()
    return program
