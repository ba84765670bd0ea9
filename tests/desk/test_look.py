"""Tokens are readable, the style sheet is whole, icons exist."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from app.desk.look.icons import pixmap
from app.desk.look.theme import style_sheet
from app.desk.look.tokens import DARK, LIGHT, READABLE, VISIBLE, Tokens, contrast
from app.places import bundled

_DESK = Path(__file__).resolve().parents[2] / "app" / "desk"
BOTH = pytest.mark.parametrize("colors", [LIGHT, DARK], ids=["light", "dark"])


@BOTH
@pytest.mark.parametrize(("words", "ground"), READABLE)
def test_words_are_readable(colors: Tokens, words: str, ground: str) -> None:
    assert contrast(getattr(colors, words), getattr(colors, ground)) >= 4.5


@BOTH
@pytest.mark.parametrize(("edge", "beside"), VISIBLE)
def test_edges_are_visible(colors: Tokens, edge: str, beside: str) -> None:
    assert contrast(getattr(colors, edge), getattr(colors, beside)) >= 3


def test_contrast_of_black_and_white_is_21() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)


@BOTH
def test_every_token_of_the_style_sheet_is_put_in(colors: Tokens) -> None:
    assert re.findall(r"@\w+", style_sheet(colors)) == []


def test_no_other_file_of_the_desk_names_a_colour() -> None:
    allowed = {"tokens.py", "pad.py", "canvas.py", "stage.py", "page_canvas.py", "sheets.py"}
    found = [
        path.name
        for path in _DESK.rglob("*.py")
        if path.name not in allowed and re.search(r"#[0-9a-fA-F]{6}\b", path.read_text(encoding="utf-8"))
    ]
    assert found == []


def test_every_icon_draws_something(qapp: QApplication) -> None:
    names = [path.stem for path in bundled("resources", "icons").glob("*.svg")]
    assert len(names) > 20
    for name in names:
        image = pixmap(name, LIGHT.text, 20).toImage()
        assert any(image.pixelColor(x, y).alpha() for x in range(20) for y in range(20)), name


def test_icons_that_are_asked_for_are_there() -> None:
    asked: set[str] = set()
    for path in _DESK.rglob("*.py"):
        text = path.read_text(encoding="utf-8")
        asked |= set(re.findall(r'icon_name="([a-z]+)"', text)) | set(re.findall(r'IconLabel\("([a-z]+)"', text))
        asked |= set(re.findall(r'\btool\("([a-z]+)"', text))
    there = {path.stem for path in bundled("resources", "icons").glob("*.svg")}
    assert asked - there == set()
    assert asked
