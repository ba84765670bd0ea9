"""How a value has to be written where the form prints a part of it."""

from __future__ import annotations

import math

from app.domain.vocabulary import KeyKind, vocabulary
from app.pdf.context.model import BoxContext
from app.pdf.template import Box

#: Widths of a space and a digit, and the size of letters, as shares of the size and of the box's height.
_SPACE, _DIGIT, _SIZE = 0.278, 0.556, 0.7
_SMALLEST_PT, _LARGEST_PT = 6.0, 12.0
#: Room that is left beside a bracket.
_AIR_PT = 1.5
_AREA = 3


def phone_format(box: Box, context: BoxContext, key: str) -> str:
    """A format that puts the area code between printed brackets, or empty.

    Args:
        box: written in.
        context: what is printed in it.
        key: that it asks for.
    """
    if context.brackets is None or context.part is not None or vocabulary().parse(key).kind is not KeyKind.TEL:
        return ""
    opens, closes = context.brackets
    size = min(_LARGEST_PT, max(_SMALLEST_PT, _SIZE * box.rect.height))
    before = _spaces(opens + _AIR_PT, size)
    ends = before * _SPACE * size + _AREA * _DIGIT * size
    return f"{' ' * before}###{' ' * max(1, _spaces(closes + _AIR_PT - ends, size))}###-####"


def _spaces(width_pt: float, size_pt: float) -> int:
    return max(0, math.ceil(width_pt / (_SPACE * size_pt)))
