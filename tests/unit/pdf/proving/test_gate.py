"""What must not leave the office is found, however it is hidden."""

from __future__ import annotations

import io
import time
from collections.abc import Callable
from pathlib import Path

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, Pdf, String

from app.errors import PdfProblem
from app.pdf.composing.composer import compose
from app.pdf.problems import NotClean
from app.pdf.proving.gate import gate
from app.pdf.proving.structure import findings
from app.pdf.reading.compiler import compile_form
from app.pdf.template import BoxId
from app.pdf.worker import PaperWorker
from tests.unit.pdf.paper import form, saved, widget


@pytest.fixture(scope="module")
def clean() -> bytes:
    return compose(compile_form(form(widget())), {BoxId("1:150,708"): "Ánh"}).pdf


def changed(data: bytes, change: Callable[[Pdf], None]) -> bytes:
    with pikepdf.open(io.BytesIO(data)) as pdf:
        change(pdf)
        return saved(pdf)


def put(where: Callable[[Pdf], pikepdf.Object], key: str, value: object) -> Callable[[Pdf], None]:
    def change(pdf: Pdf) -> None:
        where(pdf)[key] = value

    return change


def root(pdf: Pdf) -> pikepdf.Object:
    return pdf.Root


def page(pdf: Pdf) -> pikepdf.Object:
    return pdf.pages[0].obj


SCRIPT = Dictionary(S=Name.JavaScript, JS=String("x"))


def test_our_own_output_passes(clean: bytes, paper_worker: PaperWorker) -> None:
    gate(clean, paper_worker, ours_from=1)


def test_a_whole_form_passes(payer_forms: Path, paper_worker: PaperWorker) -> None:
    made = compile_form((payer_forms / "rxbenefits-medication-pa.pdf").read_bytes())
    values = {box.id: "x" for box in made.template.boxes if box.kind == "text"}
    gate(compose(made, values).pdf, paper_worker, ours_from=made.first_free)


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (put(root, "/AcroForm", Dictionary(Fields=Array([]))), "boxes that can still be filled"),
        (put(root, "/OpenAction", SCRIPT), "an action"),
        (put(root, "/Outlines", Dictionary()), "no page"),
        (put(page, "/AA", Dictionary(O=SCRIPT)), "an action"),
        (put(page, "/Annots", Array([])), "a note or a link"),
        (put(page, "/Thumb", Dictionary()), "not drawn"),
        (put(lambda pdf: page(pdf).Resources, "/PieceInfo", Dictionary(X=SCRIPT)), "another program"),
        (put(lambda pdf: pdf.docinfo, "/Author", String("A. Doctor")), "who made it"),
    ],
)
def test_what_is_put_in_is_found(
    clean: bytes, paper_worker: PaperWorker, change: Callable[[Pdf], None], says: str
) -> None:
    with pytest.raises(NotClean, match=says):
        gate(changed(clean, change), paper_worker)


def test_a_title_may_stand(clean: bytes) -> None:
    titled = changed(clean, put(lambda pdf: pdf.docinfo, "/Title", String("Prior authorization request")))
    assert list(findings(titled)) == []


def test_an_earlier_version_is_found(clean: bytes, paper_worker: PaperWorker) -> None:
    with pytest.raises(NotClean, match="earlier version"):
        gate(clean + b"\n%%EOF\n", paper_worker)


def test_a_loose_object_is_found(clean: bytes) -> None:
    assert list(findings(clean.replace(b"/PaDeskInk Do", b"/PaDeskInk Do"))) == []
    hidden = clean.replace(b"/Resources", b"/Rexources")
    assert any(
        "no page shows" in finding or "cannot read" in finding or "not drawn" in finding for finding in findings(hidden)
    )


def test_a_loose_font_of_ours_is_found(clean: bytes, paper_worker: PaperWorker) -> None:
    def change(pdf: Pdf) -> None:
        fonts = Dictionary(F=pdf.make_indirect(Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica)))
        page(pdf).Resources["/Font"] = fonts

    loose = changed(clean, change)
    gate(loose, paper_worker)
    with pytest.raises(NotClean, match="letters"):
        gate(loose, paper_worker, ours_from=1)


@pytest.mark.parametrize("data", [b"", b"%PDF-1.7\n%%EOF", b"%PDF-1.7\nstartxref\n9\n%%EOF\n"])
def test_what_is_no_document_does_not_pass(paper_worker: PaperWorker, data: bytes) -> None:
    with pytest.raises(NotClean):
        gate(data, paper_worker)


def test_what_stops_the_reading_does_not_pass_and_stops_nothing_else(clean: bytes) -> None:
    """Three million brackets, one within the other: reading that is stopped, and the program goes on."""
    nested = clean.replace(b"/Type /Catalog", b"/Type /Catalog /Lang " + b"[" * 3_000_000 + b"]" * 3_000_000)
    with PaperWorker() as worker:
        started = time.monotonic()
        with pytest.raises(PdfProblem):
            gate(nested, worker)
        assert time.monotonic() - started < 5
        gate(clean, worker)
