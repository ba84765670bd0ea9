"""Cards of the course screen: a date with its rule, a program with who may use it, figures with their source."""

from __future__ import annotations

import datetime as dt

from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from app.desk.widgets.plain import hairline, label, row
from app.desk.widgets.selectable import selectable
from app.domain.clocks import Clock
from app.domain.costs import CostCard, Offer
from app.domain.drugs import find_product


def clock_card(clock: Clock, today: dt.date, *, counts: bool) -> QWidget:
    """A date with the rule behind it; `counts` for the first of its kind."""
    words, role = date_words(clock, today)
    product = find_product(clock.about)
    about = clock.about if product is None else product.brand
    head = row(label(clock.title if counts else f"Also: {clock.title}", "strong"), label(words, role), None)
    lines = [
        (clock.counted, ""),
        (": ".join(filter(None, (about, clock.rule))), "quiet"),
        (clock.caution, "warn"),
    ]
    made = _card(head, lines)
    _add_source(made, clock.sources, "" if clock.verified is None else clock.verified.words)
    made.setAccessibleName(f"{clock.title}: {words}. {clock.counted}. {clock.rule}")
    return made


def date_words(clock: Clock, today: dt.date) -> tuple[str, str]:
    """The date in words, and how pressing it is."""
    if clock.date is None:
        return "no date known: note what the payer says", "warn"
    days = (clock.date - today).days
    said = f"{clock.date:%a %m/%d/%Y}"
    if clock.if_sent_today:
        return f"{said}, if it is sent today", "quiet"
    if clock.from_letter:
        said += ", the payer's own date"
    if days < 0:
        return f"{said}, {-days} days ago", "bad"
    return f"{said}, {'today' if not days else f'in {days} days'}", "warn" if days <= 3 else "quiet"


def cost_card(card: CostCard) -> QWidget:
    """What something costs."""
    head = row(label(card.title, "strong", wrap=True))
    made = _card(head, [(card.text, "")])
    grid = QGridLayout()
    grid.setContentsMargins(0, 2, 0, 2)
    grid.setHorizontalSpacing(16)
    grid.setVerticalSpacing(2)
    for at, (what, usd) in enumerate(card.figures):
        grid.addWidget(label(what), at, 0)
        grid.addWidget(label(f"${usd}" if usd[:1].isdigit() else usd, "strong"), at, 1)
    grid.setColumnStretch(2, 1)
    layout = made.layout()
    if isinstance(layout, QVBoxLayout):
        layout.addLayout(grid)
    _add_source(made, card.sources, f"{card.as_of}; {card.verified.words}")
    return made


def offer_card(offer: Offer) -> QWidget:
    """A program with who may use it."""
    program = offer.program
    state = (offer.barred, "warn") if offer.barred else ("Nothing on file bars it.", "good")
    head = row(label(program.title, "strong", wrap=True))
    lines = [state, *((f"• {who}", "") for who in program.who), (program.how, "quiet")]
    lines += [(amount, "") for amount in program.amounts]
    lines += [(f"Phone {program.phone}" if program.phone else "", ""), (program.caution, "warn")]
    made = _card(head, lines)
    _add_source(made, program.sources, program.verified.words)
    return made


def _card(head: QHBoxLayout, lines: list[tuple[str, str]]) -> QWidget:
    made = QWidget()
    layout = QVBoxLayout(made)
    layout.setContentsMargins(16, 8, 16, 8)
    layout.setSpacing(2)
    layout.addLayout(head)
    for text, role in lines:
        if text:
            layout.addWidget(label(text, role, wrap=True))
    return made


def _add_source(card: QWidget, sources: tuple[str, ...], verified: str) -> None:
    layout = card.layout()
    words = "; ".join((*sources, verified) if verified else sources)
    if isinstance(layout, QVBoxLayout):
        if words:
            layout.addWidget(selectable(f"Source: {words}", "Source"))
        layout.addSpacing(4)
        layout.addWidget(hairline())
