"""Measures over time: monthly series, the chart of one, and the chart as plain shapes for any painter.

Must not hold: anything that draws, or a value for a month in which nothing was recorded.
"""

from __future__ import annotations

from app.domain.measures.catalogue import Measure, Per, main_measures, measure
from app.domain.measures.chart import ChartSpec, Column, Level, ResponseLine, chart_of
from app.domain.measures.lengths import LengthsSpec, lengths_height, lengths_of, lengths_picture
from app.domain.measures.picture import Line, Picture, Rect, Shape, Text, picture_of
from app.domain.measures.series import Month, Point, Series, series_of, treatment_began

__all__ = [
    "ChartSpec",
    "Column",
    "LengthsSpec",
    "Level",
    "Line",
    "Measure",
    "Month",
    "Per",
    "Picture",
    "Point",
    "Rect",
    "ResponseLine",
    "Series",
    "Shape",
    "Text",
    "chart_of",
    "lengths_height",
    "lengths_of",
    "lengths_picture",
    "main_measures",
    "measure",
    "picture_of",
    "series_of",
    "treatment_began",
]
