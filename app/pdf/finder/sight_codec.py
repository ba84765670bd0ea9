"""Sights as JSON values and back, for the pipe between the worker's child and its owner."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from app.pdf.finder.sight import Area, Color, PageSight, Rule, TextLine, Word
from app.pdf.template import Rect


def sights_out(sights: Iterable[PageSight]) -> list[Any]:
    """Sights as JSON values, without single characters: words hold what they say."""
    return [_page_out(sight) for sight in sights]


def sights_in(data: Iterable[Sequence[Any]]) -> tuple[PageSight, ...]:
    """The sights that `sights_out` wrote, without characters."""
    return tuple(_page_in(page) for page in data)


def _page_out(sight: PageSight) -> list[Any]:
    return [
        sight.page,
        _rect_out(sight.visible),
        sight.turn,
        [_word_out(word) for word in sight.words],
        [_line_out(line) for line in sight.lines],
        [_rule_out(rule) for rule in sight.rules],
        [[*_rect_out(area.rect), area.fill, area.stroke, area.round] for area in sight.rects],
        [_rect_out(image) for image in sight.images],
        sight.plausible,
        sight.skew,
    ]


def _page_in(data: Sequence[Any]) -> PageSight:
    page, visible, turn, words, lines, rules, rects, images, plausible, skew = data
    return PageSight(
        page=page,
        visible=Rect(*visible),
        turn=turn,
        words=tuple(_word_in(item) for item in words),
        lines=tuple(_line_in(item) for item in lines),
        rules=tuple(_rule_in(item) for item in rules),
        rects=tuple(_area_in(item) for item in rects),
        images=tuple(Rect(*image) for image in images),
        plausible=plausible,
        skew=skew,
    )


def _word_out(word: Word) -> list[Any]:
    return [
        word.text,
        _rect_out(word.rect),
        round(word.baseline, 2),
        round(word.size_pt, 2),
        word.font,
        word.bold,
        word.italic,
        word.color,
        word.line,
    ]


def _word_in(data: Sequence[Any]) -> Word:
    text, rect, baseline, size, font, bold, italic, color, line = data
    return Word(text, Rect(*rect), baseline, size, font, bold, italic, _color(color), (), line)


def _line_out(line: TextLine) -> list[Any]:
    return [
        line.text,
        _rect_out(line.rect),
        round(line.baseline, 2),
        round(line.size_pt, 2),
        line.bold,
        line.color,
        line.words,
    ]


def _line_in(data: Sequence[Any]) -> TextLine:
    text, rect, baseline, size, bold, color, words = data
    return TextLine(text, Rect(*rect), baseline, size, bold, _color(color), tuple(words))


def _rule_out(rule: Rule) -> list[Any]:
    places = (rule.x0, rule.y0, rule.x1, rule.y1, rule.thickness)
    return [*(round(place, 2) for place in places), rule.color, rule.dashed, rule.edge]


def _rule_in(data: Sequence[Any]) -> Rule:
    x0, y0, x1, y1, thickness, color, dashed, edge = data
    return Rule(x0, y0, x1, y1, thickness, _color(color), dashed, edge)


def _area_in(data: Sequence[Any]) -> Area:
    fill, stroke = (None if color is None else _color(color) for color in data[4:6])
    return Area(Rect(*data[:4]), fill, stroke, data[6])


def _rect_out(rect: Rect) -> list[float]:
    return [round(rect.x0, 2), round(rect.y0, 2), round(rect.x1, 2), round(rect.y1, 2)]


def _color(data: Sequence[float]) -> Color:
    red, green, blue = data
    return red, green, blue
