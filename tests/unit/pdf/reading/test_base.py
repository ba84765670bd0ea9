"""Objects carried over into a new file mean there what they meant before."""

from __future__ import annotations

import io
from collections.abc import Iterator

import pikepdf
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pikepdf import Array, Dictionary, Name, Pdf, String

from app.pdf.reading._base import BaseWriter

#: What was read must stay open as long as it is looked at.
OPEN: list[Pdf] = []


def carried(pdf: Pdf, item: pikepdf.Object) -> pikepdf.Object:
    """The item after it was written by us and read by another."""
    writer = BaseWriter(pdf)
    root = writer.reserve()
    number = writer.number_of(item)
    writer.carry_over()
    pages = writer.add(b"<< /Type /Pages /Kids [ ] /Count 0 >>")
    writer.add(b"<< /Type /Catalog /Pages %d 0 R /Kept %d 0 R >>" % (pages, number), root)
    count = writer.first_free
    rows = b"".join(b"%010d 00000 n \n" % writer.offsets[number] for number in range(1, count))
    data = writer.data
    table = b"xref\n0 %d\n0000000000 65535 f \n%btrailer\n<< /Root %d 0 R /Size %d >>\n" % (count, rows, root, count)
    whole = data + table + b"startxref\n%d\n%%%%EOF\n" % len(data)
    OPEN.append(pikepdf.open(io.BytesIO(whole), attempt_recovery=False))
    return OPEN[-1].Root.Kept


@pytest.fixture(autouse=True)
def close_all() -> Iterator[None]:
    yield
    while OPEN:
        OPEN.pop().close()


VALUES = st.recursive(
    st.booleans()
    | st.integers(-(2**31), 2**31 - 1)
    | st.binary(max_size=30).map(String)
    | st.text(max_size=9).map(String),
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.from_regex(r"/[A-Za-z0-9 #é]{1,8}", fullmatch=True), inner)
    ),
    max_leaves=12,
)


@given(st.lists(VALUES, min_size=1, max_size=5))
def test_every_value_means_the_same(values: list[object]) -> None:
    pdf = Pdf.new()
    kept = carried(pdf, pdf.make_indirect(Array(values)))
    assert kept.unparse(resolved=True) == Array(values).unparse(resolved=True)


def test_a_string_that_looks_like_a_reference_stays_a_string() -> None:
    pdf = Pdf.new()
    other = pdf.make_indirect(Dictionary(X=1))
    kept = carried(pdf, pdf.make_indirect(Dictionary(S=String(" 4 0 R ( 5 0 R ) \\"), O=other)))
    assert str(kept.S) == " 4 0 R ( 5 0 R ) \\"
    assert kept.O.X == 1


def test_objects_in_a_circle_are_written_once() -> None:
    pdf = Pdf.new()
    one = pdf.make_indirect(Dictionary())
    one["/Other"] = pdf.make_indirect(Dictionary(Back=one))
    kept = carried(pdf, one)
    assert kept.Other.Back.is_same_object_as(kept)


def test_a_number_that_is_an_object_of_its_own_is_a_number() -> None:
    pdf = Pdf.new()
    pdf.make_indirect(Dictionary())
    pdf.Root["/Box"] = pdf.make_indirect(Array([1]))
    data = io.BytesIO()
    pdf.save(data, qdf=True)  # spells lengths as objects of their own
    with pikepdf.open(data) as again:
        again.Root["/S"] = again.make_stream(b"q Q", Kind=again.Root.Box)
        kept = carried(again, again.Root.S)
        assert kept.read_bytes() == b"q Q"
        assert kept.Kind[0] == 1


def test_what_is_nowhere_is_nothing() -> None:
    pdf = Pdf.new()
    item = pdf.make_indirect(pikepdf.Object.parse(b"<< /A 1 >>"))
    item["/B"] = pdf.make_indirect(Dictionary())
    data = io.BytesIO()
    pdf.Root["/X"] = item
    pdf.save(data)
    torn = data.getvalue().replace(b"/B ", b"/B 9")
    with pikepdf.open(io.BytesIO(torn)) as again:
        assert "/B" not in carried(again, again.Root.X)


@pytest.mark.parametrize(
    "entries",
    [
        {"/Metadata": Dictionary(X=1)},
        {"/PieceInfo": Dictionary(X=1)},
        {"/F": String("http://elsewhere")},
        {"/FFilter": Name.FlateDecode},
        {"/OPI": Dictionary(X=1)},
        {"/Inner": Dictionary(AA=Dictionary(S=Name.JavaScript, JS=String("x")))},
        {"/Inner": Array([Dictionary(S=Name.Launch)])},
    ],
)
def test_furniture_is_left_behind(entries: dict[str, object]) -> None:
    pdf = Pdf.new()
    stream = pdf.make_stream(b"q Q")
    for key, value in entries.items():
        stream[key] = value
    kept = carried(pdf, stream)
    assert kept.read_bytes() == b"q Q"
    spelled = kept.stream_dict.unparse(resolved=True)
    for word in (b"Metadata", b"PieceInfo", b"/F ", b"FFilter", b"OPI", b"JavaScript", b"Launch"):
        assert word not in spelled


@pytest.mark.parametrize("kind", ["/Page", "/Catalog", "/Annot", "/StructElem", "/Action", "/Filespec"])
def test_what_leads_back_into_the_document_is_cut(kind: str) -> None:
    pdf = Pdf.new()
    back = pdf.make_indirect(Dictionary(Type=Name(kind), Secret=String("x")))
    kept = carried(pdf, pdf.make_indirect(Dictionary(P=back, Q=Array([back]))))
    assert "/P" not in kept
    assert b"Secret" not in kept.unparse(resolved=True)


def test_a_font_may_be_called_like_a_script() -> None:
    pdf = Pdf.new()
    font = Dictionary(Type=Name.Font, BaseFont=Name.Arial)
    kept = carried(pdf, pdf.make_indirect(Dictionary({"/JS": font, "/AF": pdf.make_indirect(font)})))
    assert set(kept.keys()) == {"/JS", "/AF"}
