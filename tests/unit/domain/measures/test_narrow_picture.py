"""A chart in little room keeps its whole legend above the lower edge and its axis above the legend."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest

from app.domain.clinical import Observation, Phase
from app.domain.dates import PartialDate
from app.domain.ids import ObservationId, PatientId
from app.domain.measures import ChartSpec, Line, Rect, ResponseLine, Text, chart_of, picture_of, series_of


def _spec() -> ChartSpec:
    counted = ((2025, 11, 20, Phase.BASELINE), (2026, 10, 8, Phase.CURRENT))
    observations = [
        Observation(ObservationId(f"o{m}"), PatientId("p"), PartialDate(y, m), "headache_days", Decimal(n), phase)
        for y, m, n, phase in counted
    ]
    series = series_of(observations, "headache_days", until=dt.date(2026, 11, 24))
    response = ResponseLine.fewer(Decimal(20), Decimal(7))
    spec = chart_of(series, began=dt.date(2025, 12, 29), response=response)
    assert spec is not None
    return spec


@pytest.mark.parametrize("width", [200, 245, 330, 500])
def test_nothing_falls_below_the_lower_edge(width: float) -> None:
    picture = picture_of(_spec(), width, 180)
    assert all(_low(shape) >= 0 for shape in picture.shapes)
    words = [shape.text for shape in picture.shapes if isinstance(shape, Text)]
    assert any("7 days fewer" in text for text in words)


@pytest.mark.parametrize("width", [200, 245, 330, 500])
def test_the_months_stand_above_the_legend(width: float) -> None:
    shapes = [shape for shape in picture_of(_spec(), width, 180).shapes if isinstance(shape, Text)]
    month = next(shape for shape in shapes if shape.text == "Nov")
    legend = next(shape for shape in shapes if shape.text == "before treatment")
    assert month.y - legend.y >= 15


def _low(shape: Rect | Line | Text) -> float:
    return min(shape.y1, shape.y2) if isinstance(shape, Line) else shape.y
