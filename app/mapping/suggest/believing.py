"""Which of a form's own names of its boxes may be believed: tooltips and field names lie, all or here and there."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from app.mapping.suggest.lexicon import Lexicon
from app.mapping.suggest.parse import parse
from app.mapping.suggest.sources import spoken_field
from app.pdf.context.model import BoxContext, FormContext
from app.pdf.template import Box, BoxId, BoxKind, Template

#: So well a text must be explained to be a witness for or against another.
_CLEAR = 0.8
#: Names that contradict the print so often are not believed where something is printed.
_FEWEST_CLASHES, _MOST_CLASHES = 3, 0.25
_NEAR = 0.6


def believed(lexicon: Lexicon, template: Template, context: FormContext) -> Iterator[Box]:
    """The form's boxes in order, without the names that print shows to be wrong.

    Args:
        lexicon: to compare print and names by.
        template: the form's boxes.
        context: what is printed about them.
    """
    shifted = set(_shifted(lexicon, template, context))
    tips_lie = _lie(lexicon, {box.id: box.label for box in template.boxes}, context)
    names_lie = _lie(lexicon, {box.id: spoken_field(box) for box in template.boxes}, context)
    for box in template.boxes:
        if not _is_printed(context.boxes[box.id]):
            yield box
            continue
        label = "" if tips_lie or box.id in shifted else box.label
        yield (
            replace(box, label=label, field=None if names_lie else box.field)
            if label != box.label or names_lie
            else box
        )


def _lie(lexicon: Lexicon, names: Mapping[BoxId, str], context: FormContext) -> bool:
    """Whether names of boxes often ask for something else than what is printed beside them."""
    agree, clash = 0, 0
    for box, name in names.items():
        said = context.boxes[box]
        if not name or not _is_printed(said):
            continue
        printed, named = parse(lexicon, said.label), parse(lexicon, name)
        if min(printed.share, named.share) < _CLEAR or not (printed.attributes and named.attributes):
            continue
        if set(printed.attributes) & {*named.attributes, *named.further}:
            agree += 1
        else:
            clash += 1
    return clash >= _FEWEST_CLASHES and clash > _MOST_CLASHES * (agree + clash)


def _shifted(lexicon: Lexicon, template: Template, context: FormContext) -> Iterator[BoxId]:
    """Boxes whose tooltip is what is printed beside their neighbour."""
    order = [box for box in template.boxes if box.kind is not BoxKind.CHECK]
    words = [lexicon.words.plain(context.boxes[box.id].label) for box in order]
    for at, box in enumerate(order):
        own, tip = words[at], lexicon.words.plain(box.label)
        own = (*own, *lexicon.words.plain(context.boxes[box.id].after))
        beside = [*words[max(0, at - 1) : at], *words[at + 1 : at + 2]]
        if tip and words[at] and not set(tip) & set(own) and tip in beside:
            yield box.id


def _is_printed(said: BoxContext) -> bool:
    """Whether a box has a label of its own beside it."""
    return bool(said.label) and said.labels[0].own and said.labels[0].cost < _NEAR
