"""Forms as nobody should write them, and somebody does: every box takes a value, and the file passes proof and gate."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from pikepdf import Array, Dictionary, Name, Object, Pdf, String

from app.pdf.composing.composer import compose
from app.pdf.proving.gate import gate
from app.pdf.proving.proof import prove
from app.pdf.template import BoxId, BoxKind
from app.pdf.worker import PaperWorker
from tests.unit.pdf.paper import drawn, form, widget

MULTILINE, PASSWORD, RADIO, COMBO, FILE, COMB, RICH = (1 << bit for bit in (12, 13, 15, 17, 20, 24, 25))


def rows(*entries: dict[str, object], width: float = 140, height: float = 16) -> list[Dictionary]:
    """A box for each of the entries, one below the other."""
    return [widget((60, 740 - 24 * row, 60 + width, 740 - 24 * row + height), **one) for row, one in enumerate(entries)]


def styles() -> bytes:
    said = (
        "/NotThere 10 Tf 0 g", "Tf", "/Helv Tf 10", "/Helv 99999 Tf", "/Helv .5 Tf", "/Helv -12 Tf", "1 g /Helv 9 Tf",
        "/Helv 10 Tf 3 Tr", "/ZaDb 0 Tf", "0.9 g /Helv 8 Tf", "/Helv 10 Tf\r\n0 0 1 rg", "0 0 0 0 k /F#20x 8 Tf",
    )  # fmt: skip
    return form(*rows({}, {"DA": Name("/Helv")}, *({"DA": String(one)} for one in said)))


def kinds() -> bytes:
    options = Array([Array([String("a"), String("Alpha")]), String("Beta")])
    return form(
        *rows(
            {"Ff": PASSWORD},
            {"Ff": FILE},
            {"Ff": RICH, "RV": String("<body><p>x</p></body>")},
            {"PMD": Dictionary(Type=Name.PaperMetaData)},
            {"FT": Name.Ch, "Ff": COMBO, "Opt": options, "V": Array([String("a")])},
            {"FT": Name.Ch, "Opt": Array([])},
            {"Q": 7},
            {"MK": Dictionary(R=180)},
            {"MK": Dictionary(R=45)},
            {"MK": String("x"), "AP": String("x"), "Parent": String("x")},
            {"Ff": COMB, "MaxLen": 60},
            {"Ff": COMB, "MaxLen": 500},
            {"MaxLen": -3},
            {"V": String("typed before\rin two lines")},
            {"AA": Dictionary(C=Dictionary(S=Name.JavaScript, JS=String("event.value = 1")))},
            {"BS": Dictionary(W=8), "MK": Dictionary(BC=Array([0]))},
        )
    )


def sizes() -> bytes:
    rects = (
        (60, 700, 63, 703), (80, 700, 84, 724), (100, 700, 200, 703.5), (60, 660, 160, 676), (110, 660, 210, 676),
        (60, 660, 160, 676), (580, 600, 700, 616), (160, 576, 60, 560), (60.1234567, 500.9, 160, 517.3),
    )  # fmt: skip
    return form(*(widget(rect) for rect in rects), widget((60, 400, 500, 480), Ff=MULTILINE))


def turned(turn: int) -> Callable[[], bytes]:
    def made() -> bytes:
        boxes = [widget((100, 300 + 40 * row, 220, 316 + 40 * row)) for row in range(4)]
        tall = widget((300, 300, 316, 460), MK=Dictionary(R=turn % 360))
        return form(*boxes, tall, widget((400, 300, 414, 314), FT=Name.Btn), page={"Rotate": turn})

    return made


def on_page(**page: Object | float) -> Callable[[], bytes]:
    return lambda: form(*rows({}, {}, {"FT": Name.Btn}), page=page)


def content(*parts: bytes) -> Callable[[], bytes]:
    def made() -> bytes:
        pdf = Pdf.new()
        streams = Array([pdf.make_stream(part) for part in parts])
        return form(
            *rows({}, {}, {"FT": Name.Btn}, {"MK": Dictionary(BC=Array([0]))}), pdf=pdf, page={"Contents": streams}
        )

    return made


def ticks() -> bytes:
    pdf = Pdf.new()
    on, off = drawn(pdf, b"0 g 2 2 6 6 re f"), drawn(pdf, b"0 G 1 1 8 8 re S")
    torn = pdf.make_stream(
        b"no such packing", Type=Name.XObject, Subtype=Name.Form, BBox=Array([0, 0, 9, 9]), Filter=Name.FlateDecode
    )
    looks = (
        on, Dictionary(Yes=on), Dictionary(Off=off), Dictionary(Yes=torn, Off=off), Dictionary({"/": on}),
        Dictionary(Yes=drawn(pdf, b"0 g 2 2 6 6 re f", (10, 10, 0, 0)), Off=off), Dictionary(Yes=on, Off=String("x")),
        Dictionary(Yes=drawn(pdf, b"0 g 2 2 6 6 re f", (0, 0, 10)), Off=off), Dictionary({"/1": on, "/2": off}),
    )  # fmt: skip
    boxes = rows(*({"FT": Name.Btn, "AP": Dictionary(N=look), "AS": Name.Off} for look in looks), width=14, height=14)
    downs = Dictionary(D=Dictionary(Yes=on, Off=off))
    below = widget((300, 700, 314, 714), FT=Name.Btn, Ff=RADIO, AP=downs, V=Name.Yes)
    return form(*boxes, below, pdf=pdf)


ODD = {
    "styles": styles,
    "kinds": kinds,
    "sizes": sizes,
    "ticks": ticks,
    "turned by -90": turned(-90),
    "turned by 450": turned(450),
    "turned by 180": turned(180),
    "turned by 45": turned(45),
    "units of three": on_page(UserUnit=3),
    "page boxes the wrong way round": on_page(MediaBox=Array([612, 792, 0, 0])),
    "a crop beyond the page": on_page(CropBox=Array([-500, -500, 5000, 5000])),
    "a crop beside the page": on_page(CropBox=Array([5000, 5000, 6000, 6000])),
    "very large": on_page(MediaBox=Array([0, 0, 9000, 9000])),
    "mixing with what is below": on_page(Group=Dictionary(S=Name.Transparency, CS=Name.DeviceRGB, I=True, K=True)),
    "cut within a word": content(b"BT /F1 9 Tf 40 770 Td (Od", b"d form) Tj ET"),
    "closing too much": content(b"Q Q Q BT"),
    "leaving an image open": content(b"BI /W 9 /H 9 /BPC 8 /CS /G ID abcd"),
    "leaving invisible letters on": content(b"BT 3 Tr 1 g 10 Tz 50 Ts"),
    "clipped to nothing": content(b"0 0 0 0 re W n"),
    "black": content(b"0 g 0 0 612 792 re f"),
    "grey": content(b"0.5 g 0 0 612 792 re f"),
}


@pytest.mark.parametrize("make", ODD.values(), ids=ODD)
def test_every_box_of_an_odd_form_takes_a_value(make: Callable[[], bytes], paper_worker: PaperWorker) -> None:
    opened = paper_worker.compile(make(), find=True)
    values: dict[BoxId, str | bool] = {
        box.id: True if box.kind is BoxKind.CHECK else "12" if box.kind is BoxKind.COMB else "Ánh Żółć"
        for box in opened.template.boxes
    }
    composed = compose(opened, values)
    assert len(values) >= 3
    assert prove(opened, composed, values, paper_worker).drawn == len(values)
    gate(composed.pdf, paper_worker, ours_from=opened.first_free)
