"""Whatever a page's content leaves open is closed before anything is drawn over it."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.pdf.reading._content import balance, paints, shows_text, without_inline_images


@pytest.mark.parametrize(
    ("content", "extra_saves", "closing"),
    [
        (b"", 0, b""),
        (b"q 1 0 0 1 0 0 cm Q", 0, b""),
        (b"q q 0.5 0 0 0.5 0 0 cm", 0, b"Q Q"),
        (b"Q Q q", 2, b"Q"),
        (b"BT (x) Tj", 0, b"ET"),
        (b"BT (x) Tj ET", 0, b""),
        (b"/OC /Layer BDC /Span BMC q", 0, b"EMC EMC Q"),
        (b"EMC BX", 0, b"EX"),
        (b"(q q \\) q (q) q) Tj [(Q)-3(Q)] TJ <71> Tj", 0, b""),
        (b"% q q q\nq", 0, b"Q"),
        (b"/q gs /BT Do 1 0 0 rg f* B*", 0, b""),
        (b"q BI /W 2 /H 1 /BPC 8 ID q Q q( EI Q", 0, b""),
        (b"q[1]0 d(a)Tj", 0, b"Q"),
    ],
)
def test_what_is_left_open(content: bytes, extra_saves: int, closing: bytes) -> None:
    found = balance(content)
    assert (found.extra_saves, found.closing) == (extra_saves, closing)


@given(
    st.lists(st.sampled_from([b"q", b"Q", b"BT", b"ET", b"BMC", b"EMC", b"(q)", b"/Q", b"1 w", b"%q\n"]), max_size=40)
)
def test_the_page_is_left_as_it_was_found(parts: list[bytes]) -> None:
    found = balance(b" ".join(parts))
    whole = b"q " * found.extra_saves + b" ".join(parts) + b"\n" + found.closing
    depth = 0
    for token in re.findall(rb"(?<![\w/(%])[qQ](?![\w)])", re.sub(rb"%q\n", b"", whole)):
        depth += 1 if token == b"q" else -1
        assert depth >= 0
    assert depth == 0
    assert balance(whole).closing == b""


@given(st.binary(max_size=400))
def test_no_content_is_an_error(content: bytes) -> None:
    found = balance(content)
    assert found.extra_saves >= 0
    assert isinstance(paints(content), bool)


def test_brackets_without_end_take_no_time() -> None:
    assert balance(b"(" * 200_000).extra_saves == 0


def test_pixels_of_inline_images_are_no_operators() -> None:
    content = b"q BI /W 2 /H 2 /CS /G /BPC 8 /F [/Fl] ID \x00Q q(\xff EI Q 1 w"
    assert without_inline_images(content) == b"q  EI  Q 1 w"


@pytest.mark.parametrize(
    ("content", "text", "paint"),
    [
        (b"/Tx BMC EMC", False, False),
        (b"q 0 0 10 10 re W n Q", False, False),
        (b"0 0 9 9 re f", False, True),
        (b"BT /F 9 Tf () Tj ET", False, False),
        (b"BT /F 9 Tf (4) Tj ET", True, True),
        (b"BT /F 9 Tf [(a)-4(b)] TJ ET", True, True),
        (b"(fill f S) pop", False, False),
        (b"/Fm0 Do", False, True),
    ],
)
def test_what_draws(content: bytes, text: bool, paint: bool) -> None:
    assert (shows_text(content), paints(content)) == (text, paint)


@pytest.mark.parametrize(
    ("content", "ends_open"),
    [
        (b"(abc) Tj [ (x) ] TJ << /A 1 >> pop", False),
        (b"(abc \\) Tj", True),
        (b"(a\\\\) Tj (b\\(c) Tj", False),
        (b"[ (x) 3", True),
        (b"/Span << /A 1", True),
        (b"<4142", True),
        (b"([<(<) Tj", True),
        (b"([<) Tj", False),
        (b"% ( [ <\n1 w", False),
        (b"BI /W 1 /H 1 /BPC 8 ID abc", True),
        (b"BI /W 1 /H 1 /BPC 8 ID ((( EI Q", False),
    ],
)
def test_what_would_swallow_our_ink(content: bytes, ends_open: bool) -> None:
    assert balance(content).ends_open is ends_open
