"""The chart as shapes: every number on it, inside its space, in black and white."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from decimal import Decimal

import pytest

from app.domain.case import Case
from app.domain.measures import (
    ChartSpec,
    Line,
    Rect,
    ResponseLine,
    Text,
    chart_of,
    picture_of,
    series_of,
    treatment_began,
)

TODAY = dt.date(2026, 11, 23)


@pytest.fixture
def spec(sample: tuple[Case, ...]) -> ChartSpec:
    case = sample[2]
    began = treatment_began(case.treatments, case.request.drug.name)
    series = series_of(case.observations, "headache_days", until=TODAY, began=began)
    found = chart_of(series, began=began, response=ResponseLine.percent(Decimal(20), Decimal(50)))
    assert found is not None
    return found


def test_what_the_sample_chart_says(spec: ChartSpec) -> None:
    values = [column.value for column in spec.columns]
    assert values == [Decimal(20), *[None] * 10, Decimal(8)]
    assert spec.recorded == "2 of 12 months recorded"
    assert spec.baseline is not None
    assert (spec.baseline.value, spec.baseline.text) == (20, "before treatment: 20")
    assert spec.response is not None
    assert (spec.response.value, spec.response.text) == (10, "payer's line: at least 50% fewer")
    assert spec.begins_before == 1
    assert spec.began == "First treatment 12/28/2025"
    assert spec.rows == (
        ("11/2025", "20", "before treatment"),
        ("12/2025 to 09/2026", "not recorded", ""),
        ("10/2026", "8", "since treatment"),
    )


def test_every_line_that_is_enough_is_drawn_and_named(sample: tuple[Case, ...]) -> None:
    series = series_of(sample[2].observations, "headache_days", until=TODAY)
    half = ResponseLine.percent(Decimal(20), Decimal(50))
    found = chart_of(series, response=replace(ResponseLine.fewer(Decimal(20), Decimal(7)), or_else=(half,)))
    assert found is not None
    assert [(level.value, level.text) for level in found.responses] == [
        (13, "payer's line: at least 7 days fewer"),
        (10, "or at least 50% fewer"),
    ]
    shapes = picture_of(found, 520, 170).shapes
    assert {level.text for level in found.levels} <= {shape.text for shape in shapes if isinstance(shape, Text)}
    across = [shape for shape in shapes if isinstance(shape, Line) and shape.x2 - shape.x1 > 400 and shape.dash]
    assert len({line.dash for line in across}) == len(across) == len(found.levels)


@pytest.mark.parametrize("size", [(520.0, 170.0), (300.0, 140.0)])
def test_every_shape_lies_in_its_space_and_every_number_is_written(spec: ChartSpec, size: tuple[float, float]) -> None:
    picture = picture_of(spec, *size)
    rects = [shape for shape in picture.shapes if isinstance(shape, Rect)]
    words = [shape for shape in picture.shapes if isinstance(shape, Text)]
    assert all(rect.x >= 0 and rect.x + rect.width <= size[0] and rect.y + rect.height <= size[1] for rect in rects)
    assert all(0 <= text.x <= size[0] and 0 <= text.y <= size[1] for text in words)
    assert {"20", "8", spec.title, spec.recorded, spec.began} <= {text.text for text in words}


def test_a_bar_is_as_high_as_its_value(spec: ChartSpec) -> None:
    bars = [s for s in picture_of(spec, 520, 170).shapes if isinstance(s, Rect) and s.width > 10]
    assert bars[0].height / bars[1].height == pytest.approx(20 / 8)


def test_a_fewer_days_line_never_falls_below_nothing() -> None:
    assert ResponseLine.fewer(Decimal(5), Decimal(7)) == ResponseLine(Decimal(0), "at least 7 days fewer")
