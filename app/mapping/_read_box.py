"""From one `[[box]]` of a pack's file to its place, look and source."""

from __future__ import annotations

import re

from app.mapping.leftover import LEDGER
from app.mapping.model import Importance, PackBox, Place, Source, SourceKind
from app.pdf.template import Align, BoxKind, Family, Look, Rect
from app.tables.table import Table

_BOX_ID = re.compile(r"[1-9]\d*:-?\d+,-?\d+(\.\d+)?")
_SIGNATURES = (("attest.signature",), ("attest.prepared_by_signature",))
#: The names that say where a value comes from; a box has exactly one.
_SOURCES = {
    "key": SourceKind.KEY,
    "compose": SourceKind.COMPOSE,
    "join": SourceKind.JOIN,
    "ask": SourceKind.ASK,
    "tick": SourceKind.TICK,
    "never": SourceKind.NEVER,
    "by_hand": SourceKind.BY_HAND,
}


def read_box(table: Table) -> PackBox:
    """One box of the pack."""
    box = PackBox(
        source=_source(table),
        label=table.text("label"),
        section=table.text("section", ""),
        field=table.text("field", ""),
        on=table.text("on", ""),
        box=table.text("id", ""),
        place=_place(table) if table.has("page") else None,
        importance=table.one_of("importance", Importance, Importance.OPTIONAL),
        group=table.text("group", ""),
        when=table.text("when", ""),
        rest=table.text("rest", ""),
    )
    if box.rest not in ("", LEDGER):
        raise table.problem("rest", f"only {LEDGER} has rows that may be left over")
    if not (box.field or box.box or box.place):
        raise table.problem("", "it says neither field nor id nor page and rect")
    if box.box and not _BOX_ID.fullmatch(box.box):
        raise table.problem("id", "a box id is written like 2:88,676")
    table.done()
    return box


def _source(table: Table) -> Source:
    named = [name for name in _SOURCES if table.has(name)]
    if len(named) != 1:
        raise table.problem("", f"it needs exactly one of {', '.join(_SOURCES)}")
    kind = _SOURCES[named[0]]
    keys = table.texts("join" if kind is SourceKind.JOIN else "key")
    if kind is SourceKind.KEY and keys in _SIGNATURES:
        kind = SourceKind.SIGNATURE
    if kind in (SourceKind.NEVER, SourceKind.BY_HAND) and not table.flag(kind.value):
        raise table.problem(kind.value, "it can only be true")
    return Source(
        kind=kind,
        keys=keys,
        pattern=table.text("compose", ""),
        separator=table.text("separator", ", "),
        question=table.text("ask", ""),
        equals=table.text("is", ""),
        detail=table.flag("detail"),
        part=table.text("part", ""),
        rule=table.text("tick", ""),
        format=table.text("format", ""),
        words=table.words("words"),
        ongoing=table.text("ongoing", ""),
    )


def _place(table: Table) -> Place:
    corners = table.numbers("rect")
    if len(corners) != 4 or corners[0] >= corners[2] or corners[1] >= corners[3]:
        raise table.problem("rect", "it must be [left, bottom, right, top] in points")
    kind = table.one_of("kind", BoxKind, BoxKind.TEXT)
    cells = table.whole("cells", 0)
    if (kind is BoxKind.COMB) != (cells > 0):
        raise table.problem("cells", "a comb, and only a comb, has cells")
    if table.flag("ring") and kind is not BoxKind.CHECK:
        raise table.problem("ring", "only a check box is circled")
    return Place(
        page=table.whole("page"),
        rect=Rect(corners[0], corners[1], corners[2], corners[3]),
        kind=kind,
        look=_look(table.table("look")),
        cells=cells,
        limit=table.whole("limit") if table.has("limit") else None,
        choices=table.texts("choices"),
        baselines=table.numbers("baselines"),
        ring=table.flag("ring"),
    )


def _look(table: Table | None) -> Look:
    if table is None:
        return Look()
    plain = Look()
    look = Look(
        family=table.one_of("family", Family, plain.family),
        bold=table.flag("bold"),
        italic=table.flag("italic"),
        size_pt=table.number("size_pt", plain.size_pt),
        align=table.one_of("align", Align, plain.align),
        turn=table.whole("turn", 0),
        inset_pt=table.number("inset_pt", plain.inset_pt),
    )
    table.done()
    return look
