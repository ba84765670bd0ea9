"""The named colours and measures that every screen is drawn with, light and dark.

Nothing else on the desk names a colour. Contrast of every pair in `READABLE` is tested.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

#: Everything is placed on this grid, in device-independent pixels.
GRID_PX = 8
#: Height of text in fields and lists.
TEXT_PX = 13
#: Width of the rail of places on the left.
RAIL_PX = 152


class Scheme(StrEnum):
    """Which of the two sets of colours is in force."""

    LIGHT = "light"
    DARK = "dark"


@dataclass(frozen=True, slots=True)
class Tokens:
    """One set of colours, each `#rrggbb`.

    Attributes:
        ground: behind lists and forms.
        rail: behind the places, the status strip and table headings.
        raised: fields, menus, cards.
        hover: under the pointer.
        selected: the chosen row.
        hairline: between things.
        edge: around a field; 3:1 against what is beside it.
        text: what is read.
        quiet: what is read second: labels, hints.
        faint: what is only decoration, never words.
        accent: the one accent: links, focus, the primary button.
        on_accent: words on the accent.
        good: words of a settled state.
        warn: words of an open state.
        bad: words of a fault.
        warn_ground: behind a note that asks for attention.
        bad_ground: behind an error.
        good_ground: behind a settled note.
        sample: behind the banner of the invented practice.
        on_sample: words on it.
        desk: behind the paper.
    """

    scheme: Scheme
    ground: str
    rail: str
    raised: str
    hover: str
    selected: str
    hairline: str
    edge: str
    text: str
    quiet: str
    faint: str
    accent: str
    on_accent: str
    good: str
    warn: str
    bad: str
    warn_ground: str
    bad_ground: str
    good_ground: str
    sample: str
    on_sample: str
    desk: str


LIGHT = Tokens(
    scheme=Scheme.LIGHT,
    ground="#ffffff",
    rail="#f4f5f6",
    raised="#ffffff",
    hover="#eef1f3",
    selected="#dcebf0",
    hairline="#e0e3e6",
    edge="#8a929a",
    text="#1b2126",
    quiet="#59636c",
    faint="#a9b1b8",
    accent="#0b6175",
    on_accent="#ffffff",
    good="#1d6b3c",
    warn="#84560a",
    bad="#ab2a20",
    warn_ground="#fbf3e0",
    bad_ground="#fbeae8",
    good_ground="#e8f3ec",
    sample="#efe7f7",
    on_sample="#59337d",
    desk="#d9dde0",
)

DARK = Tokens(
    scheme=Scheme.DARK,
    ground="#1c1f22",
    rail="#161819",
    raised="#24282c",
    hover="#2a2f33",
    selected="#1f4350",
    hairline="#33393e",
    edge="#7b858e",
    text="#e6e9eb",
    quiet="#a7b0b8",
    faint="#5c656d",
    accent="#6cc4d8",
    on_accent="#0c2229",
    good="#7fcf9c",
    warn="#e0b566",
    bad="#f2948b",
    warn_ground="#352c18",
    bad_ground="#3c2321",
    good_ground="#1d3226",
    sample="#33263f",
    on_sample="#d6bdee",
    desk="#101213",
)

#: Words and what they stand on: contrast at least 4.5:1 in both schemes.
READABLE: tuple[tuple[str, str], ...] = (
    ("text", "ground"),
    ("text", "rail"),
    ("text", "raised"),
    ("text", "hover"),
    ("text", "selected"),
    ("text", "warn_ground"),
    ("text", "bad_ground"),
    ("text", "good_ground"),
    ("quiet", "ground"),
    ("quiet", "rail"),
    ("quiet", "raised"),
    ("quiet", "hover"),
    ("quiet", "selected"),
    ("accent", "ground"),
    ("accent", "rail"),
    ("accent", "raised"),
    ("accent", "selected"),
    ("on_accent", "accent"),
    ("good", "ground"),
    ("good", "selected"),
    ("good", "good_ground"),
    ("good", "rail"),
    ("warn", "ground"),
    ("warn", "selected"),
    ("warn", "warn_ground"),
    ("warn", "rail"),
    ("bad", "ground"),
    ("bad", "selected"),
    ("bad", "bad_ground"),
    ("bad", "rail"),
    ("on_sample", "sample"),
)

#: Edges that carry meaning and what is beside them: at least 3:1.
VISIBLE: tuple[tuple[str, str], ...] = (
    ("edge", "ground"),
    ("edge", "raised"),
    ("accent", "ground"),
    ("accent", "raised"),
)


def luminance(color: str) -> float:
    """Relative luminance of `#rrggbb` after WCAG 2.1."""
    channels = (int(color[at : at + 2], 16) / 255 for at in (1, 3, 5))
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Contrast ratio of two colours, from 1 to 21."""
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)
