"""Measure what evidence is worth: reads forms that have answer keys, and writes resources/lexicon/confidence.json.

    python packaging/calibrate.py KEYS FORMS [--also KEYS] [--whole-lexicon] [--details] [--write]

KEYS is a folder of answer keys (JSON: form, boxes with page, rect, kind, key, alt, sure), FORMS the forms' folder.
Beside them stand keys of further forms (judged_offers.json: boxes and keys only) and labels as payers word them
(worded_labels.txt).

Every form is read as if nobody had seen it: without the wordings that the lexicon has from that form alone, and with
weights and a threshold that were made without it; what that gives is printed form by form. --whole-lexicon keeps the
wordings. What is written are weights and two thresholds; no word of any form.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).parents[1]))

from judging import Judged, judged_offers, keyed_forms, worded_offers

from app.mapping.suggest.confidence import ALMOST, SIGNS, Scale

FURTHER = Path(__file__).parent / "judged_offers.json"
WORDED = Path(__file__).parent / "worded_labels.txt"
TABLE = Path(__file__).parents[1] / "resources" / "lexicon" / "confidence.json"
_RIDGE = 1.0
#: What share of offers must be right: of those a person may take unseen, and of all.
_LEAST_SHARE_SURE, _LEAST_SHARE_OFFERED = 0.992, 0.96
_FEWEST_RANKED = 100
_LOWEST, _HIGHEST = 0.3, 0.8


def main() -> None:
    """Read, learn, and say what came out."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("keys", type=Path)
    parser.add_argument("forms", type=Path)
    parser.add_argument("--also", type=Path, action="append", default=[], help="a further folder of answer keys")
    parser.add_argument("--whole-lexicon", action="store_true", help="keep the wordings that only the form itself has")
    parser.add_argument("--details", action="store_true", help="print every wrong offer")
    parser.add_argument("--write", action="store_true", help="write the table")
    options = parser.parse_args()
    forms = tuple(keyed_forms([options.keys, *options.also], FURTHER, options.forms))
    judged = judged_offers(forms, held_out=not options.whole_lexicon) + worded_offers(WORDED)
    scored = _left_out(judged)
    _tell("held out", scored)
    for one, value in sorted(scored, key=lambda item: -item[1]) if options.details else ():
        if not one.right and value > 0:
            print(f"  {value:.3f} {one.form}: {one.name}")
    scale = learn(judged)
    _tell("all", [(one, _shown(scale, one, scale.raw(one.vector, one.is_check))) for one in judged])
    if options.write:
        table = {"writing": scale.writing, "ticking": scale.ticking, "least": scale.least, "sure": scale.sure}
        TABLE.write_text(json.dumps({k: _rounded(v) for k, v in table.items()}, indent=1) + "\n", encoding="utf-8")


def learn(judged: Sequence[Judged]) -> Scale:
    """The weights and thresholds that these offers teach."""
    return _with_thresholds(_weights(judged), _crossed(judged))


def _weights(judged: Sequence[Judged]) -> Scale:
    writing = _fit([one for one in judged if not one.is_check])
    ticking = _fit([one for one in judged if one.is_check])
    return Scale(writing, ticking, 0.0, 1.0)


def _with_thresholds(scale: Scale, scored: Sequence[tuple[Judged, float]]) -> Scale:
    """The weights with the thresholds that offers on forms which did not make them allow."""
    least = min(_HIGHEST, max(_LOWEST, _lowest(scored, _LEAST_SHARE_OFFERED)))
    sure = _lowest([item for item in scored if not item[0].blind], _LEAST_SHARE_SURE)
    return Scale(scale.writing, scale.ticking, least, min(0.9995, max(least + 1e-6, sure)))


def _shown(scale: Scale, one: Judged, raw: float) -> float:
    """What the program would say of the offer."""
    shown = scale.shown(raw)
    return min(shown, ALMOST) if one.blind else shown


def _crossed(judged: Sequence[Judged]) -> list[tuple[Judged, float]]:
    """Every offer with the raw confidence of weights that were made without its form."""
    made = []
    for form in sorted({one.form for one in judged}):
        scale = _weights([one for one in judged if one.form != form])
        made += [(one, scale.raw(one.vector, one.is_check)) for one in judged if one.form == form]
    return made


def _lowest(scored: Sequence[tuple[Judged, float]], share: float) -> float:
    """The lowest raw confidence above which such a share of offers is right."""
    best, right = 0.999, 0
    for count, (one, value) in enumerate(sorted(scored, key=lambda item: -item[1]), 1):
        right += one.right
        if count >= _FEWEST_RANKED and right / count >= share:
            best = value
    return best


def _left_out(judged: Sequence[Judged]) -> list[tuple[Judged, float]]:
    """Every offer with the confidence that weights and a threshold made without its form give it."""
    crossed, made = _crossed(judged), []
    for form in sorted({one.form for one in judged}):
        scale = _with_thresholds(Scale((), (), 0.0, 1.0), [item for item in crossed if item[0].form != form])
        mine = [(one, _shown(scale, one, raw)) for one, raw in crossed if one.form == form]
        _tell(f"  {form}", mine)
        made += mine
    return made


def _fit(judged: Sequence[Judged]) -> tuple[float, ...]:
    """Weights none of which makes evidence for an offer count against it, or the other way round."""
    x = np.array([one.vector for one in judged], dtype=float)
    y = np.array([one.right for one in judged], dtype=float)
    signs = np.array([*SIGNS, *[0] * (x.shape[1] - len(SIGNS))])
    while True:
        weights = _regressed(x, y)
        perverse = weights * signs < 0
        if not perverse.any():
            return tuple(float(weight) for weight in weights)
        x[:, perverse] = 0.0


def _regressed(x: np.ndarray, y: np.ndarray) -> np.ndarray:
    """Logistic regression by Newton's steps, with a ridge."""
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
    return weights


def _tell(name: str, scored: Sequence[tuple[Judged, float]]) -> None:
    shown = [(one, value) for one, value in scored if value > 0]
    sure = [one for one, value in shown if value >= 0.9]
    right, sure_right = sum(one.right for one, _ in shown), sum(one.right for one in sure)
    print(
        f"{name:40} offers {len(shown):4} right {100 * right / max(1, len(shown)):5.1f}%"
        f"  sure {len(sure):4} right {100 * sure_right / max(1, len(sure)):5.1f}%"
    )


def _rounded(value: float | tuple[float, ...]) -> float | list[float]:
    return [round(item, 4) for item in value] if isinstance(value, tuple) else round(value, 6)


if __name__ == "__main__":
    main()
