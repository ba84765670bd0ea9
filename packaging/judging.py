"""Offers that are known to be right or wrong: read from forms with keys, and from labels alone."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1]))

from held_out import is_same_form, texts_of, without_own

from app.mapping.suggest.confidence import BARE, may_be_sure, vector
from app.mapping.suggest.lexicon import lexicon
from app.mapping.suggest.model import Suggestion
from app.mapping.suggest.suggest import suggest
from app.pdf.context.model import BoxContext, FormContext, Heading, Place, Said
from app.pdf.context.reading import read_context
from app.pdf.template import Box, BoxId, BoxKind, FormKind, Rect, Template
from app.pdf.worker import Limits, PaperWorker

#: Labels on one line stand so far apart.
_ABREAST_PT = 220.0
OUTSIDE = {"other", "none", None, ""}
#: To read a form may take its time here: other work may be under way.
_LIMITS = Limits(compile_s=120.0, look_s=120.0)
Accepts = Callable[[str], bool]


@dataclass(frozen=True, slots=True)
class Judged:
    """One offer, and whether it is right.

    Attributes:
        vector: its evidence.
        blind: it is never to be taken without a look.
    """

    name: str
    form: str
    is_check: bool
    vector: tuple[float, ...]
    right: bool
    blind: bool


@dataclass(frozen=True, slots=True)
class Form:
    """A form with keys.

    Attributes:
        accepts: for each box that is judged, whether a key is right for it.
    """

    name: str
    template: Template
    context: FormContext
    accepts: Mapping[BoxId, Accepts]


def keyed_forms(keys: Sequence[Path], further: Path, forms: Path) -> Iterable[Form]:
    """The forms that have keys.

    Args:
        keys: folders of answer keys: JSON with form and boxes (page, rect, kind, key, alt, sure).
        further: keys of further forms, by box.
        forms: the forms' folder.
    """
    known = set()
    for path in (path for folder in keys for path in sorted(folder.glob("*.json"))):
        record = json.loads(path.read_text(encoding="utf-8"))
        known.add(record["form"])
        template, context = _read(forms / record["form"])
        pairs = _paired(record["boxes"], template)
        accepts = {box: _one_of(key["key"], *key.get("alt", ())) for key, box in pairs if key.get("sure", True)}
        yield Form(record["form"], template, context, accepts)
    for record in json.loads(further.read_text(encoding="utf-8")):
        if record["form"] not in known and (forms / record["form"]).is_file():
            template, context = _read(forms / record["form"])
            yield Form(record["form"], template, context, _told(record))


def judged_offers(forms: Sequence[Form], *, held_out: bool) -> list[Judged]:
    """The offers on all forms.

    Args:
        forms: with keys.
        held_out: read each without the wordings that the lexicon has from it alone.
    """
    known = lexicon()
    texts = [texts_of(known, form.template, form.context) for form in forms]
    made = []
    for number, form in enumerate(forms):
        others = [other for other in texts if not is_same_form(texts[number], other)]
        words = without_own(known, texts[number], others) if held_out else known
        offered = suggest(form.template, form.context, words, BARE)
        made += _judged(form.name, form.template, offered, form.accepts)
    return made


def worded_offers(path: Path) -> list[Judged]:
    """The offers on labels without a page: headings (#), questions (?), check boxes ([]) and labels (& on one line).

    Args:
        path: blocks that begin with `==`; behind the last bar of a line stand the keys that are right.
    """
    made, rows, name = [], [], ""
    for line in [*path.read_text(encoding="utf-8").splitlines(), "=="]:
        if line.startswith("=="):
            if rows:
                template, context, accepts = worded_form(rows)
                made += _judged(name, template, suggest(template, context, lexicon(), BARE), accepts)
            rows, name = [], line.strip("= ")
        elif line.strip():
            rows.append(line)
    return made


def worded_form(rows: Sequence[str]) -> tuple[Template, FormContext, dict[BoxId, Accepts]]:
    """A form of labels only, one box a label."""
    boxes, contexts, accepts = [], {}, {}
    trail: tuple[Heading, ...] = ()
    question, line, place, group = "", 0, 0, list[BoxId]()
    groups = [group]
    for row in rows:
        label, _, keys = (part.strip() for part in row.rpartition("|"))
        if row.startswith(("#", "?")):
            question, group = ("", []) if row.startswith("#") else (row[1:].strip(), [])
            groups.append(group)
            if row.startswith("#"):
                trail = (Heading(row[1:].strip()),) if row[1:].strip() else ()
            continue
        box, is_check = BoxId(str(len(boxes))), label.startswith("[]")
        line, place = (line, place + 1) if label.startswith("&") else (line + 1, 0)
        text = label.removeprefix("[]").removeprefix("&").strip()
        if is_check:
            group.append(box)
        else:
            question, group = "", []
            groups.append(group)
        said = Said(text, Place.RIGHT if is_check else Place.LEFT, 0.1 if is_check else 0.0, line=text)
        contexts[box] = BoxContext(box, labels=(said,), question=question if is_check else "", trail=trail, line=line)
        x = 20 + _ABREAST_PT * place
        rect = Rect(x, 700 - len(boxes), x + (8 if is_check else 200), 714 - len(boxes))
        boxes.append(Box(box, 1, rect, BoxKind.CHECK if is_check else BoxKind.TEXT))
        accepts[box] = _one_of(*keys.split(","))
    for members in groups:
        for box in members:
            contexts[box] = replace(contexts[box], siblings=tuple(other for other in members if other != box))
    return Template("0" * 64, FormKind.FLAT, (), tuple(boxes)), FormContext(contexts, tuple(contexts)), accepts


def _judged(
    name: str, template: Template, offered: Iterable[Suggestion], accepts: Mapping[BoxId, Accepts]
) -> Iterable[Judged]:
    kinds = {box.id: box.kind for box in template.boxes}
    for suggestion in offered:
        offer = suggestion.offer
        if offer is None or offer.key in OUTSIDE or suggestion.box not in accepts:
            continue
        is_check = kinds[suggestion.box] is BoxKind.CHECK
        said = f"{suggestion.label[:50]!r} {suggestion.question[-40:]!r} offered {offer.key}"
        numbers = tuple(vector(offer.evidence, is_check=is_check))
        right = accepts[suggestion.box](offer.key)
        yield Judged(said, name, is_check, numbers, right, not may_be_sure(offer.evidence))


def _one_of(*keys: str | None) -> Accepts:
    return frozenset(keys).__contains__


def _told(record: Mapping[str, Any]) -> dict[BoxId, Accepts]:
    """What is known of a further form: all of its keys, or which offers were right and which were wrong."""
    if "keys" in record:
        return {BoxId(box): _one_of(*keys) for box, keys in record["keys"].items()}
    made = {BoxId(box): _one_of(key) for box, key in record["right"].items()}
    return made | {BoxId(box): _one_of() for box in record["wrong"]}


def _read(path: Path) -> tuple[Template, FormContext]:
    data = path.read_bytes()
    with PaperWorker(limits=_LIMITS) as paper:
        template, sights = paper.compile(data, find=True).template, paper.sights(data)
    return template, read_context(template, sights)


def _paired(keys: Sequence[Mapping[str, Any]], template: Template) -> Iterable[tuple[Mapping[str, Any], BoxId]]:
    used: set[BoxId] = set()
    for key in keys:
        best, score = None, 0.0
        for box in template.boxes:
            if box.page != key["page"] or box.id in used or (box.kind is BoxKind.CHECK) != (key["kind"] == "check"):
                continue
            value = _closeness(key["rect"], (box.rect.x0, box.rect.y0, box.rect.x1, box.rect.y1))
            if value > score:
                best, score = box.id, value
        if best is not None:
            used.add(best)
            yield key, best


def _closeness(a: Sequence[float], b: Sequence[float]) -> float:
    width, height = min(a[2], b[2]) - max(a[0], b[0]), min(a[3], b[3]) - max(a[1], b[1])
    if width <= 0 or height <= 0:
        return 0.0
    both = width * height
    return both / ((a[2] - a[0]) * (a[3] - a[1]) + (b[2] - b[0]) * (b[3] - b[1]) - both)
