"""What is left of a form: its pages as they print, and nothing else."""

from __future__ import annotations

import io
import zlib
from collections.abc import Iterator
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
from pikepdf import Array, Dictionary, Name, Pdf, String

from app.errors import PdfProblem
from app.pdf.compiled import CompiledForm
from app.pdf.composing.composer import compose
from app.pdf.problems import DynamicForm, NotAPdf, PasswordNeeded, WrongPassword
from app.pdf.proving.structure import findings
from app.pdf.reading.compiler import compile_form
from app.pdf.template import Box, BoxId, BoxKind, FormKind, Rect
from tests.unit.pdf import hostile
from tests.unit.pdf.paper import drawn, form, saved, widget

BLACK = b"0 g 0 0 10 10 re f"


def printed(compiled: CompiledForm, values: dict[str, str | bool] | None = None) -> bytes:
    return compose(compiled, {BoxId(key): value for key, value in (values or {}).items()}).pdf


def darkness(pdf: bytes, rect: tuple[float, float, float, float], page: int = 0) -> float:
    """Share of black in a rectangle of an unturned page of 612 by 792 points."""
    image = pypdfium2.PdfDocument(pdf)[page].render(scale=1, may_draw_forms=False).to_pil().convert("L")
    x0, y0, x1, y1 = rect
    area = image.crop((int(x0), int(792 - y1), int(x1), int(792 - y0)))
    return 1 - sum(value * count for value, count in enumerate(area.histogram())) / 255 / (area.width * area.height)


def test_everything_that_runs_sends_or_hides_is_gone() -> None:
    out = printed(compile_form(hostile.armed()), {"1:50,20": "x"})
    assert list(findings(out)) == []
    assert b"JavaScript" not in out
    assert b"Launch" not in out
    assert b"Filespec" not in out


def test_a_resource_may_bear_the_name_of_a_script() -> None:
    assert darkness(printed(compile_form(hostile.armed())), (0, 0, 5, 5)) > 0.9


def test_the_same_bytes_every_time(payer_forms: Path) -> None:
    data = (payer_forms / "rxbenefits-medication-pa.pdf").read_bytes()
    assert compile_form(data) == compile_form(data)


def test_a_text_boxs_frame_is_kept_under_a_value() -> None:
    marks = Dictionary(BG=Array([1, 1, 0.8]), BC=Array([1, 0, 0]))
    compiled = compile_form(form(widget(MK=marks, BS=Dictionary(W=2))))
    stamps = compiled.stamps[BoxId("1:150,708")]
    assert stamps.blank == stamps.off
    assert stamps.off is not None
    assert darkness(printed(compiled), (101, 701, 199, 702)) > 0.2


def test_a_prefilled_value_prints_until_another_is_given() -> None:
    pdf = Pdf.new()
    looks = Dictionary(N=drawn(pdf, b"BT /F 9 Tf (OLD) Tj ET 0 0 10 10 re f"))
    compiled = compile_form(form(widget(AP=looks, V=String("OLD")), pdf=pdf))
    assert darkness(printed(compiled), (101, 701, 199, 715)) > 0.9
    assert darkness(printed(compiled, {"1:150,708": ""}), (101, 701, 199, 715)) == 0
    assert "1 of its boxes come already filled in." in compiled.template.notes


def check_box(pdf: Pdf, on: bytes, off: bytes, **entries: object) -> pikepdf.Dictionary:
    looks = Dictionary({"/Yes": drawn(pdf, on), "/Off": drawn(pdf, off)})
    return widget((100, 700, 120, 720), FT=Name.Btn, AP=Dictionary(N=looks), **entries)


def test_a_check_box_is_drawn_as_the_form_draws_it() -> None:
    pdf = Pdf.new()
    compiled = compile_form(form(check_box(pdf, BLACK, b"0.5 g 0 0 10 10 re f"), pdf=pdf))
    name = compiled.template.boxes[0].id
    inside = (101, 701, 119, 719)
    assert darkness(printed(compiled), inside) == pytest.approx(0.5, abs=0.02)
    assert darkness(printed(compiled, {name: False}), inside) == pytest.approx(0.5, abs=0.02)
    assert darkness(printed(compiled, {name: True}), inside) > 0.98


def test_the_state_that_the_blank_comes_with_is_printed() -> None:
    pdf = Pdf.new()
    compiled = compile_form(form(check_box(pdf, BLACK, b"1 g 0 0 10 10 re f", AS=Name.Yes), pdf=pdf))
    assert darkness(printed(compiled), (101, 701, 119, 719)) > 0.98


def loose_font() -> pikepdf.Dictionary:
    return Dictionary(Font=Dictionary(ZaDb=Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.ZapfDingbats)))


@pytest.mark.parametrize(
    ("on", "box"),
    [
        (b"BT /ZaDb 9 Tf (4) Tj ET", (0, 0, 10, 10)),
        (b"0.5 g 0 0 10 10 re f", (0, 0, 10, 10)),
        (b"q Q", (0, 0, 10, 10)),
        (BLACK, (0, 0, 0, 0)),
    ],
    ids=["letters not in the file", "the same as unticked", "nothing", "no area"],
)
def test_a_tick_that_nobody_would_see_is_drawn_by_us(on: bytes, box: tuple[float, ...]) -> None:
    pdf = Pdf.new()
    looks = Dictionary(
        {"/Yes": drawn(pdf, on, box, Resources=loose_font()), "/Off": drawn(pdf, b"0.5 g 0 0 10 10 re f")}
    )
    compiled = compile_form(form(widget((100, 700, 120, 720), FT=Name.Btn, AP=Dictionary(N=looks)), pdf=pdf))
    name = compiled.template.boxes[0].id
    stamps = compiled.stamps[name]
    assert stamps.on is None
    assert stamps.off is not None
    inside = (101, 701, 119, 719)
    out = printed(compiled, {name: True})
    assert darkness(out, inside) > darkness(printed(compiled, {name: False}), inside) + 0.05
    assert list(findings(out)) == []


def test_an_appearance_is_turned_and_stretched_into_its_place() -> None:
    pdf = Pdf.new()
    # The left half is black, then turned a quarter to the left: the lower half of the box.
    look = drawn(pdf, b"0 g 0 0 5 20 re f", (0, 0, 10, 20), Matrix=Array([0, 1, -1, 0, 0, 0]))
    box = widget((100, 700, 140, 720), FT=Name.Btn, AP=Dictionary(N=Dictionary({"/Yes": look})))
    compiled = compile_form(form(box, pdf=pdf))
    out = printed(compiled, {compiled.template.boxes[0].id: True})
    assert darkness(out, (101, 701, 139, 709)) > 0.95
    assert darkness(out, (101, 711, 139, 719)) < 0.05


@pytest.mark.parametrize(
    "content",
    [
        b"q 0.5 0 0 0.5 300 300 cm",
        b"BT 9 0 0 9 50 50 Tm",
        b"Q Q Q",
        b"0 0 1 1 re W n",
        b"0.1 0 0 0.1 0 0 cm",
        b"/Hidden BMC q",
    ],
)
def test_nothing_of_the_pages_own_content_touches_our_ink(content: bytes) -> None:
    out = printed(compile_form(form(widget(), content=content)), {"1:150,708": "MMMMMMMM"})
    assert darkness(out, (101, 701, 199, 715)) > 0.05
    assert darkness(out, (0, 0, 612, 695)) == 0


def note(pdf: Pdf, **entries: object) -> pikepdf.Dictionary:
    base = {
        "Type": Name.Annot,
        "Subtype": Name.FreeText,
        "F": 4,
        "Rect": Array([300, 300, 340, 340]),
        "AP": Dictionary(N=drawn(pdf, BLACK)),
    }
    return Dictionary(**(base | entries))


@pytest.mark.parametrize(
    ("entries", "kept"),
    [
        ({}, True),
        ({"F": 0}, True),
        ({"F": 2}, False),
        ({"Subtype": Name.Link}, False),
        ({"Subtype": Name.Popup}, False),
    ],
)
def test_notes_print_and_links_do_not(entries: dict[str, object], kept: bool) -> None:
    pdf = Pdf.new()
    out = printed(compile_form(form(note(pdf, **entries), pdf=pdf)))
    assert (darkness(out, (301, 301, 339, 339)) > 0.9) is kept
    assert list(findings(out)) == []


MIDDLE = (310, 310, 330, 330)
RIM = (300, 300, 302, 340)
QUAD = Array([300, 340, 340, 340, 300, 300, 340, 300])
THICK = Dictionary(W=4)


@pytest.mark.parametrize(
    ("subtype", "entries", "place", "dark"),
    [
        ("Square", {"BS": THICK}, RIM, 0.9),
        ("Square", {"BS": THICK}, MIDDLE, 0),
        ("Square", {"IC": Array([0])}, MIDDLE, 1),
        ("Square", {"IC": Array([0]), "CA": 0.5}, MIDDLE, 0.5),
        ("Circle", {"IC": Array([0])}, MIDDLE, 1),
        ("Circle", {"IC": Array([0])}, (300, 300, 304, 304), 0),
        ("Line", {"L": Array([300, 320, 340, 320]), "BS": THICK}, (302, 319, 338, 321), 1),
        ("Ink", {"InkList": Array([Array([300, 320, 340, 320])]), "BS": THICK}, (302, 319, 338, 321), 1),
        ("Polygon", {"Vertices": Array([300, 300, 340, 300, 340, 340, 300, 340]), "IC": Array([0])}, MIDDLE, 1),
        ("Highlight", {"QuadPoints": QUAD, "C": Array([0])}, MIDDLE, 1),
        ("StrikeOut", {"QuadPoints": QUAD}, (302, 319, 338, 322), 0.33),
        ("Underline", {"QuadPoints": QUAD}, (302, 300, 338, 303), 0.33),
        ("Highlight", {"QuadPoints": String("x"), "C": Array([0])}, MIDDLE, 0),
        ("Line", {"L": Array([300])}, MIDDLE, 0),
        ("Text", {}, MIDDLE, 0),
    ],
)
def test_a_note_without_an_appearance_prints_as_viewers_draw_it(
    subtype: str, entries: dict[str, object], place: tuple[float, float, float, float], dark: float
) -> None:
    pdf = Pdf.new()
    item = note(pdf, Subtype=Name("/" + subtype), **entries)
    del item["/AP"]
    out = printed(compile_form(form(item, pdf=pdf)))
    assert darkness(out, place) == pytest.approx(dark, abs=0.12)
    assert list(findings(out)) == []


def test_a_note_on_a_hidden_layer_stays_hidden() -> None:
    pdf = Pdf.new()
    layer = pdf.make_indirect(Dictionary(Type=Name.OCG, Name=String("Draft")))
    layers = Dictionary(OCGs=Array([layer]), D=Dictionary(OFF=Array([layer])))
    bare = note(pdf, OC=layer, Subtype=Name.Square, IC=Array([0]))
    del bare["/AP"]
    out = printed(compile_form(form(note(pdf, OC=layer), bare, pdf=pdf, catalog={"OCProperties": layers})))
    assert darkness(out, (301, 301, 339, 339)) == 0


def test_what_a_page_inherits_it_keeps() -> None:
    pdf = Pdf.new()
    data = form(widget((130, 200, 230, 216)), pdf=pdf)
    with pikepdf.open(io.BytesIO(data)) as opened:
        sheet = opened.pages[0].obj
        tree = opened.Root.Pages
        tree["/MediaBox"], tree["/CropBox"], tree["/Rotate"] = Array([0, 0, 700, 800]), Array([100, 150, 500, 750]), 90
        del sheet["/MediaBox"]
        data = saved(opened)
    compiled = compile_form(data)
    (shape,) = compiled.template.pages
    assert (shape.visible, shape.turn) == (Rect(100, 150, 500, 750), 90)
    assert pypdfium2.PdfDocument(printed(compiled))[0].get_size() == (600, 400)


def test_a_page_box_may_be_an_object_of_its_own() -> None:
    pdf = Pdf.new()
    box = pdf.make_indirect(Array([0, 0, 300, 400]))
    compiled = compile_form(form(pdf=pdf, page={"MediaBox": box}))
    assert compiled.template.pages[0].visible == Rect(0, 0, 300, 400)


def test_a_page_box_given_from_the_other_corner_is_written_straight() -> None:
    boxes = {"MediaBox": Array([612, 792, 0, 0]), "CropBox": Array([600, 100, 50, 780])}
    out = printed(compile_form(form(widget(), page=boxes)), {"1:150,708": "MMMM"})
    with pikepdf.open(io.BytesIO(out)) as pdf:
        assert [list(pdf.pages[0].obj[key]) for key in ("/MediaBox", "/CropBox")] == [
            [0, 0, 612, 792],
            [50, 100, 600, 780],
        ]


def test_the_frame_of_a_box_at_the_pages_edge_lies_where_the_form_has_it() -> None:
    marks = Dictionary(BC=Array([0]))
    out = printed(compile_form(form(widget((560, 700, 660, 716), MK=marks, BS=Dictionary(W=2)))))
    assert darkness(out, (560, 701, 562, 715)) > 0.9
    assert darkness(out, (605, 703, 612, 713)) == 0


def test_declared_boxes_are_added_but_never_twice() -> None:
    declared = [
        Box(BoxId("a"), 1, Rect(101, 701, 201, 715), BoxKind.TEXT, label="the widget"),
        Box(BoxId("b"), 1, Rect(100, 500, 200, 516), BoxKind.TEXT, label="new"),
        Box(BoxId("c"), 1, Rect(90, 500, 210, 516), BoxKind.TEXT, label="also new"),
    ]
    boxes = compile_form(form(widget(TU=String("own"))), declared=declared).template.boxes
    assert [(box.id, box.label) for box in boxes] == [
        ("1:150,708", "own"),
        ("1:150,508", "new"),
        ("1:150,508.2", "also new"),
    ]


@pytest.mark.parametrize("strength", [2, 3, 4, 6])
def test_a_locked_form_opens_and_is_written_without_a_lock(strength: int) -> None:
    with pikepdf.open(io.BytesIO(form(widget(T=String("a"))))) as pdf:
        lock = pikepdf.Encryption(owner="boss", user="", R=strength, aes=strength >= 4, metadata=strength >= 4)
        data = saved(pdf, encryption=lock)
    compiled = compile_form(data)
    assert compiled.template.boxes[0].field == "a"
    assert b"/Encrypt" not in printed(compiled)


def test_a_password_is_asked_for() -> None:
    with pikepdf.open(io.BytesIO(form(widget()))) as pdf:
        data = saved(pdf, encryption=pikepdf.Encryption(owner="boss", user="open"))
    with pytest.raises(PasswordNeeded):
        compile_form(data)
    with pytest.raises(WrongPassword):
        compile_form(data, password="Open")
    assert len(compile_form(data, password="open").template.boxes) == 1


def test_what_the_publisher_forbids_is_said() -> None:
    allowed = pikepdf.Permissions(modify_other=False, modify_assembly=False)
    with pikepdf.open(io.BytesIO(form(widget()))) as pdf:
        data = saved(pdf, encryption=pikepdf.Encryption(owner="boss", user="", allow=allowed))
    assert compile_form(data).template.notes == ("The publisher allows filling and printing, but no other changes.",)


@pytest.mark.parametrize("data", [b"", b"hello", b"\x89PNG\r\n" * 500])
def test_what_is_no_pdf_is_called_so(data: bytes) -> None:
    with pytest.raises(NotAPdf):
        compile_form(data)


def test_a_form_that_only_adobe_draws_is_refused_with_a_way_out() -> None:
    xfa = Dictionary(Fields=Array([]), XFA=String("<xdp/>"))
    with pytest.raises(DynamicForm, match="print it to a PDF"):
        compile_form(form(catalog={"AcroForm": xfa}))


def test_a_hybrid_loses_only_what_adobe_reads() -> None:
    compiled = compile_form(form(widget(), catalog={"AcroForm": Dictionary(Fields=Array([]), XFA=String("<xdp/>"))}))
    assert len(compiled.template.boxes) == 1
    assert b"XFA" not in printed(compiled)


def kinds() -> Iterator[tuple[bytes, FormKind]]:
    yield form(widget()), FormKind.FILLABLE
    yield form(content=b"BT /F 9 Tf (Name ______) Tj ET"), FormKind.FLAT
    pdf = Pdf.new()
    picture = pdf.make_stream(
        b"\0", Type=Name.XObject, Subtype=Name.Image, Width=1, Height=1, ColorSpace=Name.DeviceGray
    )
    picture["/BitsPerComponent"] = 8
    resources = Dictionary(XObject=Dictionary(I=picture))
    yield form(content=b"/I Do", page={"Resources": resources}, pdf=pdf), FormKind.SCANNED
    pdf = Pdf.new()
    form(widget(), pdf=pdf)
    yield form(content=b"BT /F 9 Tf (Name ______) Tj ET", pdf=pdf), FormKind.PARTIAL


@pytest.mark.parametrize(("data", "kind"), list(kinds()), ids=[kind for _, kind in kinds()])
def test_kinds(data: bytes, kind: FormKind) -> None:
    assert compile_form(data).template.kind is kind


@pytest.mark.parametrize(
    ("name", "kind"), [("scanned-botox", FormKind.SCANNED), ("botox-neighborhood-health-ri", FormKind.FLAT)]
)
def test_kinds_of_payers_forms(payer_forms: Path, name: str, kind: FormKind) -> None:
    assert compile_form((payer_forms / f"{name}.pdf").read_bytes()).template.kind is kind


def test_every_payers_form_comes_out_clean_and_looks_the_same(payer_forms: Path) -> None:
    for path in sorted(payer_forms.glob("*.pdf")):
        data = path.read_bytes()
        out = printed(compile_form(data))
        assert (path.name, list(findings(out))) == (path.name, [])
        assert len(out) <= len(data) + 80_000, path.name


@pytest.mark.parametrize("build", [h for h in hostile.ALL if h not in (hostile.flate_bomb, hostile.double_flate)])
def test_hostile_files_end_in_a_form_or_a_plain_problem(build: object) -> None:
    try:
        compiled = compile_form(build())  # type: ignore[operator]
    except PdfProblem as problem:
        assert problem.advice
    else:
        assert list(findings(printed(compiled))) == []


def test_a_tree_of_pages_that_has_to_be_mended() -> None:
    kids = b"[3 0 R 3 0 R << /Type /Page /Parent 2 0 R /MediaBox [0 0 300 300] /Contents 4 0 R >>]"
    tree = b"<< /Type /Pages /Kids %b /Count 3 >>" % kids
    page = hostile.page(b"/Annots [5 0 R]")
    box = b"<< /Type /Annot /Subtype /Widget /FT /Tx /T (a) /Rect [10 10 90 30] /F 4 /MK << /BC [0] >> >>"
    data = hostile.document([hostile.CATALOG, tree, page, hostile.stream(b"0 0 5 5 re f"), box])
    compiled = compile_form(data)
    assert [box.id for box in compiled.template.boxes] == ["1:50,20", "2:50,20"]
    out = printed(compiled, {"2:50,20": "MMMM"})
    assert list(findings(out)) == []
    assert len(pypdfium2.PdfDocument(out)) == 3
    assert darkness(out, (11, 11, 89, 29)) < darkness(out, (11, 11, 89, 29), page=1)
    assert darkness(out, (0, 0, 5, 5)) > 0.9


@pytest.mark.parametrize(
    "content", [b"0 0 5 5 re f [(abc", b"0 0 5 5 re f BI /W 9 /H 9 /BPC 8 ID x", b"0 0 5 5 re f <<"]
)
def test_content_that_ends_in_the_middle_of_a_word_swallows_nothing(content: bytes) -> None:
    out = printed(compile_form(form(widget(), content=content)), {"1:150,708": "MMMMMMMM"})
    assert darkness(out, (101, 701, 199, 715)) > 0.05
    assert darkness(out, (0, 0, 5, 5)) > 0.9
    assert list(findings(out)) == []


def test_content_that_is_torn_swallows_nothing() -> None:
    packed = zlib.compress(
        b"0 0 5 5 re f " + bytes((n * n * 31 + n // 7) % 251 for n in range(3000)).hex().encode() + b" ("
    )
    body = hostile.stream(packed[:1200], b"/Filter /FlateDecode")
    box = b"<< /Type /Annot /Subtype /Widget /FT /Tx /T (a) /Rect [100 700 200 716] /F 4 >>"
    font = b"/Resources << /ExtGState << /G << /ca 1 >> >> >>"
    data = hostile.document([hostile.CATALOG, hostile.PAGES, hostile.page(b"/Annots [5 0 R] " + font), body, box])
    out = printed(compile_form(data), {"1:150,708": "MMMMMMMM"})
    assert darkness(out, (101, 701, 199, 715)) > 0.05
    assert darkness(out, (0, 0, 5, 5)) > 0.9
    assert list(findings(out)) == []


def test_pages_whose_tree_is_lost_are_gathered() -> None:
    lost = hostile.document([hostile.CATALOG, b"<< /Type /Pages >>", hostile.page(), hostile.stream(b"0 0 5 5 re f")])
    compiled = compile_form(lost)
    assert len(compiled.template.pages) == 1
    assert any("repaired" in note for note in compiled.template.notes)
    assert darkness(printed(compiled), (0, 0, 5, 5)) > 0.9


@pytest.mark.parametrize("length", [b"null", b"(x)", b"-7", b"4 0 R", b"5 0 R", b"[1]"])
def test_a_length_that_is_none_is_measured(length: bytes) -> None:
    body = b"<< /Length %b >>\nstream\n0 0 5 5 re f\nendstream" % length
    out = printed(compile_form(hostile.document([hostile.CATALOG, hostile.PAGES, hostile.page(), body, b"12"])))
    assert darkness(out, (0, 0, 5, 5)) > 0.9
    assert list(findings(out)) == []


def test_what_looks_like_the_end_of_a_file_is_packed_away() -> None:
    out = printed(compile_form(form(content=b"0 0 5 5 re f % startxref %%EOF\n")))
    assert darkness(out, (0, 0, 5, 5)) > 0.9
    assert list(findings(out)) == []


def test_what_was_filled_here_before_stays_on_the_page_when_it_is_opened_again() -> None:
    first = compile_form(form(widget((40, 700, 300, 716), T=String("a")), widget((40, 660, 300, 676), T=String("b"))))
    name, city = (box.id for box in first.template.boxes)
    once = compose(first, {name: "Ánh Nguyễn", city: "Providence"}).pdf
    twice = compose(compile_form(once), {}).pdf
    declared = Box(BoxId("1:170,600"), 1, Rect(40, 592, 300, 608), BoxKind.TEXT)
    thrice = compose(compile_form(twice, declared=[declared]), {declared.id: "added later"}).pdf
    for made in (once, twice, thrice):
        text = pypdfium2.PdfDocument(made)[0].get_textpage().get_text_bounded()
        assert "Ánh Nguyễn" in text
        assert "Providence" in text
    assert "added later" in text
