"""Strokes as they were meant: pieces that continue one another joined, double ones taken once."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from app.pdf.finder.sight import Rule

#: Strokes this close to each other are one.
_SAME_LINE_PT = 1.3
#: Pieces with a wider gap are two blanks side by side.
_JOIN_PT = 1.3
#: Short pieces with such gaps are dashes of one line.
_DASH_PT = 7.0
_DASH_GAP_PT = 4.5
_FEWEST_DASHES = 4


@dataclass(frozen=True, slots=True)
class _Span:
    """A stroke by its place across and its ends along."""

    at: float
    start: float
    end: float
    rule: Rule


def joined(rules: Iterable[Rule]) -> tuple[Rule, ...]:
    """The rules with pieces joined and doubles dropped, lying ones first.

    Args:
        rules: as drawn.
    """
    lying, upright = [], []
    for rule in rules:
        if rule.lies:
            lying.append(_Span(rule.y0, rule.x0, rule.x1, rule))
        else:
            upright.append(_Span(rule.x0, rule.y0, rule.y1, rule))
    return tuple(_lying(span) for span in _joined(lying)) + tuple(_upright(span) for span in _joined(upright))


def _joined(spans: list[_Span]) -> list[_Span]:
    made: list[_Span] = []
    for track in _tracks(spans):
        made.extend(_along(track))
    return made


def _tracks(spans: list[_Span]) -> list[list[_Span]]:
    """Spans that lie on one line, each track in order along the line."""
    tracks: list[list[_Span]] = []
    first = 0.0
    for span in sorted(spans, key=lambda span: span.at):
        if tracks and span.at - first <= _SAME_LINE_PT:
            tracks[-1].append(span)
        else:
            tracks.append([span])
            first = span.at
    return [sorted(track, key=lambda span: (span.start, span.end)) for track in tracks]


def _along(track: list[_Span]) -> list[_Span]:
    made: list[_Span] = []
    for span in track:
        if made and span.start - made[-1].end <= max(_JOIN_PT, min(span.rule.thickness, 2.5) + 0.2):
            made[-1] = _one(made[-1], span)
        else:
            made.append(span)
    return _dashes(made)


def _dashes(spans: list[_Span]) -> list[_Span]:
    """Rows of short pieces with small gaps are one dashed line."""
    made: list[_Span] = []
    run: list[_Span] = []

    def close() -> None:
        if len(run) >= _FEWEST_DASHES:
            whole = replace(run[0], end=run[-1].end)
            made.append(replace(whole, rule=replace(whole.rule, dashed=True)))
        else:
            made.extend(run)
        run.clear()

    for span in spans:
        short = span.end - span.start <= _DASH_PT
        if not short or (run and span.start - run[-1].end > _DASH_GAP_PT):
            close()
        if short:
            run.append(span)
        else:
            made.append(span)
    close()
    return made


def _one(first: _Span, second: _Span) -> _Span:
    longer = first if first.end - first.start >= second.end - second.start else second
    merged = replace(
        longer.rule,
        thickness=max(first.rule.thickness, second.rule.thickness),
        edge=first.rule.edge and second.rule.edge,
        dashed=first.rule.dashed and second.rule.dashed,
    )
    return _Span(longer.at, min(first.start, second.start), max(first.end, second.end), merged)


def _lying(span: _Span) -> Rule:
    return replace(span.rule, x0=span.start, x1=span.end, y0=span.at, y1=span.at)


def _upright(span: _Span) -> Rule:
    return replace(span.rule, y0=span.start, y1=span.end, x0=span.at, x1=span.at)
