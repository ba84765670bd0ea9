"""Pharmacy orders in HL7 messages: one therapy an order, with the times and the dose of that order alone."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from app.intake.incoming import Said
from app.intake.reading._hl7_segments import Segment

#: Which field names the drug, in the segments that can stand for one order; what was given says more than the wish.
_DRUGS: Mapping[str, int] = {"RXE": 2, "RXD": 2, "RXO": 1}
#: Order controls (table 0119) of an order that was called off before it was filled.
_CALLED_OFF = ("CA", "OC", "CR")


@dataclass(frozen=True, slots=True)
class Order:
    """One drug of one order, with its timing and the order that it is part of, where there are such."""

    drug: Segment
    timing: Segment | None = None
    order: Segment | None = None


def orders(segments: Sequence[Segment]) -> Iterator[Order]:
    """The orders of a message that were not called off."""
    groups: list[list[Segment]] = [[]]
    for segment in segments:
        if segment.name == "ORC":
            groups.append([])
        groups[-1].append(segment)
    for group in groups:
        if not (group and group[0].name == "ORC" and group[0].part(1, 1) in _CALLED_OFF):
            yield from _of_group(group)


def _of_group(group: Sequence[Segment]) -> Iterator[Order]:
    kind = next((name for name in _DRUGS if any(segment.name == name for segment in group)), None)
    places = [place for place, segment in enumerate(group) if segment.name == kind]
    for place, after in zip(places, [*places[1:], len(group)], strict=False):
        own = [segment for segment in group[place:after] if segment.name == "TQ1"]
        before = [segment for segment in group[:place] if segment.name == "TQ1"] if len(places) == 1 else []
        order = group[0] if group[0].name == "ORC" else None
        yield Order(group[place], next(iter((*own, *before)), None), order)


def therapy(where: str, order: Order) -> Iterator[Said]:
    """What an order says of a therapy."""
    rx, number = order.drug, _DRUGS[order.drug.name]
    place = f"{where}, {rx.name}"
    drug = rx.part(number, 2) or rx.part(number, 5)
    if not drug or drug == '""':
        return
    yield Said("trial.drug", drug, f"{place}-{number}")
    for field, text, part in (*_times(order), *_doses(rx)):
        if text and text != '""':
            yield Said(f"trial.{field}", text, f"{where}, {part}")


def _times(order: Order) -> Iterator[tuple[str, str, str]]:
    """When it was to be taken, or given out; of what several parts say, the first counts."""
    rx, timing, orc = order.drug, order.timing, order.order
    if timing is not None:
        yield "start", timing.part(7, 1), "TQ1-7"
        yield "end", timing.part(8, 1), "TQ1-8"
    if rx.name == "RXE":
        yield "start", rx.part(1, 4), "RXE-1"
        yield "end", rx.part(1, 5), "RXE-1"
    elif rx.name == "RXD":
        yield "start", rx.part(3, 1), "RXD-3"
    if orc is not None:
        yield "start", orc.part(7, 4), "ORC-7"
        yield "end", orc.part(7, 5), "ORC-7"
        yield "start", orc.part(15, 1), "ORC-15"


def _doses(rx: Segment) -> Iterator[tuple[str, str, str]]:
    amount_at, unit_at = {"RXE": (3, 5), "RXO": (2, 4)}.get(rx.name, (0, 0))
    amount, unit = rx.part(amount_at, 1), rx.part(unit_at, 2) or rx.part(unit_at, 1)
    if amount_at and amount and unit:
        # Some systems write the strength where the unit belongs: 1 of `75 mg`.
        dose = f"{amount} {unit}" if not unit[0].isdigit() else unit if amount == "1" else f"{amount} x {unit}"
        yield "dose", dose, f"{rx.name}-{amount_at}"
    if rx.name == "RXE":
        yield "directions", rx.part(7, 2), "RXE-7"
        strength, of = rx.part(25, 1), rx.part(26, 2) or rx.part(26, 1)
        if strength and of:
            yield "strength", f"{strength} {of}", "RXE-25"
