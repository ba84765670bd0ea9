"""Measure what evidence is worth: reads forms that have answer keys, and writes resources/lexicon/confidence.json.

    python packaging/calibrate.py KEYS FORMS [--leave-one-out] [--write]

Beside them stand offers on further forms that a person has judged (judged_offers.json: boxes and keys only).

KEYS is a folder of answer keys (JSON: form, boxes with page, rect, kind, key, alt, sure), FORMS the forms' folder. What
is written are weights and two thresholds; no word of any form. With --leave-one-out each form is judged by weights
that were made without it.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

sys.path.insert(0, str(Path(__file__).parents[1]))

from app.mapping.suggest.confidence import ALMOST, BARE, Scale, may_be_sure, vector
from app.mapping.suggest.lexicon import lexicon
from app.mapping.suggest.model import Suggestion
from app.mapping.suggest.suggest import suggest
from app.pdf.context.reading import read_context
from app.pdf.template import BoxKind, Template
from app.pdf.worker import PaperWorker

JUDGED = Path(__file__).parent / "judged_offers.json"
TABLE = Path(__file__).parents[1] / "resources" / "lexicon" / "confidence.json"
_RIDGE = 1.0
_LEAST_SHARE_SURE = 0.992
_OUTSIDE = {"other", "none", None, ""}


@dataclass(frozen=True, slots=True)
class Judged:
    """One offer, and whether the answer key has it so."""

    name: str
    form: str
    is_check: bool
    vector: tuple[float, ...]
    right: bool
    blind: bool


def main() -> None:
    """Read, learn, and say what came out."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("keys", type=Path)
    parser.add_argument("forms", type=Path)
    parser.add_argument("--leave-one-out", action="store_true", help="judge each form by weights made without it")
    parser.add_argument("--details", action="store_true", help="print every wrong offer")
    parser.add_argument("--write", action="store_true", help="write the table")
    options = parser.parse_args()
    judged = [one for path in sorted(options.keys.glob("*.json")) for one in _judged(path, options.forms)]
    for record in json.loads(JUDGED.read_text(encoding="utf-8")):
        judged += list(_judged_by_eye(record, options.forms))
    if options.leave_one_out:
        scored = _left_out(judged)
        _tell("left out", scored)
        for one, value in sorted(scored, key=lambda item: -item[1]) if options.details else ():
            if not one.right and value > 0:
                print(f"  {value:.3f} {one.form}: {one.name}")
    scale = learn(judged)
    _tell("all", [(one, confidence_of(scale, one)) for one in judged])
    if options.write:
        table = {"writing": scale.writing, "ticking": scale.ticking, "least": scale.least, "sure": scale.sure}
        TABLE.write_text(json.dumps({k: _rounded(v) for k, v in table.items()}, indent=1) + "\n", encoding="utf-8")


def learn(judged: Sequence[Judged]) -> Scale:
    """The weights and thresholds that these offers teach."""
    writing = _fit([one for one in judged if not one.is_check])
    ticking = _fit([one for one in judged if one.is_check])
    raw = Scale(writing, ticking, 0.0, 1.0)
    return Scale(
        writing,
        ticking,
        0.5,
        _sure_at(_crossed(judged) or [(one, raw.raw(one.vector, one.is_check)) for one in judged]),
    )


def confidence_of(scale: Scale, one: Judged) -> float:
    """What the program would say of the offer."""
    shown = scale.shown(scale.raw(one.vector, one.is_check))
    return min(shown, ALMOST) if one.blind else shown


def _crossed(judged: Sequence[Judged]) -> list[tuple[Judged, float]]:
    """Every offer with the raw confidence of weights that were made without its form."""
    forms = sorted({one.form for one in judged})
    if len(forms) < 3:
        return []
    made = []
    for form in forms:
        rest = [one for one in judged if one.form != form]
        raw = Scale(_fit([o for o in rest if not o.is_check]), _fit([o for o in rest if o.is_check]), 0.0, 1.0)
        made += [(one, raw.raw(one.vector, one.is_check)) for one in judged if one.form == form]
    return made


def _sure_at(scored: Sequence[tuple[Judged, float]]) -> float:
    """The lowest raw confidence above which offers are right as often as those a person may take unseen must be."""
    ranked = sorted((item for item in scored if not item[0].blind), key=lambda item: -item[1])
    best, right = 0.999, 0
    for count, (one, value) in enumerate(ranked, 1):
        right += one.right
        if count >= 100 and right / count >= _LEAST_SHARE_SURE:
            best = value
    return float(min(0.9995, max(0.5, best)))


def _left_out(judged: Sequence[Judged]) -> list[tuple[Judged, float]]:
    made = []
    for form in sorted({one.form for one in judged}):
        scale = learn([one for one in judged if one.form != form])
        mine = [(one, confidence_of(scale, one)) for one in judged if one.form == form]
        _tell(f"  {form}", mine)
        made += mine
    return made


def _fit(judged: Sequence[Judged]) -> tuple[float, ...]:
    """Logistic regression by Newton's steps, with a ridge."""
    x = np.array([one.vector for one in judged], dtype=float)
    y = np.array([one.right for one in judged], dtype=float)
    weights = np.zeros(x.shape[1])
    ridge = np.full(x.shape[1], _RIDGE)
    ridge[0] = 0.05
    for _ in range(40):
        p = 1 / (1 + np.exp(-np.clip(x @ weights, -30, 30)))
        gradient = x.T @ (y - p) - ridge * weights
        hessian = (x * (p * (1 - p))[:, None]).T @ x + np.diag(ridge)
        step = np.linalg.solve(hessian, gradient)
        weights += step
        if float(np.abs(step).max()) < 1e-7:
            break
    return tuple(float(weight) for weight in weights)


def _judged(path: Path, forms: Path) -> Iterable[Judged]:
    keys = json.loads(path.read_text(encoding="utf-8"))
    template, offered = _read(forms / keys["form"])
    for box, suggestion in _paired(keys["boxes"], template, offered):
        offer = suggestion.offer
        if offer is None or offer.key in _OUTSIDE or not box.get("sure", True):
            continue
        is_check = box["kind"] == "check"
        right = offer.key in {box["key"], *box.get("alt", ())}
        name = f"{suggestion.label[:50]!r} {suggestion.question[-40:]!r} {box['key']} offered {offer.key}"
        numbers = tuple(vector(offer.evidence, is_check=is_check))
        yield Judged(name, path.stem, is_check, numbers, right, _blind(suggestion))


def _judged_by_eye(record: Mapping[str, Any], forms: Path) -> Iterable[Judged]:
    """Offers that are still those which were judged."""
    path = forms / record["form"]
    if not path.is_file():
        return
    template, offered = _read(path)
    kinds = {box.id: box.kind for box in template.boxes}
    for suggestion in offered:
        offer, box = suggestion.offer, suggestion.box
        if offer is None or offer.key not in (record["right"].get(box), record["wrong"].get(box)):
            continue
        is_check = kinds[box] is BoxKind.CHECK
        right = record["right"].get(box) == offer.key
        name = f"{suggestion.label[:50]!r} offered {offer.key}"
        numbers = tuple(vector(offer.evidence, is_check=is_check))
        yield Judged(name, path.stem, is_check, numbers, right, _blind(suggestion))


def _read(path: Path) -> tuple[Template, tuple[Suggestion, ...]]:
    data = path.read_bytes()
    with PaperWorker() as paper:
        template, sights = paper.compile(data, find=True).template, paper.sights(data)
    return template, suggest(template, read_context(template, sights), lexicon(), BARE)


def _blind(suggestion: Suggestion) -> bool:
    return suggestion.offer is not None and not may_be_sure(suggestion.offer.evidence)


def _paired(
    keys: Sequence[Mapping[str, Any]], template: Template, offered: Iterable[Suggestion]
) -> Iterable[tuple[Mapping[str, Any], Suggestion]]:
    by_id = {suggestion.box: suggestion for suggestion in offered}
    used: set[str] = set()
    for key in keys:
        best, score = None, 0.0
        for box in template.boxes:
            if box.page != key["page"] or box.id in used or (box.kind is BoxKind.CHECK) != (key["kind"] == "check"):
                continue
            value = _closeness(key["rect"], (box.rect.x0, box.rect.y0, box.rect.x1, box.rect.y1))
            if value > score:
                best, score = box, value
        if best is not None:
            used.add(best.id)
            yield key, by_id[best.id]


def _closeness(a: Sequence[float], b: Sequence[float]) -> float:
    width, height = min(a[2], b[2]) - max(a[0], b[0]), min(a[3], b[3]) - max(a[1], b[1])
    if width <= 0 or height <= 0:
        return 0.0
    both = width * height
    return both / ((a[2] - a[0]) * (a[3] - a[1]) + (b[2] - b[0]) * (b[3] - b[1]) - both)


def _tell(name: str, scored: Sequence[tuple[Judged, float]]) -> None:
    shown = [(one, value) for one, value in scored if value > 0]
    sure = [one for one, value in shown if value >= 0.9]
    right, sure_right = sum(one.right for one, _ in shown), sum(one.right for one in sure)
    print(
        f"{name:36} offers {len(shown):4} right {100 * right / max(1, len(shown)):5.1f}%"
        f"  sure {len(sure):4} right {100 * sure_right / max(1, len(sure)):5.1f}%"
    )


def _rounded(value: float | tuple[float, ...]) -> float | list[float]:
    return [round(item, 4) for item in value] if isinstance(value, tuple) else round(value, 6)


if __name__ == "__main__":
    main()
