"""How values are to be set, out of strings that programs of thirty years have written."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pikepdf import Array, Dictionary, Name, String

from app.pdf.reading._looks import LookReader
from app.pdf.template import Family


def look(style: str, **entries: object) -> object:
    return LookReader(None).look({"/DA": String(style), **{"/" + key: value for key, value in entries.items()}})  # type: ignore[dict-item]


@pytest.mark.parametrize(
    ("style", "family", "bold", "italic", "size_pt"),
    [
        ("/Helv 0 Tf 0 g", Family.SANS, False, False, 0),
        ("/Helv  0 Tf 0 g", Family.SANS, False, False, 0),
        ("0 g /Cour 9.5 Tf", Family.MONO, False, False, 9.5),
        ("/TiRo 12 Tf", Family.SERIF, False, False, 12),
        ("/HeBo 10 Tf", Family.SANS, True, False, 10),
        ("/TimesNewRomanPS-BoldItalicMT 8 Tf", Family.SERIF, True, True, 8),
        ("/ArialMT -9 Tf 0 g", Family.SANS, False, False, 9),
        ("/CourierNew,Bold 9 Tf", Family.MONO, True, False, 9),
        ("/MicrosoftSansSerif 9 Tf", Family.SANS, False, False, 9),
        ("", Family.SANS, False, False, 0),
    ],
)
def test_fonts(style: str, family: Family, bold: bool, italic: bool, size_pt: float) -> None:
    found = look(style)
    assert (found.family, found.bold, found.italic, found.size_pt) == (family, bold, italic, size_pt)


def test_a_font_is_known_by_what_the_form_says_it_is() -> None:
    fonts = Dictionary(F1=Dictionary(Type=Name.Font, BaseFont=Name("/ABCDEF+Courier-Bold")))
    found = LookReader(Dictionary(DR=Dictionary(Font=fonts))).look({"/DA": String("/F1 9 Tf")})
    assert (found.family, found.bold) == (Family.MONO, True)


@pytest.mark.parametrize(
    ("style", "color"),
    [
        ("0 0 1 rg /Helv 10 Tf", (0, 0, 1)),
        ("/Helv 10 Tf 0 g", (0, 0, 0)),
        ("/Helv 10 Tf 0 1 1 0 k", (1, 0, 0)),
        ("/Helv 10 Tf 1 g", (0, 0, 0)),
        ("/Helv 10 Tf 0.9 0.9 0.8 rg", (0, 0, 0)),
    ],
)
def test_colours_that_paper_shows(style: str, color: tuple[float, float, float]) -> None:
    assert look(style).color == pytest.approx(color)


def test_white_stays_white_on_black() -> None:
    assert look("/Helv 9 Tf 1 g", MK=Dictionary(BG=Array([0]))).color == (1, 1, 1)


@pytest.mark.parametrize("ground", [[0], [0.2, 0.2, 0.6]])
def test_dark_letters_are_white_on_a_dark_ground(ground: list[float]) -> None:
    assert look("0 0 1 rg /Helv 9 Tf", MK=Dictionary(BG=Array(ground))).color == (1, 1, 1)


@pytest.mark.parametrize(
    ("entries", "inset_pt"),
    [
        ({}, 1),
        ({"BS": Dictionary(W=2)}, 2),
        ({"BS": Dictionary(W=2, S=Name.B)}, 4),
        ({"BS": Dictionary(W=0)}, 0),
        ({"Border": Array([0, 0, 3])}, 3),
        ({"Border": Array([0])}, 1),
    ],
)
def test_borders_are_kept_clear(entries: dict[str, object], inset_pt: float) -> None:
    assert look("", **entries).inset_pt == inset_pt


@given(st.text(), st.integers(), st.integers())
def test_nothing_written_there_is_an_error(style: str, align: int, turn: int) -> None:
    found = look(style, Q=align % 2**31, MK=Dictionary(R=turn % 2**31))
    assert 0 <= found.size_pt <= 200
    assert all(0 <= part <= 1 for part in found.color)
    assert 0 <= found.turn < 360
