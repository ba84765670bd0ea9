"""The bundled faces: present, licensed, and able to print every name."""

from __future__ import annotations

import pytest

from app.pdf.ink.fonts import chain, face, face_path, is_plain
from app.pdf.template import Family
from app.places import bundled

FOLDER = bundled("resources", "fonts")
FACES = sorted(path.stem for path in FOLDER.glob("*.ttf"))
NAMES = [
    "Nguyễn Thị Ánh Đỗ Ượng",
    "Łukasz Żółć Dąbrowski",
    "Ελένη Παπαδοπούλου",
    "Юрий Щербаков",
    "王小明張偉佐藤",
    "あいアイ",
    "김민준",
    "محمد الأحمد",
    "דוד כהן",
    "श्री हरि",
    "✓☐☒☑✗",
    "≥ ≤ ± µ ½ ° “ ” – … €",
]


def test_all_fonts_together_stay_small() -> None:
    assert sum(path.stat().st_size for path in FOLDER.rglob("*")) <= 25_000_000


def test_every_font_file_is_listed_with_its_licence() -> None:
    readme = (FOLDER / "README.md").read_text(encoding="utf-8")
    for name in FACES:
        assert f"`{name}`" in readme or f"`{name.split('-')[0]}-*`" in readme, name
    for licence in ("Liberation-OFL", "NotoSans-OFL", "NanumGothic-OFL", "DroidSansFallback-Apache-2.0"):
        assert (FOLDER / "licences" / f"{licence}.txt").stat().st_size > 3000


@pytest.mark.parametrize("name", FACES)
def test_every_face_opens_and_measures_its_letters(name: str) -> None:
    opened = face(name)
    assert face_path(name).is_file()
    assert opened.has("A") or opened.has("王") or len(opened.hb_face.unicodes) > 20
    assert 0.5 < opened.ascent < 1.6
    assert -0.9 < opened.descent < 0


@pytest.mark.parametrize("family", list(Family))
@pytest.mark.parametrize("name", NAMES)
def test_every_letter_of_a_name_has_a_face(name: str, family: Family) -> None:
    faces = chain(family, False, False)
    assert [char for char in name if faces.pick(char) is None] == []


def test_what_no_face_has_is_told() -> None:
    assert chain(Family.SANS, False, False).pick("\U0010fffd") is None


def test_bold_and_italic_keep_their_family() -> None:
    assert chain(Family.MONO, True, True).primary.name == "LiberationMono-BoldItalic"
    assert chain(Family.SERIF, False, False).primary.name == "LiberationSerif-Regular"


def test_widths_are_those_of_the_file() -> None:
    sans = face("LiberationSans-Regular")
    assert sans.advances["A"] == pytest.approx(1366 / 2048)
    assert sans.advances[" "] == pytest.approx(569 / 2048)


def test_letters_that_need_shaping_are_not_plain() -> None:
    assert not any(is_plain(char) for char in "مद́שก\u200d")
    assert all(is_plain(char) for char in "Aễ王한Ж✓")
    with pytest.raises(KeyError):
        face("NotoSansArabic-Regular").advances["م"]


def test_a_character_that_shares_its_glyph_is_known() -> None:
    sans = face("LiberationSans-Regular")
    assert sans.advances["\u00a0"] == sans.advances[" "]
    assert ("\u00a0" in sans.aliases) == (sans.ids["\u00a0"] == sans.ids[" "])
    assert "A" not in sans.aliases
