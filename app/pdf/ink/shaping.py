"""Turns a line of text into glyphs: a face for every cluster, direction, shaping. Measures are in ems.

Most lines of a form are plain (Latin, Greek, Cyrillic, ideographs of one face) and need sums of widths only. Everything
else goes through HarfBuzz, run by run.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby, pairwise
from typing import Final, TypeAlias

import uharfbuzz as hb
from bidi.algorithm import (
    explicit_embed_and_overrides,
    get_base_level,
    get_empty_storage,
    resolve_implicit_levels,
    resolve_neutral_types,
    resolve_weak_types,
)
from bidi.mirror import MIRRORED

from app.pdf.ink.fonts import REPLACEMENT, Chain, Face, face, is_plain

_WORDS_AND_GAPS: Final = re.compile(r"[^\s-]+|[\s-]+")
_RIGHT_TO_LEFT: Final = frozenset({"R", "AL", "AN", "RLE", "RLO", "RLI"})
_AS_EMBEDDING: Final = {"LRI": "LRE", "RLI": "RLE", "FSI": "LRE", "PDI": "PDF"}
_TURNED_BRACKETS: Final = str.maketrans(MIRRORED)
_JOINERS: Final = "\u200c\u200d"


_Run: TypeAlias = tuple[tuple[str, int, bool], str]


@dataclass(frozen=True, slots=True)
class Piece:
    """Neighbouring glyphs of one face.

    Attributes:
        text: what the glyphs stand for, in reading order.
        x: where the piece starts, from the start of the line.
        ids: glyph numbers from left to right; empty for a plain piece, whose glyphs are those of its characters.
        steps: where each glyph stands, from the start of the piece.
        rises: how far each stands above the baseline.
        meanings: the text of each glyph as a reader of the page meets it.
        spoken: text to be told in place of the glyphs' own, or empty where theirs is right.
    """

    face: Face
    text: str
    x: float
    width: float
    ids: tuple[int, ...] = ()
    steps: tuple[float, ...] = ()
    rises: tuple[float, ...] = ()
    meanings: tuple[str, ...] = ()
    spoken: str = ""

    def glyph_ids(self) -> tuple[int, ...]:
        """Glyph numbers from left to right."""
        return self.ids or tuple(map(self.face.ids.__getitem__, self.text))

    def glyph_steps(self) -> tuple[float, ...]:
        """Where each glyph stands, from the start of the piece."""
        if self.ids:
            return self.steps
        advances, pen, steps = self.face.advances, 0.0, []
        for char in self.text:
            steps.append(pen)
            pen += advances[char]
        return tuple(steps)


@dataclass(frozen=True, slots=True)
class Line:
    """A line of text as glyphs.

    Attributes:
        width: how far the pen moves over the whole line.
        missing: characters that no face has.
        spoken: text to be told in place of all the glyphs' own, or empty where theirs, or the pieces', is right.
    """

    text: str
    width: float
    pieces: tuple[Piece, ...]
    missing: tuple[str, ...] = ()
    spoken: str = ""

    def ink(self) -> tuple[float, float, float, float]:
        """Left, bottom, right and top of the ink, from the start of the baseline."""
        if len(self.pieces) == 1 and not self.pieces[0].ids and self.text == self.text.strip():
            return _plain_ink(self.pieces[0])
        boxes = [box for piece in self.pieces for box in _ink(piece)]
        if not boxes:
            return 0.0, 0.0, self.width, 0.0
        return (
            min(box[0] for box in boxes),
            min(box[1] for box in boxes),
            max(box[2] for box in boxes),
            max(box[3] for box in boxes),
        )


def _plain_ink(piece: Piece) -> tuple[float, float, float, float]:
    """The ink of a plain piece that neither begins nor ends with a space."""
    chosen, text = piece.face, piece.text
    last = text[-1]
    return (
        chosen.lefts[text[0]],
        min(map(chosen.bottoms.__getitem__, text)),
        piece.width - chosen.advances[last] + chosen.rights[last],
        max(map(chosen.tops.__getitem__, text)),
    )


def _ink(piece: Piece) -> Iterator[tuple[float, float, float, float]]:
    rises = piece.rises or (0.0,) * (len(piece.ids) or len(piece.text))
    for glyph, step, rise in zip(piece.glyph_ids(), piece.glyph_steps(), rises, strict=True):
        left, bottom, right, top = piece.face.ink(glyph)
        if right > left:
            x = piece.x + step
            yield x + left, rise + bottom, x + right, rise + top


def measure(text: str, chain: Chain) -> Line:
    """Turns one line into glyphs."""
    primary = chain.primary
    try:
        width = sum(map(primary.advances.__getitem__, text))
    except KeyError:
        return _shape_line(text, chain)
    return Line(text, width, (Piece(primary, text, 0.0, width),) if text else ())


@dataclass(frozen=True, slots=True)
class _Cluster:
    text: str
    face: Face | None
    level: int

    @property
    def plain(self) -> bool:
        return self.level % 2 == 0 and len(self.text) == 1 and is_plain(self.text)

    @property
    def kind(self) -> tuple[str, int, bool]:
        return (self.face.name if self.face else "", self.level, self.plain)


def _shape_line(text: str, chain: Chain) -> Line:
    runs = [(kind, "".join(c.text for c in group)) for kind, group in groupby(_clusters(text, chain), lambda c: c.kind)]
    pieces: list[Piece] = []
    missing: list[str] = []
    pen = 0.0
    for (name, level, plain), run in _visual_order(runs):
        if not name:
            made = _stand_ins(run, chain, pen)
            missing.extend(run)
        elif plain:
            made = [_plain_piece(face(name), run, pen)]
        else:
            made = _shaped_words(face(name), run, pen, backwards=level % 2 == 1)
        pieces += made
        pen = made[-1].x + made[-1].width
    one_way = all(kind[1] % 2 == 0 for kind, _ in runs)
    told = text if one_way and any(piece.spoken for piece in pieces) else ""
    return Line(text, pen, tuple(pieces), tuple(dict.fromkeys(missing)), told)


def clusters_of(text: str) -> list[str]:
    """What a reader takes for one letter each: a character with its accents and joiners."""
    found: list[str] = []
    for char in text:
        joins = unicodedata.category(char) in ("Mn", "Mc", "Me") or char in _JOINERS or "\ufe00" <= char <= "\ufe0f"
        if found and (joins or found[-1][-1] == "\u200d"):
            found[-1] += char
        else:
            found.append(char)
    return found


def _clusters(text: str, chain: Chain) -> list[_Cluster]:
    levels = _levels(text)
    found: list[_Cluster] = []
    at = 0
    for cluster in clusters_of(text):
        level = levels[at]
        at += len(cluster)
        before = found[-1].face if found else None
        shares = before is not None and not cluster[0].isalnum() and before.has(cluster[0])
        chosen = before if shares and len(cluster) == 1 else chain.pick(cluster)
        if chosen is None and len(cluster) > 1:
            found += [_Cluster(part, chain.pick(part), level) for part in cluster]
        else:
            found.append(_Cluster(cluster, chosen, level))
    return found


def _levels(text: str) -> list[int]:
    """The bidirectional level of every character; even ones run left to right."""
    if not any(unicodedata.bidirectional(char) in _RIGHT_TO_LEFT for char in text):
        return [0] * len(text)
    base = get_base_level(text)
    storage = get_empty_storage()
    storage["base_level"], storage["base_dir"] = base, ("L", "R")[base]
    kinds = [_kind(char) for char in text]
    storage["chars"] = [
        {"ch": char, "level": base, "type": kind, "orig": kind, "at": at}
        for at, (char, kind) in enumerate(zip(text, kinds, strict=True))
    ]
    explicit_embed_and_overrides(storage)
    resolve_weak_types(storage)
    resolve_neutral_types(storage, False)
    resolve_implicit_levels(storage, False)
    known = {entry["at"]: int(entry["level"]) for entry in storage["chars"]}
    levels: list[int] = []
    for at in range(len(text)):
        levels.append(known.get(at, levels[-1] if levels else base))
    return levels


def _kind(char: str) -> str:
    """Its bidirectional kind; isolates, which the library does not know, count as the embeddings that they resemble."""
    kind = unicodedata.bidirectional(char) or "L"  # a character that nobody has named has none
    return _AS_EMBEDDING.get(kind, kind)


def _visual_order(runs: list[_Run]) -> list[_Run]:
    """Runs from left to right: every stretch of a level or higher is turned round, from the highest level down."""
    ordered = list(runs)
    for level in range(max((kind[1] for kind, _ in runs), default=0), 0, -1):
        start = None
        for at in range(len(ordered) + 1):
            inside = at < len(ordered) and ordered[at][0][1] >= level
            if inside and start is None:
                start = at
            elif not inside and start is not None:
                ordered[start:at] = reversed(ordered[start:at])
                start = None
    return ordered


def _plain_piece(chosen: Face, text: str, x: float) -> Piece:
    return Piece(chosen, text, x, sum(map(chosen.advances.__getitem__, text)))


def _stand_ins(text: str, chain: Chain, x: float) -> list[Piece]:
    chosen = chain.pick(REPLACEMENT) or chain.primary
    shown = REPLACEMENT * len(text)
    width = chosen.advances[REPLACEMENT] * len(shown)
    return [Piece(chosen, shown, x, width, spoken=text)]


def _shaped_words(chosen: Face, text: str, x: float, *, backwards: bool) -> list[Piece]:
    """A run as one piece; one that runs right to left word by word, so that each word is told by itself."""
    if not backwards:
        return [_shaped_piece(chosen, text, x, backwards=False)]
    made: list[Piece] = []
    for word in reversed(_WORDS_AND_GAPS.findall(text)):
        made.append(_shaped_piece(chosen, word, x, backwards=True))
        x += made[-1].width
    return made


def _shaped_piece(chosen: Face, text: str, x: float, *, backwards: bool) -> Piece:
    buffer = hb.Buffer()
    buffer.cluster_level = hb.BufferClusterLevel.MONOTONE_CHARACTERS
    buffer.add_str(text)
    buffer.guess_segment_properties()
    buffer.direction = "rtl" if backwards else "ltr"
    hb.shape(chosen.hb_font, buffer, {})
    infos, places = buffer.glyph_infos, buffer.glyph_positions
    pen, steps, rises = 0.0, [], []
    for place in places:
        steps.append((pen + place.x_offset) / chosen.upem)
        rises.append(place.y_offset / chosen.upem)
        pen += place.x_advance
    ids = tuple(info.codepoint for info in infos)
    meanings = _meanings([info.cluster for info in infos], text, backwards=backwards)
    seen = _as_seen(text) if backwards else text
    told = "" if "".join(meanings) == seen and _one_each(meanings, text) else seen
    raised = tuple(rises) if any(rises) else ()
    return Piece(chosen, text, x, pen / chosen.upem, ids, tuple(steps), raised, meanings, told)


def _as_seen(text: str) -> str:
    """A text that runs right to left, character by character from the left."""
    return text[::-1].translate(_TURNED_BRACKETS)


def _one_each(meanings: tuple[str, ...], text: str) -> bool:
    """Whether every glyph stands for characters of its own and no accent is set as a glyph of its own."""
    return all(meanings) and not any(unicodedata.combining(char) for char in text)


def _meanings(starts: list[int], text: str, *, backwards: bool) -> tuple[str, ...]:
    """What each glyph stands for.

    Readers turn a line that runs right to left round character by character, brackets included, so what stands there
    is told from left to right as seen.
    """
    ends = [*sorted(set(starts)), len(text)]
    after = dict(pairwise(ends))
    seen: set[int] = set()
    told: list[str] = []
    for start in starts:
        part = "" if start in seen else text[start : after[start]]
        told.append(_as_seen(part) if backwards else part)
        seen.add(start)
    return tuple(told)
