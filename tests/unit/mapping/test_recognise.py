"""Blanks are known again: by the file, by what they print, by the edition."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from app.mapping.fingerprint import similarity, sketch
from app.mapping.library import PackLibrary
from app.mapping.pack import Pack
from app.mapping.recognise import Recognised, recognise
from app.pdf.worker import PaperWorker
from app.places import bundled

UNKNOWN = "f" * 64
WORDS = st.lists(st.text("abcdefgh", min_size=1, max_size=6), min_size=12, max_size=60)


@given(WORDS)
def test_a_sketch_does_not_mind_spaces_case_and_punctuation(words: list[str]) -> None:
    tidy, untidy = " ".join(words), ",\n  ".join(word.upper() for word in words)
    assert sketch([tidy]) == sketch([untidy])
    assert similarity(sketch([tidy]), sketch([untidy])) == 1.0


@given(WORDS, WORDS)
def test_likeness_is_a_share_and_goes_both_ways(one: list[str], other: list[str]) -> None:
    first, second = sketch([" ".join(one)]), sketch([" ".join(other)])
    assert 0.0 <= similarity(first, second) == similarity(second, first) <= 1.0


def test_next_to_no_text_is_like_nothing() -> None:
    assert sketch(["Page 1"]) == ""
    assert similarity("", "") == 0.0


def test_our_own_form_and_its_flat_twin_are_known_by_file_and_by_text(
    library: PackLibrary, own_pack: Pack, worker: PaperWorker
) -> None:
    for name in ("form.pdf", "form-flat.pdf"):
        blank = library.blank(own_pack.id, name)
        assert blank is not None
        texts = worker.page_text(blank.read_bytes())
        by_text = library.recognise(UNKNOWN, texts)
        assert by_text is not None
        assert (by_text.pack.id, by_text.how, by_text.similarity) == (own_pack.id, Recognised.TEXT, 1.0)
    assert library.for_form(own_pack.fingerprints.sha256[0]) == own_pack


def test_another_edition_is_recognised_and_not_used_unseen(own_pack: Pack, worker: PaperWorker) -> None:
    data = bundled("forms", *own_pack.id.split("/"), "form-flat.pdf").read_bytes()
    texts = [text.replace("JHP-BTX-1 (11-26)", "JHP-BTX-1 (1-28)") for text in worker.page_text(data)]
    found = recognise([own_pack], UNKNOWN, texts)
    assert found is not None
    assert (found.how, found.is_usable) == (Recognised.OTHER_EDITION, False)
    assert found.similarity > 0.9


def test_a_form_never_seen_is_none(library: PackLibrary) -> None:
    assert library.recognise(UNKNOWN, ["Vacation request. Please name the days that you want to be away."]) is None
    assert library.recognise(UNKNOWN) is None
    assert recognise([], UNKNOWN, ["text"]) is None


def test_the_real_form_is_known_from_its_text(
    library: PackLibrary, real_pack: Pack, worker: PaperWorker, payer_forms: Path
) -> None:
    data = (payer_forms / "botox-neighborhood-health-ri.pdf").read_bytes()
    found = library.recognise(UNKNOWN, worker.page_text(data))
    assert found is not None
    assert (found.pack.id, found.how) == (real_pack.id, Recognised.TEXT)


def test_no_other_payers_form_is_taken_for_one_with_a_pack(
    library: PackLibrary, worker: PaperWorker, payer_forms: Path
) -> None:
    for name in (
        "cms-l564-employment-info",
        "hls-case-002a-FILLED-flat",
        "indiana-workers-comp-physicians-report-form-2118",
        "va-20-10207-priority-processing",
        "vha-10-0426-release-of-information",
    ):
        assert library.recognise(UNKNOWN, worker.page_text((payer_forms / f"{name}.pdf").read_bytes())) is None, name


def test_a_form_without_its_own_pack_is_not_taken_for_a_sister_of_another(
    library: PackLibrary, worker: PaperWorker, payer_forms: Path
) -> None:
    for name, own in (
        ("anthem-va-pharmacy-prior-auth", "anthem-healthkeepers-va/pharmacy/2022-11"),
        ("bcbs-empire-ny", "empire-bcbs-ny/pharmacy/2023-03"),
        ("linzess-molina-tx", "molina-tx/linzess/2021-05"),
        ("optumrx-tenncare-compound-prior-auth", "optum-rx/tenncare-compound/2019-10"),
        ("tx-nofr001-standard-pa", "texas/standard-services/0415"),
        ("xifaxan-gateway-health", "gateway-health/xifaxan/2019-05"),
    ):
        others = [pack for pack in library if pack.id != own]
        found = recognise(others, UNKNOWN, worker.page_text((payer_forms / f"{name}.pdf").read_bytes()))
        assert found is None or not found.is_usable, name


def test_pages_missing_make_it_another_edition(own_pack: Pack, worker: PaperWorker) -> None:
    data = bundled("forms", *own_pack.id.split("/"), "form-flat.pdf").read_bytes()
    found = recognise([replace(own_pack, pages=4)], UNKNOWN, worker.page_text(data))
    assert found is not None
    assert not found.is_usable
